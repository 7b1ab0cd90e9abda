/** What the import dialog shows and offers, derived from a preview. */
import type { ImportPreview, ImportTarget, ListView } from "../backend";
import { freeName } from "./names";

export type PreviewTab = "tokens" | "duplicates" | "refused";

export function newTokens(preview: ImportPreview): number {
  return preview.tokens - preview.known;
}

export function hasUsableTokens(preview: ImportPreview): boolean {
  return preview.tokens > 0;
}

/** The tab that answers the first question: what came in, or else why nothing did. */
export function firstTab(preview: ImportPreview): PreviewTab {
  return preview.tokens === 0 && preview.refused > 0 ? "refused" : "tokens";
}

export type PreviewTabView = { tab: PreviewTab; all: number; shown: number };

/** Tabs that have something to show; the tokens always have theirs. */
export function tabsOf(preview: ImportPreview): PreviewTabView[] {
  const tabs: PreviewTabView[] = [
    { tab: "tokens", all: preview.tokens, shown: preview.tokenSample.length },
    { tab: "duplicates", all: preview.duplicates, shown: preview.duplicateSample.length },
    { tab: "refused", all: preview.refused, shown: preview.refusedSample.length },
  ];
  return tabs.filter(({ all }) => all > 0);
}

/** A new list is called as the file is, without its ending; pasted text has only its day. */
export function proposedListName(
  preview: ImportPreview,
  dayName: string,
  lists: readonly ListView[],
): string {
  const stem = preview.fileName?.replace(/\.[^.]{1,5}$/, "").trim() ?? "";
  return freeName(
    stem === "" ? dayName : stem,
    lists.map((list) => list.name),
  );
}

export type TargetChoice = { kind: "new"; name: string } | { kind: "existing"; list: number };

export function targetOf(choice: TargetChoice): ImportTarget {
  return choice.kind === "new" ? { newList: choice.name.trim() } : { list: choice.list };
}
