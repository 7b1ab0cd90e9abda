/** The one door between the page and the Rust back end. Every call rejects with a `CommandError`. */
import type * as t from "./types.gen";

export type * from "./types.gen";

export type ImportId = t.ImportPreview["id"];

export interface Backend {
  /** Everything the frame around the grid shows. */
  desk(): Promise<t.Desk>;
  /** One listener at a time; a second call replaces the first. */
  subscribe(listener: (event: t.DeskEvent) => void): Promise<void>;
  setPreferences(preferences: t.Preferences): Promise<void>;

  testConnection(what: t.KeysToTest): Promise<t.ConnectionReport>;
  /** Looks at each step on the way to the service; takes up to 35 seconds. */
  diagnose(what: t.KeysToTest): Promise<t.DiagnosisReport>;
  addAccount(label: string, keys: t.Keys): Promise<t.AddedAccount>;
  updateAccount(account: t.AccountId, label: string, settings: t.AccountSettings): Promise<void>;
  replaceKeys(account: t.AccountId, keys: t.Keys): Promise<t.AddedAccount>;
  /**
   * Deletes the key and the account's part of the ledger. With `leaveKey`, also when the keychain does not give the
   * key up.
   */
  removeAccount(account: t.AccountId, leaveKey: boolean): Promise<void>;
  openSample(): Promise<void>;
  leaveSample(): Promise<void>;
  /** Moves a damaged or newer ledger aside and starts an empty one; answers where the old file is now. */
  setLedgerAside(): Promise<string>;

  previewText(account: t.AccountId, text: string): Promise<t.ImportPreview>;
  /** Of the files that were dropped last, by the path that the event told; any other is refused. */
  previewFile(account: t.AccountId, path: string): Promise<t.ImportPreview>;
  /** Opens the system's file dialog; null when it is dismissed. */
  chooseFile(account: t.AccountId): Promise<t.ImportPreview | null>;
  storeImport(imported: ImportId, target: t.ImportTarget): Promise<t.StoredImport>;
  discardImport(imported: ImportId): Promise<void>;
  renameList(list: t.ListId, name: string): Promise<void>;
  /** The invitations stay in the ledger, under "All invitations". */
  deleteList(list: t.ListId): Promise<void>;

  look(query: t.ViewQuery): Promise<t.View>;
  /** Rows of the view last looked at; empty when `view` is no longer that one. */
  rows(view: number, start: number, count: number): Promise<t.Row[]>;
  invitation(id: t.InvitationId): Promise<t.InvitationDetail>;

  startCheck(scope: t.CheckScope): Promise<t.CheckId>;
  /** Asks only for what an ended check left without an answer. */
  continueCheck(check: t.CheckId): Promise<t.CheckId>;
  cancelCheck(check: t.CheckId): Promise<void>;

  /** Opens the system's save dialog; null when it is dismissed. */
  exportCsv(query: t.ViewQuery, what: t.ExportWhat): Promise<t.ExportedFile | null>;
  /** Shows the exported file in the system's file manager. */
  revealFile(path: string): Promise<void>;
  copyText(text: string): Promise<void>;

  /** Null in a build without updates. */
  updates(): Promise<t.UpdatesView | null>;
  /** Also when it is switched off at start, but not against IT's policy. What comes of it is told by the event. */
  lookForUpdate(): Promise<void>;
  switchUpdates(on: boolean): Promise<void>;
  /** Until it is found again; ends a download, too. */
  postponeUpdate(): Promise<void>;
  skipUpdate(): Promise<void>;
  /** Ends in a restart, or in a problem that the event tells. */
  installUpdate(): Promise<void>;
  openDownloadPage(): Promise<void>;
}
