/** What the menus of the toolbar offer, for the rows on show. */
import type { CheckScope, ExportWhat, View } from "../backend";
import type { MenuItem } from "../parts/menu";
import type { Formats } from "../texts/formats";
import type { Texts } from "../texts/index.svelte";

type State = {
  view: View | null;
  /** All invitations of the account are looked at, not one list. */
  whole: boolean;
  filtered: boolean;
  words: Texts["window"];
  formats: Formats;
};

export function checkItems(
  { view, whole, filtered, words, formats }: State,
  start: (what: CheckScope["what"]) => void,
): MenuItem[] {
  const unanswered = unansweredIn(view);
  return [
    {
      label: whole ? words.checkEverything : words.checkAll,
      hint: formats.number(view?.total ?? 0),
      onselect: () => start("all"),
    },
    {
      label: words.checkShown,
      hint: filtered ? formats.number(view?.rows ?? 0) : "",
      disabled: !filtered || (view?.rows ?? 0) === 0,
      onselect: () => start("shown"),
    },
    {
      label: words.checkUnanswered,
      hint: formats.number(unanswered),
      disabled: unanswered === 0,
      onselect: () => start("unanswered"),
    },
  ];
}

export function exportItems(
  { view, whole, words, formats }: State,
  save: (what: ExportWhat) => void,
): MenuItem[] {
  return [
    {
      label: words.exportShown,
      hint: formats.number(view?.rows ?? 0),
      disabled: (view?.rows ?? 0) === 0,
      onselect: () => save("shown"),
    },
    {
      label: whole ? words.exportEverything : words.exportAll,
      hint: formats.number(view?.total ?? 0),
      disabled: (view?.total ?? 0) === 0,
      onselect: () => save("all"),
    },
  ];
}

/** What the last check left open: asked without an answer, or never asked. */
export function unansweredIn(view: View | null): number {
  const report = view?.lastCheck ?? null;
  return report === null ? 0 : report.failed + report.unasked;
}
