/** What the stage of a row means and what to do about it, in two sentences. */
import type { Row } from "../backend";
import type { Texts } from "../texts/index.svelte";

export function stageWords(texts: Texts, row: Row): { meaning: string; next: string } {
  const words = texts.stages;
  if (row.stage === "unused" && row.expiring) {
    return { meaning: words.expiringMeaning(row.daysLeft ?? 0), next: words.expiringNext };
  }
  return { meaning: words.meaning[row.stage], next: words.next[row.stage] };
}
