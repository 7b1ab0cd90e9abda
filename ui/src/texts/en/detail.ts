import type { Formats } from "../formats";

export const detail = (_f: Formats) => ({
  title: "Invitation",
  untitled: "No customer noted",
  close: "Close details (Esc)",
  copyToken: "Copy token",
  copyRequestId: "Copy RequestId",
  fields: {
    token: "Token",
    created: "Created",
    expires: "Expires",
    used: "Used",
    bound: "Bound",
    clientUin: "Customer UIN",
    clientMail: "E-mail",
    clientType: "Type",
    status: "Status code",
    lists: "Lists",
    added: "Added",
  },
  facts: "What Tencent Cloud says",
  inLedger: "In your ledger",
  zone: (zone: string) => `Times as Tencent Cloud states them, read as ${zone}.`,
  history: "History",
  noHistory: "Not asked about yet.",
  firstSeen: "First answer",
  changedTitle: "Changed",
  nothingNew: (times: number) =>
    times === 1 ? "Asked again, nothing new" : `Asked ${times} more times, nothing new`,
  omitted: "Not in Tencent Cloud’s answer",
  returnedAgain: "Returned again",
  became: (field: string, value: string) => `${field}: ${value}`,
  changed: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  /** A later answer left out what an earlier one told. */
  noLongerStated: (field: string, value: string) => `${field} no longer stated (was ${value})`,
});
