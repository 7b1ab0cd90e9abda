/** The zones that the service's times may be in, as minutes east of UTC. */
export const DEFAULT_UTC_OFFSET = 480;

const WHOLE_HOURS = Array.from({ length: 27 }, (_, step) => (step - 12) * 60);
const BETWEEN_THE_HOURS = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765];

export const UTC_OFFSETS: readonly number[] = [...WHOLE_HOURS, ...BETWEEN_THE_HOURS].sort((a, b) => a - b);

/** `UTC+08:00`, `UTC−03:30`. */
export function offsetName(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Every offset to choose from; one that the list lacks but the account has is kept in it. */
export function offsetChoices(current: number): readonly number[] {
  return UTC_OFFSETS.includes(current) ? UTC_OFFSETS : [...UTC_OFFSETS, current].sort((a, b) => a - b);
}
