import type { CommandError, ErrorCode } from "../backend";
import type { Texts } from "./index.svelte";

export type ErrorWords = { what: string; mend: string };

/**
 * What happened and what to do. Failures of a check name their class as text that outlives this version of the
 * program, so one that we do not know gets the general words.
 */
export function errorWords(texts: Texts, code: string): ErrorWords {
  const { words } = texts.errors;
  return Object.hasOwn(words, code) ? words[code as ErrorCode] : words.service_refused;
}

/** What "Copy details" copies: for the person who helps, so in one language, and free of secrets. */
export function errorDetails(error: CommandError & { code: ErrorCode }): string {
  const lines = [`Invite Ledger error: ${error.code}`, error.message];
  if (error.requestId !== null) lines.push(`RequestId: ${error.requestId}`);
  return lines.join("\n");
}
