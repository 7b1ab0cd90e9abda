/** The history in the reader's language. */
import type { Texts } from "../texts/index.svelte";
import type { Change, Field, HistoryEntry } from "./history";

export function entryTitle(texts: Texts, { kind, changes, times }: HistoryEntry): string {
  const words = texts.detail;
  switch (kind) {
    case "first":
      return words.firstSeen;
    case "omitted":
      return words.omitted;
    case "returnedAgain":
      return words.returnedAgain;
    case "nothingNew":
      return words.nothingNew(times);
    case "changed":
      return headline(texts, changes);
  }
}

/** The news in a word: what a manager waits for is the use and the binding. */
function headline(texts: Texts, changes: Change[]): string {
  const appeared = (field: Field) =>
    changes.some((change) => change.field === field && change.after !== null);
  if (appeared("bindTime")) return texts.stages.names.bound;
  if (appeared("useTime") || changes.some(({ field, after }) => field === "status" && after === "2")) {
    return texts.stages.names.used;
  }
  return texts.detail.changedTitle;
}

export function changeLines(texts: Texts, { kind, changes }: HistoryEntry): string[] {
  const words = texts.detail;
  return changes.map(({ field, before, after }) => {
    const name = nameOf(texts, field);
    const said = (value: string) => valueOf(texts, field, value);
    if (after === null) return words.noLongerStated(name, said(before ?? ""));
    return before === null || kind === "first"
      ? words.became(name, said(after))
      : words.changed(name, said(before), said(after));
  });
}

function nameOf(texts: Texts, field: Field): string {
  const { fields } = texts.detail;
  const names: Record<Field, string> = {
    createTime: fields.created,
    status: fields.status,
    useTime: fields.used,
    clientUin: fields.clientUin,
    clientMail: fields.clientMail,
    clientType: fields.clientType,
    bindTime: fields.bound,
  };
  return names[field];
}

function valueOf(texts: Texts, field: Field, value: string): string {
  if (field === "status") return texts.stages.statusCode(Number(value));
  if (field === "clientType") return texts.stages.clientTypeCode(Number(value));
  return value;
}
