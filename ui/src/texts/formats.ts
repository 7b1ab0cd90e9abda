/** Numbers, spans and times as people of one locale write them. */
export class Formats {
  readonly #number: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #plural: Intl.PluralRules;
  readonly #date: Intl.DateTimeFormat;
  readonly #dateTime: Intl.DateTimeFormat;
  readonly #instant: Intl.DateTimeFormat;
  readonly #relative: Intl.RelativeTimeFormat;

  constructor(readonly locale: string) {
    this.#number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.#plural = new Intl.PluralRules(locale);
    // A month in words tells day from month anywhere; Chinese says the year first and needs none.
    const month = locale.startsWith("zh") ? "2-digit" : "short";
    const day = { year: "numeric", month, day: month === "short" ? "numeric" : "2-digit" } as const;
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    // Wall times of the service carry no zone: they are formatted as if they were UTC, so that nothing shifts.
    this.#date = new Intl.DateTimeFormat(locale, { ...day, timeZone: "UTC" });
    this.#dateTime = new Intl.DateTimeFormat(locale, { ...day, ...time, timeZone: "UTC" });
    this.#instant = new Intl.DateTimeFormat(locale, { ...day, ...time });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  percent(fraction: number): string {
    return this.#percent.format(fraction);
  }

  /** "1 token", "1,234 tokens". */
  count(value: number, one: string, other: string): string {
    return `${this.number(value)} ${this.#plural.select(value) === "one" ? one : other}`;
  }

  /** The day of a wall time `YYYY-MM-DD hh:mm:ss`, unconverted; text of any other form comes back as it is. */
  wallDay(text: string): string {
    return formatWall(this.#date, text);
  }

  wallTime(text: string): string {
    return formatWall(this.#dateTime, text);
  }

  /** An instant of this computer's own record (RFC 3339), in this computer's zone. */
  instant(text: string): string {
    const at = Date.parse(text);
    return Number.isNaN(at) ? text : this.#instant.format(at);
  }

  /** "3 minutes ago"; the present is an argument. */
  ago(text: string, now: number): string {
    const at = Date.parse(text);
    if (Number.isNaN(at)) return text;
    const seconds = Math.round((at - now) / 1000);
    for (const [unit, size] of RELATIVE_UNITS) {
      if (Math.abs(seconds) >= size) return this.#relative.format(Math.round(seconds / size), unit);
    }
    return this.locale.startsWith("zh") ? "刚刚" : "just now";
  }
}

const RELATIVE_UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function formatWall(format: Intl.DateTimeFormat, text: string): string {
  const parts = WALL_TIME.exec(text);
  if (parts === null) return text;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  // The 31st of February would roll over to March: what does not exist is shown raw.
  const same = new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() + 1 === month;
  return same ? format.format(at) : text;
}
