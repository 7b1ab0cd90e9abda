import type { UpdatesView } from "../backend";
import type { Texts } from "../texts/index.svelte";
import { problemWords } from "./problemWords";

/** What the bar says: a heading, and what follows from it. */
export function barWords(view: UpdatesView, version: string, texts: Texts): [string, string] {
  const words = texts.updates;
  switch (view.stage) {
    case "downloading":
      return [words.downloading(version, view.percent), words.thenRestarts];
    case "waiting":
      return [texts.common.sentence(words.waiting(version)), words.waitsForCheck];
    case "installing":
      return [words.installing(version), words.restarts];
    default: {
      if (view.problem === null) return [texts.common.sentence(words.available(version)), ""];
      const { what, mend } = problemWords(texts, view.problem);
      return [texts.common.sentence(what), mend];
    }
  }
}
