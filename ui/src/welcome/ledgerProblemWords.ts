import type { CommandError } from "../backend";
import { errorWords } from "../texts/errorWords";
import type { Texts } from "../texts/index.svelte";

export type LedgerProblemWords = {
  title: string;
  lead: string;
  /** Only what waiting cannot mend is set aside: a file that is merely busy must stay where it is. */
  canSetAside: boolean;
};

export function ledgerProblemWords(problem: CommandError, texts: Texts): LedgerProblemWords {
  const words = texts.welcome.ledgerProblem;
  switch (problem.code) {
    case "ledger_damaged":
      return { title: words.damagedTitle, lead: words.damagedLead, canSetAside: true };
    case "ledger_newer":
      return { title: words.newerTitle, lead: words.newerLead, canSetAside: true };
    default: {
      const { what, mend } = errorWords(texts, problem.code);
      const { sentence, sentences } = texts.common;
      return { title: words.otherTitle, lead: sentences(sentence(what), mend), canSetAside: false };
    }
  }
}
