/** The rows on show: what is asked for, what came, and where the reader is. */
import type {
  AccountId,
  Backend,
  CommandError,
  Facet,
  InvitationDetail,
  ListId,
  Sort,
  SortColumn,
  View,
} from "../backend";
import { asCommandError } from "../backend/errors";
import { RowCache } from "./rowCache";

/** Long enough that a word is not searched letter by letter, too short to be noticed. */
const SEARCH_PAUSE_MS = 120;

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
  readonly rows: RowCache;

  readonly #backend: Backend;
  readonly #tell: (error: CommandError) => void;
  #account: AccountId | null = null;
  #list: ListId | null = null;
  #asked = 0;
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
      this.detail = null;
      this.current = null;
      this.rows.forget();
    }
    await this.refresh();
  }

  clear(): void {
    this.#account = null;
    this.#asked++;
    this.current = null;
    this.detail = null;
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
    this.cursor = 0;
    await this.refresh();
  }

  searchFor(text: string): void {
    this.search = text;
    this.cursor = 0;
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => void this.refresh(), SEARCH_PAUSE_MS);
  }

  /** A second press on a column turns the order round, a third goes back to the order of the import. */
  async sortBy(column: SortColumn): Promise<void> {
    this.sort = nextSort(this.sort, column);
    this.cursor = 0;
    await this.refresh();
  }

  async open(id: number): Promise<void> {
    try {
      this.detail = await this.#backend.invitation(id);
    } catch (thrown) {
      this.#tell(asCommandError(thrown));
    }
  }

  close(): void {
    this.detail = null;
  }
}

export function nextSort(sort: Sort, column: SortColumn): Sort {
  if (sort.column !== column) return { column, descending: false };
  return sort.descending ? { column: "imported", descending: false } : { column, descending: true };
}
