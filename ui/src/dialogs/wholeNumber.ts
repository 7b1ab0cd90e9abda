export type Range = { least: number; most: number };

/** A link lives 30 days: at 29 it would be expiring all its life. */
export const EXPIRING_DAYS: Range = { least: 1, most: 29 };
/** The service's own limit is the most that makes sense. */
export const REQUESTS_PER_SECOND: Range = { least: 1, most: 20 };

/** The number that was typed, or null when it is none within the range. Number inputs give null for what is no number. */
export function wholeNumber(typed: number | null | undefined, { least, most }: Range): number | null {
  if (typed === null || typed === undefined || !Number.isInteger(typed)) return null;
  return typed >= least && typed <= most ? typed : null;
}
