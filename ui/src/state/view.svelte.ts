/** The rows on show: what is asked for, what came, and where the reader is. */
import type {
  AccountId,
  Backend,
  CommandError,
  Facet,
  InvitationDetail,
  ListId,
  Row,
  Sort,
  SortColumn,
  View,
} from "../backend";
import { asCommandError } from "../backend/errors";
import { RowCache } from "./rowCache";

/** Long enough that a word is not searched letter by letter, too short to be noticed. */
const SEARCH_PAUSE_MS = 120;
const FOLLOW_PAUSE_MS = 60;

export class LedgerView {
  facet = $state<Facet>("all");
  search = $state("");
  sort = $state.raw<Sort>({ column: "imported", descending: false });
  /** What the back end answered last; stays on show while the next answer is on its way. */
  current = $state.raw<View | null>(null);
  detail = $state.raw<InvitationDetail | null>(null);
  /** The row that the keyboard is on. */
  cursor = $state(0);
  /** Counts what arrived, so that what is drawn from `rows` is drawn again. */
  arrivals = $state(0);
  /** Counts the times that another order, filter or list was asked for. */
  turns = $state(0);
  readonly rows: RowCache;

  readonly #backend: Backend;
  readonly #tell: (error: CommandError) => void;
  #account: AccountId | null = null;
  #list: ListId | null = null;
  #asked = 0;
  #opened = 0;
  #following: ReturnType<typeof setTimeout> | undefined;
  #searching: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, tell: (error: CommandError) => void) {
    this.#backend = backend;
    this.#tell = tell;
    this.rows = new RowCache(
      (view, start, count) => backend.rows(view, start, count),
      () => this.arrivals++,
      (thrown) => tell(asCommandError(thrown)),
    );
  }

  async show(account: AccountId, list: ListId | null): Promise<void> {
    if (account !== this.#account || list !== this.#list) {
      this.#account = account;
      this.#list = list;
      this.facet = "all";
      this.search = "";
      this.cursor = 0;
      this.close();
      this.current = null;
      this.rows.forget();
      this.turns++;
    }
    await this.refresh();
  }

  clear(): void {
    this.#account = null;
    this.#asked++;
    this.current = null;
    this.close();
    this.rows.forget();
  }

  get query() {
    if (this.#account === null) return null;
    return {
      account: this.#account,
      list: this.#list,
      facet: this.facet,
      search: this.search.trim(),
      sort: this.sort,
    };
  }

  /** Some rows of the list are out of sight. */
  get filtered(): boolean {
    return this.facet !== "all" || this.search.trim() !== "";
  }

  rowAt(index: number): Row | undefined {
    // Reading the count is what makes the reader draw again when rows arrive.
    void this.arrivals;
    return this.rows.get(index);
  }

  async refresh(): Promise<void> {
    const query = this.query;
    if (query === null) return;
    const asked = ++this.#asked;
    try {
      const view = await this.#backend.look(query);
      if (asked !== this.#asked) return;
      this.current = view;
      this.rows.turnTo(view.id, view.rows);
      this.cursor = Math.min(this.cursor, Math.max(0, view.rows - 1));
      if (this.detail !== null) await this.open(this.detail.row.id);
    } catch (thrown) {
      if (asked === this.#asked) this.#tell(asCommandError(thrown));
    }
  }

  async filter(facet: Facet): Promise<void> {
    this.facet = facet;
    await this.#turn();
  }

  searchFor(text: string): void {
    this.search = text;
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => void this.#turn(), SEARCH_PAUSE_MS);
  }

  /** A second press on a column turns the order round, a third goes back to the order of the import. */
  async sortBy(column: SortColumn): Promise<void> {
    this.sort = nextSort(this.sort, column);
    await this.#turn();
  }

  async open(id: number): Promise<void> {
    const opened = ++this.#opened;
    try {
      const detail = await this.#backend.invitation(id);
      // Closed, or another one opened, while it was on its way.
      if (opened === this.#opened) this.detail = detail;
    } catch (thrown) {
      if (opened === this.#opened) this.#tell(asCommandError(thrown));
    }
  }

  /** Opens a row once the keyboard rests on it. */
  follow(index: number): void {
    clearTimeout(this.#following);
    this.#following = setTimeout(() => {
      const row = this.rows.get(index);
      if (row !== undefined && this.detail !== null) void this.open(row.id);
    }, FOLLOW_PAUSE_MS);
  }

  close(): void {
    this.#opened++;
    this.detail = null;
  }

  /** Begins at the top of another order. */
  async #turn(): Promise<void> {
    this.cursor = 0;
    this.turns++;
    await this.refresh();
  }
}

export function nextSort(sort: Sort, column: SortColumn): Sort {
  if (sort.column !== column) return { column, descending: false };
  return sort.descending ? { column: "imported", descending: false } : { column, descending: true };
}
