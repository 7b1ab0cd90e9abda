import type { SortColumn } from "../../backend";
import type { Formats } from "../formats";

export const grid = (f: Formats) => ({
  name: "Invitations",
  columns: {
    imported: "Order of import",
    stage: "Stage",
    note: "Customer or note",
    token: "Token",
    createTime: "Created",
    expiresAt: "Expires",
    useTime: "Used",
    bindTime: "Bound",
    clientUin: "Customer UIN",
    clientMail: "E-mail",
    clientType: "Type",
    lastAnsweredAt: "Last checked",
  } satisfies Record<SortColumn, string>,
  zoneHint: (zone: string) => `As Tencent Cloud states it, read as ${zone}`,
  ownClockHint: "When this computer last got an answer, in your local time",
  headerHint: "Enter sorts. Shift with the arrow keys changes the width.",
  resize: (column: string) => `Width of ${column}. Double-click for the usual width.`,
  widthNow: (column: string, pixels: number) => `${column}: ${f.number(pixels)} pixels wide`,
  copied: "Token copied",

  emptyAccount: "Import your invitation links",
  emptyAccountMend:
    "Invite Ledger finds them in Excel files, whole e-mails and lists. Drop a file anywhere in this window, or choose Import.",
  emptyList: "This list is empty",
  emptyListMend: "Import invitations into it, or choose another list.",
  import: "Import invitations…",
  noMatch: (search: string) => `Nothing matches “${search}”`,
  noMatchMend: "The search looks in tokens, customers, notes, UINs and e-mails.",
  noMatchIn: (search: string, stage: string) => `Nothing under “${stage}” matches “${search}”`,
  clearSearch: "Clear search",
  noneOf: (stage: string) => `No invitation is under “${stage}”`,
  noneOfMend: {
    expiring: "No unused link is about to expire. Nothing to hurry.",
    failed: "Every invitation that was asked about got an answer.",
    unchecked: "Every invitation has been asked about at least once.",
    archived: "Nothing here is older than 60 days.",
  },
  showAll: "Show all",
});
