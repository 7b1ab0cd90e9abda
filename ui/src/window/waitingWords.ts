import type { CheckProgress, ErrorCode } from "../backend";
import { errorWords } from "../texts/errorWords";
import type { Texts } from "../texts/index.svelte";

/** Passes only when a person does something: waiting alone does not help. */
const NEEDS_A_PERSON: readonly ErrorCode[] = [
  "intercepted",
  "proxy_refused",
  "proxy_auth_required",
  "tls_untrusted",
];

const OF_THE_SERVICE: readonly ErrorCode[] = ["service_busy", "service_refused", "rate_limited"];

/** Why a check waits, in words that stay the same until the reason changes; null when it does not wait. */
export function waitingWords(
  progress: CheckProgress | null,
  texts: Texts,
): { heading: string; why: string | null; mend: string | null } | null {
  if (progress?.state !== "waiting") return null;
  const { reason } = progress;
  const words = texts.status.waiting;
  if (reason === null) return { heading: words.network, why: null, mend: null };
  const { what, mend } = errorWords(texts, reason);
  return {
    heading: OF_THE_SERVICE.includes(reason) ? words.service : words.network,
    why: texts.common.sentence(what),
    mend: NEEDS_A_PERSON.includes(reason) ? mend : null,
  };
}
