import type { CheckReport } from "../backend";
import type { Texts } from "../texts/index.svelte";

/** What a check has brought to light, or that there was nothing. */
export function checkNews(
  { newlyBound, newlyUsed }: Pick<CheckReport, "newlyBound" | "newlyUsed">,
  words: Texts["status"],
): string[] {
  const news = [
    ...(newlyBound > 0 ? [words.newlyBound(newlyBound)] : []),
    ...(newlyUsed > 0 ? [words.newlyUsed(newlyUsed)] : []),
  ];
  return news.length > 0 ? news : [words.nothingNew];
}
