/** A Backend without Rust, for component tests and the preview page: it answers from memory, and at once. */
import type * as t from "../src/backend";
import { fixtureDiagnosis } from "./fixtureDiagnosis";
import { FIXTURE_NOW, fixtureRow } from "./fixtureRows";

export interface FixtureOptions {
  rows?: number;
  sample?: boolean;
  accounts?: boolean;
  language?: t.LanguageChoice;
  keychainAvailable?: boolean;
  ledgerProblem?: t.CommandError | null;
  lastCheck?: Partial<t.CheckReport> | null;
  updates?: t.UpdatesView | null;
}

const SETTINGS: t.AccountSettings = { utcOffsetMinutes: 480, expiringDays: 7, requestsPerSecond: 20 };
const REQUEST_ID = "0bfb2fe8-1d0a-46e3-9d4f-5e3f9a1d77c2";

export class FixtureBackend implements t.Backend {
  /** What was called, in order, with its arguments. */
  readonly calls: [string, ...unknown[]][] = [];
  /** Set an error here and the next call of that name rejects with it. */
  readonly failures: Partial<Record<keyof t.Backend, t.CommandError>> = {};
  readonly rowsHeld: t.Row[];
  copied = "";
  /** What `diagnose` finds. */
  diagnosis: t.DiagnosisReport = fixtureDiagnosis();
  info: t.Desk;
  updatesView: t.UpdatesView | null;
  lastCheck: t.CheckReport | null;
  #listener: (event: t.DeskEvent) => void = () => undefined;
  #view = 0;
  #shown: t.Row[] = [];

  constructor(options: FixtureOptions = {}) {
    this.updatesView = options.updates ?? null;
    const count = options.rows ?? 1234;
    this.rowsHeld = Array.from({ length: count }, (_, id) => fixtureRow(id));
    const lists = [
      { id: 1, name: "Q4 onboarding wave", invitations: Math.ceil(count * 0.55) },
      { id: 2, name: "渠道邀请 2026-11", invitations: Math.floor(count * 0.3) },
      { id: 3, name: "Resellers, Indonesia and Malaysia", invitations: Math.floor(count * 0.15) },
    ];
    const account = {
      id: 1,
      label: "Northwind Distribution",
      secretIdMasked: "AKID••••••••MPLE",
      keyName: "6b8f0c9e-key",
      keyPlace: "keychain" as const,
      settings: SETTINGS,
    };
    this.info = {
      version: "0.1.0",
      sample: options.sample ?? false,
      ledgerPath: "/home/user/.local/share/invite-ledger/ledger.sqlite3",
      ledgerProblem: options.ledgerProblem ?? null,
      keychainAvailable: options.keychainAvailable ?? true,
      accounts:
        options.accounts === false
          ? []
          : options.sample === true
            ? [{ ...account, label: "Sample distributor", lists, invitations: count }]
            : [
                { ...account, lists: count === 0 ? [] : lists, invitations: count },
                {
                  ...account,
                  id: 2,
                  label: "Northwind Resale (Brasil)",
                  lists: [],
                  invitations: 0,
                  keyPlace: "session",
                },
              ],
      preferences: { language: options.language ?? "system" },
      running: null,
    };
    this.lastCheck =
      options.lastCheck === undefined || options.lastCheck === null || count === 0
        ? null
        : this.report(options.lastCheck);
  }

  emit(event: t.DeskEvent): void {
    this.#listener(event);
  }

  report(over: Partial<t.CheckReport> = {}): t.CheckReport {
    const total = this.rowsHeld.length;
    return {
      check: 7,
      account: 1,
      list: null,
      startedAt: "2026-11-22T09:11:20Z",
      endedAt: "2026-11-22T09:11:52Z",
      end: "completed",
      error: null,
      total,
      returned: total,
      notReturned: 0,
      newlyUsed: 0,
      newlyBound: 0,
      failed: 0,
      unasked: 0,
      failures: [],
      ...over,
    };
  }

  progress(over: Partial<t.CheckProgress> = {}): t.CheckProgress {
    const total = this.rowsHeld.length;
    const done = Math.floor(total * 0.46);
    return {
      check: 8,
      account: 1,
      list: null,
      state: "running",
      reason: null,
      total,
      done,
      returned: done - 12,
      notReturned: 12,
      failed: 0,
      tokensPerSecond: 1840,
      secondsLeft: 12,
      nextTryInSeconds: null,
      ...over,
    };
  }

