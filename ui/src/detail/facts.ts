/** What the detail pane lists, and what it copies. */
import type { AccountSettings, InvitationDetail, Row } from "../backend";
import { offsetName } from "../dialogs/zones";
import type { Texts } from "../texts/index.svelte";

export type Fact = { label: string; value: string; mono?: boolean };

/** Every field as the service gave it; what it did not give is left out. */
export function factsOf(texts: Texts, row: Row): Fact[] {
  const { fields } = texts.detail;
  const { statusCode, clientTypeCode } = texts.stages;
  const facts: (Fact | null)[] = [
    fact(fields.created, row.createTime),
    row.stage === "unused" || row.stage === "expired" ? fact(fields.expires, row.expiresAt) : null,
    fact(fields.used, row.useTime),
    fact(fields.bound, row.bindTime),
    fact(fields.clientUin, row.clientUin),
    fact(fields.clientMail, row.clientMail),
    fact(fields.clientType, row.clientType === null ? null : clientTypeCode(row.clientType)),
    fact(fields.status, row.status === null ? null : statusCode(row.status)),
  ];
  return facts.filter((entry) => entry !== null);
}

function fact(label: string, value: string | null): Fact | null {
  return value === null ? null : { label, value };
}

/** For "Copy details": raw, and in one language. */
export function detailText({ row, lists, addedAt }: InvitationDetail, settings: AccountSettings): string {
  const entries: [string, string | number | null][] = [
    ["InvitationToken", row.token],
    ["Note", row.note],
    ["Stage", row.stage],
    ["CreateTime", row.createTime],
    ["Status", row.status],
    ["UseTime", row.useTime],
    ["ClientUin", row.clientUin],
    ["ClientMail", row.clientMail],
    ["ClientType", row.clientType],
    ["BindTime", row.bindTime],
    ["Times read as", offsetName(settings.utcOffsetMinutes)],
    ["Last answered", row.lastAnsweredAt],
    ["RequestId", row.requestId],
    [
      "Failure",
      row.failure === null ? null : `${row.failure.code ?? row.failure.class}: ${row.failure.message}`,
    ],
    ["Failure RequestId", row.failure?.requestId ?? null],
    ["Lists", lists.join(", ")],
    ["Added", addedAt],
  ];
  return entries
    .flatMap(([name, value]) => (value === null || value === "" ? [] : [`${name}: ${value}`]))
    .join("\n");
}
