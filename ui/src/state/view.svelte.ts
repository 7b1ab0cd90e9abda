/** The rows on show: what is asked for, what came, and where the reader is. */
import type {
  AccountId,
  Backend,
  CommandError,
  Facet,
  InvitationDetail,
  InvitationId,
  ListId,
  Row,
  Sort,
  SortColumn,
  View,
  ViewQuery,
} from "../backend";
import { asCommandError } from "../backend/errors";
import { PAGE, RowCache } from "./rowCache";

/** Long enough that a word is not searched letter by letter, too short to be noticed. */
const SEARCH_PAUSE_MS = 120;
const FOLLOW_PAUSE_MS = 60;
const AS_IMPORTED: Sort = { column: "imported", descending: false };
const SOONEST_FIRST: Sort = { column: "expiresAt", descending: false };

export class LedgerView {
  facet = $state<Facet>("all");
  search = $state("");
  /** By the user. */
  #sorted = $state.raw<Sort>(AS_IMPORTED);
  readonly sort: Sort = $derived(sortFor(this.facet, this.#sorted));
  /** What the back end answered last; stays on show while the next answer is on its way. */
  current = $state.raw<View | null>(null);
  /** The question that `current` answers: what is said of the rows goes by it, not by what has been asked since. */
  answered = $state.raw<ViewQuery | null>(null);
  detail = $state.raw<InvitationDetail | null>(null);
  /** The row that the keyboard is on. */
  cursor = $state(0);
  /** Counts what arrived, so that what is drawn from `rows` is drawn again. */
  arrivals = $state(0);
  /** Counts the times that another order, filter or list came on show. */
  turns = $state(0);
  readonly rows: RowCache;

  readonly #backend: Backend;
  readonly #tell: (error: CommandError) => void;
  #account: AccountId | null = null;
  #list: ListId | null = null;
  #asked = 0;
  #opened = 0;
  /** The row whose detail was asked for last; null once it is closed. */
  #wanted: InvitationId | null = null;
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
      clearTimeout(this.#searching);
      this.#forget();
    }
    await this.refresh();
  }

  clear(): void {
    this.#account = null;
    this.#asked++;
    this.#forget();
  }

  get #query(): ViewQuery | null {
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
    return this.answered !== null && (this.answered.facet !== "all" || this.answered.search !== "");
  }

  rowAt(index: number): Row | undefined {
    // Reading the count is what makes the reader draw again when rows arrive.
    void this.arrivals;
    return this.rows.get(index);
  }

  async refresh(): Promise<void> {
    const query = this.#query;
    if (query === null) return;
    const asked = ++this.#asked;
    try {
      const view = await this.#backend.look(query);
      if (asked !== this.#asked) return;
      if (isSameQuestion(query, this.answered)) {
        this.rows.turnTo(view.id, view.rows);
        this.cursor = Math.min(this.cursor, Math.max(0, view.rows - 1));
      } else {
        // At the top, and at once with its rows: a new count above old rows would be a lie.
        const first = view.rows === 0 ? [] : await this.#backend.rows(view.id, 0, PAGE);
        if (asked !== this.#asked) return;
        this.rows.beginWith(view.id, view.rows, first);
        this.cursor = 0;
        this.turns++;
      }
      this.current = view;
      this.answered = query;
      if (this.#wanted !== null) await this.open(this.#wanted);
    } catch (thrown) {
      if (asked === this.#asked) this.#tell(asCommandError(thrown));
    }
  }

  async filter(facet: Facet): Promise<void> {
    this.facet = facet;
    await this.refresh();
  }

  searchFor(text: string): void {
    if (text === this.search) return;
    this.search = text;
    clearTimeout(this.#searching);
    // Nothing more is typed into a search that was cleared.
    if (text.trim() === "") void this.refresh();
    else this.#searching = setTimeout(() => void this.refresh(), SEARCH_PAUSE_MS);
  }

  /** A second press on a column turns the order round, a third goes back to the order of the import. */
  async sortBy(column: SortColumn): Promise<void> {
    this.#sorted = nextSort(this.sort, column);
    await this.refresh();
  }

  async open(id: number): Promise<void> {
    const opened = ++this.#opened;
    this.#wanted = id;
    try {
      const detail = await this.#backend.invitation(id);
      // Closed, or another one opened, while it was on its way.
      if (opened === this.#opened) this.detail = detail;
    } catch (thrown) {
      if (opened !== this.#opened) return;
      this.#wanted = this.detail?.row.id ?? null;
      this.#tell(asCommandError(thrown));
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
    this.#wanted = null;
    this.detail = null;
  }

  #forget(): void {
    this.cursor = 0;
    this.close();
    this.current = null;
    this.answered = null;
    this.rows.forget();
  }
}

function isSameQuestion(query: ViewQuery, answered: ViewQuery | null): boolean {
  return JSON.stringify(query) === JSON.stringify(answered);
}

/** Among links that are about to die the first to die comes first, unless the user has chosen otherwise. */
export function sortFor(facet: Facet, chosen: Sort): Sort {
  return facet === "expiring" && chosen.column === "imported" ? SOONEST_FIRST : chosen;
}

export function nextSort(sort: Sort, column: SortColumn): Sort {
  if (sort.column !== column) return { column, descending: false };
  return sort.descending ? { column: "imported", descending: false } : { column, descending: true };
}
