import type { CommandError } from "../backend";
import type { ErrorWords } from "../texts/errorWords";
import type { Texts } from "../texts/index.svelte";

export type LedgerProblemWords = {
  title: string;
  lead: string;
  /** Only what waiting cannot mend is set aside: a file that is merely busy must stay where it is. */
  canSetAside: boolean;
};

export function ledgerProblemWords(
  problem: CommandError,
  words: Texts["welcome"]["ledgerProblem"],
  general: ErrorWords,
): LedgerProblemWords {
  switch (problem.code) {
    case "ledger_damaged":
      return { title: words.damagedTitle, lead: words.damagedLead, canSetAside: true };
    case "ledger_newer":
      return { title: words.newerTitle, lead: words.newerLead, canSetAside: true };
    default:
      return { title: words.otherTitle, lead: `${general.what}. ${general.mend}`, canSetAside: false };
  }
}
