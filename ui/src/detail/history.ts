/** What each look at an invitation taught, newest first; looks without news are folded together. */
import type { InvitationFields, ObservationView } from "../backend";

export type Field = keyof InvitationFields;
export type Change = { field: Field; before: string | null; after: string | null };

export type HistoryEntry = {
  id: string;
  askedAt: string;
  requestId: string;
  kind: "first" | "changed" | "omitted" | "returnedAgain" | "nothingNew";
  changes: Change[];
  /** How many looks in a row it stands for. */
  times: number;
};

const FIELDS: readonly Field[] = [
  "status",
  "createTime",
  "useTime",
  "bindTime",
  "clientUin",
  "clientMail",
  "clientType",
];

export function historyOf(newestFirst: readonly ObservationView[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  let known: InvitationFields | null = null;
  let before: ObservationView | null = null;
  for (const look of newestFirst.toReversed()) {
    const entry = compare(look, before, known);
    const last = entries.at(-1);
    if (entry.kind === "nothingNew" && last?.kind === "nothingNew") {
      // The latest of them is the one to name: it says until when nothing had changed.
      entries[entries.length - 1] = { ...entry, times: last.times + 1 };
    } else {
      entries.push(entry);
    }
    known = look.fields ?? known;
    before = look;
  }
  return entries.reverse();
}

function compare(
  look: ObservationView,
  before: ObservationView | null,
  known: InvitationFields | null,
): HistoryEntry {
  const { id, askedAt, requestId, fields } = look;
  const entry = { id, askedAt, requestId, times: 1, changes: [] };
  if (fields === null)
    return { ...entry, kind: before !== null && before.fields === null ? "nothingNew" : "omitted" };
  const changes = changesBetween(known, fields);
  if (known === null) return { ...entry, kind: "first", changes };
  if (changes.length > 0) return { ...entry, kind: "changed", changes };
  return { ...entry, kind: before?.fields === null ? "returnedAgain" : "nothingNew" };
}

function changesBetween(known: InvitationFields | null, now: InvitationFields): Change[] {
  return FIELDS.flatMap((field) => {
    const before = asText(known?.[field]);
    const after = asText(now[field]);
    return before === after ? [] : [{ field, before, after }];
  });
}

function asText(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
