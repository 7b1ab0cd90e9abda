import type { CommandError } from "../backend";
import { type ErrorWords, errorWords } from "../texts/errorWords";
import type { Texts } from "../texts/index.svelte";

const OUR_OWN: readonly string[] = [
  "updates_forbidden",
  "update_refused",
  "update_failed",
  "ledger_busy",
  "internal",
];

/** The catalogue's words for the network speak of the service; here something else was asked. */
export function problemWords(texts: Texts, { code }: CommandError): ErrorWords {
  if (OUR_OWN.includes(code)) return errorWords(texts, code);
  return { what: texts.updates.unreachable, mend: texts.updates.unreachableMend };
}
