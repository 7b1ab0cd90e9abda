/** Why there is nothing to see, and the ways on from there. */
import type { Facet } from "../backend";
import type { IconName } from "../parts/icons";
import type { Texts } from "../texts/index.svelte";

export type EmptyState = {
  /** Rows of the list without search and filter. */
  total: number;
  /** All invitations of the account are looked at, not one list. */
  whole: boolean;
  facet: Facet;
  search: string;
};
export type Way = "import" | "clearSearch" | "showAll";
export type EmptyWords = { icon: IconName; title: string; mend: string | undefined; ways: Way[] };

export function emptyWords(texts: Texts, { total, whole, facet, search }: EmptyState): EmptyWords {
  const words = texts.grid;
  if (total === 0) {
    return whole
      ? { icon: "import", title: words.emptyAccount, mend: words.emptyAccountMend, ways: ["import"] }
      : { icon: "list", title: words.emptyList, mend: words.emptyListMend, ways: ["import"] };
  }
  const stage = texts.stages.names[facet];
  if (search !== "") {
    const filtered = facet !== "all";
    return {
      icon: "search",
      title: filtered ? words.noMatchIn(search, stage) : words.noMatch(search),
      mend: words.noMatchMend,
      ways: filtered ? ["clearSearch", "showAll"] : ["clearSearch"],
    };
  }
  const mends: Partial<Record<Facet, string>> = words.noneOfMend;
  return { icon: "info", title: words.noneOf(stage), mend: mends[facet], ways: ["showAll"] };
}
