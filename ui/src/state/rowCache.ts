/** The rows of a view that are at hand. A plain class: it never runs inside an effect. */
import type { Row } from "../backend";

export const PAGE = 100;
/** About what ten screens hold: scrolling back is instant, memory stays flat at a million rows. */
const MAX_PAGES = 40;

type Page = { view: number; rows: Row[] };
type Ask = (view: number, start: number, count: number) => Promise<Row[]>;

export class RowCache {
  #view = 0;
  #length = 0;
  /** In order of use, the latest last. Pages of an older view stay on show until their successor is here. */
  #pages = new Map<number, Page>();
  #pending = new Set<string>();

  constructor(
    readonly ask: Ask,
    readonly arrived: () => void,
    readonly failed: (thrown: unknown) => void,
  ) {}

  forget(): void {
    this.#view = 0;
    this.#length = 0;
    this.#pages.clear();
  }

  /** The same order, looked at again. */
  turnTo(view: number, length: number): void {
    this.#view = view;
    this.#length = length;
    this.arrived();
  }

  /** Another order: what is at hand of the old one would stand in the wrong places. */
  beginWith(view: number, length: number, firstPage: Row[]): void {
    this.#pages.clear();
    if (firstPage.length > 0) this.#pages.set(0, { view, rows: firstPage });
    this.turnTo(view, length);
  }

  get(index: number): Row | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Asks for what of `start..end` is not at hand or is of an older view, and for a page on either side. */
  want(start: number, end: number): void {
    const last = Math.floor(Math.max(0, this.#length - 1) / PAGE);
    const from = Math.max(0, Math.floor(start / PAGE));
    const to = Math.min(last, Math.floor(Math.max(start, end - 1) / PAGE));
    for (let page = from; page <= to; page++) this.#want(page);
    if (from > 0) this.#want(from - 1);
    if (to < last) this.#want(to + 1);
  }

  #want(page: number): void {
    const at = this.#pages.get(page);
    if (at?.view === this.#view) {
      this.#pages.delete(page);
      this.#pages.set(page, at);
      return;
    }
    const key = `${this.#view}:${page}`;
    if (this.#length === 0 || this.#pending.has(key)) return;
    this.#pending.add(key);
    void this.#load(this.#view, page).finally(() => this.#pending.delete(key));
  }

  async #load(view: number, page: number): Promise<void> {
    try {
      const rows = await this.ask(view, page * PAGE, PAGE);
      // Overtaken by a newer view, or the back end has moved on: its own answer is on the way.
      if (view !== this.#view || rows.length === 0) return;
      this.#pages.delete(page);
      this.#pages.set(page, { view, rows });
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= MAX_PAGES) break;
        this.#pages.delete(oldest);
      }
      this.arrived();
    } catch (thrown) {
      this.failed(thrown);
    }
  }
}
