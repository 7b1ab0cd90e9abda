/** What the window is about now: which account and list, what is open, what went wrong. */
import type {
  AccountId,
  AccountView,
  Backend,
  CheckReport,
  CommandError,
  Desk as DeskInfo,
  DeskEvent,
  ExportedFile,
  ExportWhat,
  ListId,
  Preferences,
} from "../backend";
import { asCommandError } from "../backend/errors";
import { language, t } from "../texts/index.svelte";
import { Updates } from "../updates/updates.svelte";
import { Check } from "./check.svelte";
import { checkNews } from "./checkNews";
import { Dialogs } from "./dialogs.svelte";
import { LedgerView } from "./view.svelte";

const SAID_FOR_MS = 5000;

/** What went wrong; `account` is the one that it is about, if it is about one. */
export type Problem = { error: CommandError; account: AccountId | null };

export class Desk {
  info = $state.raw<DeskInfo | null>(null);
  /** What keeps the window from showing anything at all. */
  startProblem = $state.raw<CommandError | null>(null);
  /** What went wrong last; the status bar shows it until it is dismissed or the next thing works. */
  problem = $state.raw<Problem | null>(null);
  /** Said once, by the status bar and to screen readers: "Copied". */
  message = $state("");
  fileOver = $state(false);
  /** What was saved last; told until it is closed, or another list is on show. */
  exported = $state.raw<ExportedFile | null>(null);
  /** Where a ledger that could not be opened was put. */
  ledgerKeptAt = $state<string | null>(null);

  accountId = $state<AccountId | null>(null);
  listId = $state<ListId | null>(null);

  readonly account: AccountView | null = $derived(
    this.info?.accounts.find((account) => account.id === this.accountId) ?? null,
  );

  readonly dialogs = new Dialogs();
  readonly view: LedgerView;
  readonly updates: Updates;
  #saying: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #answered = 0;
  readonly check: Check;

  constructor(readonly backend: Backend) {
    this.view = new LedgerView(backend, (error) => this.tell(error));
    this.check = new Check(this);
    this.updates = new Updates(backend, (error) => this.tell(error));
  }

  async start(): Promise<void> {
    this.startProblem = null;
    try {
      await this.backend.subscribe((event) => this.#hear(event));
      await this.#load();
      await this.updates.start();
    } catch (thrown) {
      this.startProblem = asCommandError(thrown);
    }
  }

  /** Asks for accounts, lists and the rows on show again: after anything that changes them. */
  async refresh(): Promise<void> {
    // Not an attempt: what went wrong before stays on show.
    try {
      await this.#load();
    } catch (thrown) {
      this.tell(asCommandError(thrown));
    }
  }

  async select(account: AccountId, list: ListId | null = null): Promise<void> {
    this.#turnTo(account, list);
    await this.view.show(account, list);
  }

  /** Selects what has just been made: only the next answer of the back end has it. */
  async goTo(account: AccountId, list: ListId | null): Promise<void> {
    this.#turnTo(account, list);
    await this.refresh();
  }

  /** Stores at once, applies at once. */
  async setPreferences(preferences: Preferences): Promise<void> {
    language.choice = preferences.language;
    await this.attempt(() => this.backend.setPreferences(preferences));
  }

  async openSample(): Promise<void> {
    await this.#change(() => this.backend.openSample());
  }

  async leaveSample(): Promise<void> {
    await this.#change(() => this.backend.leaveSample());
  }

  /** Drops are for the import dialog, which also says what is wrong with a file; they must not close any other. */
  openFile(path: string): void {
    const account = this.account;
    const open = this.dialogs.current;
    if (account === null || (open !== null && open.kind !== "import")) return;
    this.dialogs.open({ kind: "import", account, preview: null, dropped: { path } });
  }

  /** Ends a ledger problem; the welcome screen then says where the old file is. */
  async setLedgerAside(): Promise<void> {
    this.ledgerKeptAt = await this.backend.setLedgerAside();
    await this.#load();
  }

  async copy(text: string, said = t().common.copied): Promise<void> {
    try {
      await this.backend.copyText(text);
      this.say(said);
    } catch (thrown) {
      this.tell(asCommandError(thrown));
    }
  }

  async export(what: ExportWhat): Promise<void> {
    const query = this.view.answered;
    if (query === null) return;
    this.exported = null;
    const saved = await this.attempt(() => this.backend.exportCsv(query, what));
    this.exported = saved ?? null;
  }

  /** Does what the user asked for. Its failure belongs into the status bar; undefined then. */
  async attempt<Answer>(
    call: () => Promise<Answer>,
    account: AccountId | null = null,
  ): Promise<Answer | undefined> {
    this.problem = null;
    try {
      return await call();
    } catch (thrown) {
      this.tell(asCommandError(thrown), account);
      return undefined;
    }
  }

  tell(error: CommandError, account: AccountId | null = null): void {
    this.problem = { error, account };
  }

  /** The account with this number, if it is another one than is on show: what is said of it has to name it. */
  other(id: AccountId | null | undefined): AccountView | undefined {
    return id === this.accountId ? undefined : this.info?.accounts.find((account) => account.id === id);
  }

  say(message: string): void {
    // The same words twice would not be a change, and so not be read out.
    this.message = "";
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => {
      this.message = message;
      this.#saying = setTimeout(() => (this.message = ""), SAID_FOR_MS);
    });
  }

  reportEnded(report: CheckReport): void {
    const words = t().status;
    const failed = report.failed > 0 ? [words.failed(report.failed)] : [];
    const said = words.ended(words.endedAs[report.end], ...checkNews(report, words), ...failed);
    const other = this.other(report.account);
    this.say(other === undefined ? said : t().common.about(other.label, said));
  }

  async #change(call: () => Promise<void>): Promise<void> {
    this.dialogs.close();
    // What was said of the other ledger is not true of this one.
    clearTimeout(this.#saying);
    this.message = "";
    this.exported = null;
    this.accountId = null;
    // The other ledger numbers its lists from one, too.
    this.listId = null;
    this.view.clear();
    await this.attempt(call);
    // Also when it was refused: what was on show comes back.
    await this.refresh();
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked;
    const info = await this.backend.desk();
    // A later question has been answered already: this is how things were before.
    if (asked < this.#answered) return;
    this.#answered = asked;
    this.info = info;
    // Nothing can be done any more about what went wrong with an account that is gone.
    const about = this.problem?.account ?? null;
    if (about !== null && !info.accounts.some(({ id }) => id === about)) this.problem = null;
    language.choice = info.preferences.language;
    this.check.restore(info.running);
    const account = info.accounts.find(({ id }) => id === this.accountId) ?? info.accounts[0];
    if (account === undefined) {
      this.accountId = null;
      this.view.clear();
      return;
    }
    const list = account.lists.find(({ id }) => id === this.listId);
    await this.select(account.id, list?.id ?? null);
  }

  #turnTo(account: AccountId, list: ListId | null): void {
    if (account !== this.accountId || list !== this.listId) this.exported = null;
    this.accountId = account;
    this.listId = list;
  }

  #hear(event: DeskEvent): void {
    switch (event.type) {
      case "deskChanged":
        void this.refresh();
        break;
      case "checkProgress":
        this.check.progressed(event.progress);
        break;
      case "checkEnded":
        void this.check.ended(event.report);
        break;
      case "fileDragged":
        this.fileOver = event.over;
        break;
      case "updatesChanged":
        this.updates.view = event.updates;
        break;
      case "filesDropped": {
        this.fileOver = false;
        const path = event.paths[0];
        if (path !== undefined) this.openFile(path);
      }
    }
  }
}