  desk = () => this.#answer("desk", [], this.info);
  subscribe = (listener: (event: t.DeskEvent) => void) => {
    this.#listener = listener;
    return this.#answer("subscribe", [], undefined);
  };
  setPreferences = (preferences: t.Preferences) => {
    this.info = { ...this.info, preferences };
    return this.#answer("setPreferences", [preferences], undefined);
  };

  testConnection = (what: t.KeysToTest) =>
    this.#answer("testConnection", [what], {
      requestId: REQUEST_ID,
      milliseconds: 184,
      clockOffsetSeconds: 0,
      trimmed: false,
    });
  diagnose = (what: t.KeysToTest) => this.#answer("diagnose", [what], this.diagnosis);
  addAccount = (label: string, keys: t.Keys) =>
    this.#answer("addAccount", [label, keys], {
      id: 1,
      keyPlace: this.info.keychainAvailable ? ("keychain" as const) : ("session" as const),
      trimmed: false,
    });
  updateAccount = (account: number, label: string, settings: t.AccountSettings) =>
    this.#answer("updateAccount", [account, label, settings], undefined);
  replaceKeys = (account: number, keys: t.Keys) =>
    this.#answer("replaceKeys", [account, keys], {
      id: account,
      keyPlace: "keychain" as const,
      trimmed: false,
    });
  removeAccount = (account: number, leaveKey: boolean) =>
    this.#answer("removeAccount", [account, leaveKey], undefined);
  openSample = () => this.#answer("openSample", [], undefined);
  leaveSample = () => this.#answer("leaveSample", [], undefined);
  setLedgerAside = () =>
    this.#answer("setLedgerAside", [], "/home/user/.local/share/invite-ledger/ledger-2026-11-22.sqlite3");

  previewText = (account: number, text: string) =>
    this.#answer("previewText", [account, text], this.#preview(text, null));
  previewFile = (account: number, path: string) =>
    this.#answer("previewFile", [account, path], this.#preview("", path.split("/").at(-1) ?? path));
  chooseFile = (account: number) =>
    this.#answer<t.ImportPreview | null>("chooseFile", [account], this.#preview("", "customers-q4.csv"));
  storeImport = (imported: number, target: t.ImportTarget) =>
    this.#answer("storeImport", [imported, target], { list: 1, added: 1186, known: 48 });
  discardImport = (imported: number) => this.#answer("discardImport", [imported], undefined);
  renameList = (list: number, name: string) => this.#answer("renameList", [list, name], undefined);
  deleteList = (list: number) => this.#answer("deleteList", [list], undefined);

  look = (query: t.ViewQuery) => {
    const rows =
      query.list === null
        ? this.rowsHeld
        : this.rowsHeld.filter((row) => row.id % 3 === (query.list ?? 0) % 3);
    const needle = query.search.toLowerCase();
    const found = rows.filter((row) =>
      [row.token, row.note, row.clientUin, row.clientMail].some((text) =>
        text?.toLowerCase().includes(needle),
      ),
    );
    this.#shown = sorted(
      found.filter((row) => isOf(row, query.facet)),
      query.sort,
    );
    const counts = Object.fromEntries(
      FACETS.map((facet) => [facet, found.filter((row) => isOf(row, facet)).length]),
    ) as t.Counts;
    const view: t.View = {
      id: ++this.#view,
      rows: this.#shown.length,
      counts,
      total: rows.length,
      lastCheck: this.lastCheck,
    };
    return this.#answer("look", [query], view);
  };
  rows = (view: number, start: number, count: number) =>
    this.#answer(
      "rows",
      [view, start, count],
      view === this.#view ? this.#shown.slice(start, start + count) : [],
    );
  invitation = (id: number) => {
    const row = this.rowsHeld[id] ?? fixtureRow(id);
    const { createTime, status, useTime, clientUin, clientMail, clientType, bindTime } = row;
    const fields = { createTime, status, useTime, clientUin, clientMail, clientType, bindTime };
    const blank = {
      ...fields,
      status: 1,
      useTime: null,
      clientUin: null,
      clientMail: null,
      clientType: null,
      bindTime: null,
    };
    const observations: t.ObservationView[] =
      row.outcome === "unasked"
        ? []
        : row.outcome === "notReturned"
          ? [{ id: "3", askedAt: "2026-11-22T08:12:31Z", check: 7, requestId: REQUEST_ID, fields: null }]
          : [
              { id: "3", askedAt: "2026-11-22T08:12:31Z", check: 7, requestId: REQUEST_ID, fields },
              {
                id: "2",
                askedAt: "2026-11-18T07:40:02Z",
                check: 5,
                requestId: "b2a9c1de-7d10-4f0c-a3f2-6b1c9d8e4a10",
                fields: { ...fields, bindTime: null },
              },
              {
                id: "1",
                askedAt: "2026-11-12T02:05:47Z",
                check: 2,
                requestId: "61d0f9a2-2c3b-4e5d-9f8a-0b1c2d3e4f50",
                fields: blank,
              },
            ];
    return this.#answer("invitation", [id], {
      row,
      lists: ["Q4 onboarding wave"],
      addedAt: "2026-11-10T03:20:00Z",
      observations,
    });
  };

  startCheck = (scope: t.CheckScope) => this.#answer("startCheck", [scope], 8);
  continueCheck = (check: number) => this.#answer("continueCheck", [check], 8);
  cancelCheck = (check: number) => this.#answer("cancelCheck", [check], undefined);
  exportCsv = (query: t.ViewQuery, what: t.ExportWhat) =>
    this.#answer<t.ExportedFile | null>("exportCsv", [query, what], {
      path: "/home/user/Documents/invitations.csv",
      rows: what === "all" ? this.rowsHeld.length : this.#shown.length,
    });
  revealFile = (path: string) => this.#answer("revealFile", [path], undefined);
  copyText = (text: string) => {
    this.copied = text;
    return this.#answer("copyText", [text], undefined);
  };

  updates = () => this.#answer("updates", [], this.updatesView);
  lookForUpdate = () => this.#answer("lookForUpdate", [], undefined);
  switchUpdates = (on: boolean) => this.#answer("switchUpdates", [on], undefined);
  postponeUpdate = () => this.#answer("postponeUpdate", [], undefined);
  skipUpdate = () => this.#answer("skipUpdate", [], undefined);
  installUpdate = () => this.#answer("installUpdate", [], undefined);
  openDownloadPage = () => this.#answer("openDownloadPage", [], undefined);

  async #answer<Answer>(name: keyof t.Backend, args: unknown[], answer: Answer): Promise<Answer> {
    this.calls.push([name, ...args]);
    const failure = this.failures[name];
    if (failure === undefined) return answer;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a failure happens once
    delete this.failures[name];
    throw failure;
  }

  #preview(text: string, fileName: string | null): t.ImportPreview {
    const words = text.split(/\s+/).filter((word) => word !== "");
    const tokens = fileName === null ? words.length : 1234;
    const sample = this.rowsHeld
      .slice(0, 5)
      .map((row, at) => ({ sheet: 0, line: at + 2, token: row.token, note: row.note, unusual: false }));
    return {
      id: 1,
      fileName,
      encoding: "UTF-8",
      sheets: [],
      tokens,
      known: Math.floor(tokens / 25),
      unusual: tokens > 100 ? 3 : 0,
      duplicates: tokens > 100 ? 17 : 0,
      refused: tokens > 100 ? 4 : 0,
      blankLines: 2,
      tokenSample:
        fileName === null
          ? words.slice(0, 5).map((token, at) => ({
              sheet: 0,
              line: at + 1,
              token,
              note: null,
              unusual: token.length !== 32,
            }))
          : sample,
      duplicateSample:
        tokens > 100
          ? [{ sheet: 0, line: 48, firstSheet: 0, firstLine: 12, token: sample[0]?.token ?? "" }]
          : [],
      refusedSample:
        tokens > 100
          ? [
              { sheet: 0, line: 9, column: 2, excerpt: "7f3c****************91ab", reason: "masked" },
              { sheet: 0, line: 77, column: 2, excerpt: "1.23457E+31", reason: "damaged" },
              { sheet: 0, line: 103, column: null, excerpt: "see e-mail from Tuesday", reason: "noToken" },
            ]
          : [],
    };
  }
}

const FACETS: readonly t.Facet[] = [
  "all",
  "unchecked",
  "unused",
  "expired",
  "used",
  "bound",
  "notReturned",
  "unrecognized",
  "expiring",
  "archived",
  "failed",
];

function isOf(row: t.Row, facet: t.Facet): boolean {
  if (facet === "all") return true;
  if (facet === "expiring") return row.expiring;
  if (facet === "archived") return row.archived;
  if (facet === "failed") return row.failure !== null;
  return row.stage === facet;
}

function sorted(rows: t.Row[], sort: t.Sort): t.Row[] {
  const { column } = sort;
  const key = (row: t.Row): string | number => (column === "imported" ? row.id : (row[column] ?? ""));
  const order = (a: t.Row, b: t.Row) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id);
  return [...rows].sort((a, b) => (sort.descending ? order(b, a) : order(a, b)));
}

export { FIXTURE_NOW };
