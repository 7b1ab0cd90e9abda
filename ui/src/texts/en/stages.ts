import type { Facet, Stage } from "../../backend";
import type { Formats } from "../formats";

export const stages = (f: Formats) => ({
  names: {
    all: "Every stage",
    unchecked: "Not checked",
    unused: "Unused",
    expiring: "Expiring soon",
    used: "Binding pending",
    bound: "Bound",
    expired: "Expired",
    notReturned: "Not returned",
    unrecognized: "Unrecognized",
    failed: "Failed",
    archived: "Archived",
  } satisfies Record<Facet, string>,
  archivedHint: "Kept from your ledger: Tencent Cloud deletes an invitation 60 days after it was created.",
  failedHint: "The last check got no answer for this one.",

  /** What a stage means, for the row at hand. */
  meaning: {
    unchecked: "Tencent Cloud has not been asked about this invitation yet.",
    unused: "The customer has not used the link yet.",
    used: "The customer has applied through this link. The binding to you is not complete.",
    bound: "The customer is bound to you.",
    expired: "Nobody used the link within its 30 days. It no longer works.",
    notReturned: "Tencent Cloud said nothing about this invitation, and nothing is known from before.",
    unrecognized: "Tencent Cloud reports a status that this version does not know.",
  } satisfies Record<Stage, string>,
  /** What to do about it. */
  next: {
    unchecked: "Run a check to see where it stands.",
    unused: "Nothing yet. A reminder can help.",
    used: "See the pending customers in the partner console for what is missing.",
    bound: "Nothing to do.",
    expired: "Send a new invitation if the customer is still interested.",
    notReturned:
      "Compare it with the original link. It may be mistyped, belong to another partner account, or be older than 60 days.",
    unrecognized: "The raw values are below. A newer version of Invite Ledger may know it.",
  } satisfies Record<Stage, string>,
  expiringMeaning: (days: number) =>
    days > 0
      ? `The link is unused and stops working in ${f.count(days, "day", "days")}.`
      : "The link is unused and stops working about now.",
  expiringNext: "Remind the customer today, or prepare a new invitation.",
  daysLeft: (days: number) => (days > 0 ? `in ${f.count(days, "day", "days")}` : "about now"),
  clientType: (type: number | null) =>
    type === null ? "" : type === 1 ? "Second-level reseller" : type === 2 ? "Sub-customer" : `Type ${type}`,
  clientTypeCode: (type: number) =>
    type === 1 ? "1 (second-level reseller)" : type === 2 ? "2 (sub-customer)" : String(type),
  statusCode: (status: number) => (status === 1 ? "1 (unused)" : status === 2 ? "2 (used)" : String(status)),
});
