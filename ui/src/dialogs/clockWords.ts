import type { Texts } from "../texts/index.svelte";

/** Below this, nobody has to know: the service accepts five minutes. */
const WORTH_SAYING_SECONDS = 30;

/** Says how wrong this computer's clock is; `offset` is what has to be added to it. Null when it is right enough. */
export function clockWords(offset: number, words: Texts["dialogs"]["connection"]): string | null {
  if (Math.abs(offset) <= WORTH_SAYING_SECONDS) return null;
  const span = spanWords(Math.abs(offset), words);
  return offset > 0 ? words.clockBehind(span) : words.clockAhead(span);
}

function spanWords(seconds: number, words: Texts["dialogs"]["connection"]): string {
  if (seconds < 90) return words.seconds(Math.round(seconds));
  if (seconds < 90 * 60) return words.minutes(Math.round(seconds / 60));
  if (seconds < 36 * 3600) return words.hours(Math.round(seconds / 3600));
  const days = Math.round(seconds / 86_400);
  return days < 2 * 365 ? words.days(days) : words.years(Math.round(days / 365.25));
}
