import type { Facet } from "../../backend";
import type { Formats } from "../formats";

export const window = (f: Formats) => ({
  facets: {
    all: "All",
    unchecked: "Not checked",
    unused: "Unused",
    expiring: "Expiring soon",
    used: "Used, binding pending",
    bound: "Bound",
    expired: "Expired",
    notReturned: "Not returned",
    unrecognized: "Unrecognized",
    failed: "Failed",
    archived: "Archived",
  } satisfies Record<Facet, string>,
  checkEnded: (answered: number) =>
    `Check finished: ${f.count(answered, "invitation", "invitations")} answered`,
});
