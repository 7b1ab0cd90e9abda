// Generated from the Rust types by `cargo xtask types`. Do not edit.

export type AccountId = number;
export type ListId = number;
export type InvitationId = number;
export type CheckId = number;

/** What went wrong, as a closed set; the page has words and a next step for each. */
export type ErrorCode =
  // the service answered
  | "rate_limited" | "service_busy" | "clock_off" | "secret_id_unknown" | "secret_key_wrong"
  | "temporary_key_expired" | "mfa_required" | "not_permitted" | "network_blocked" | "request_refused"
  | "too_large" | "endpoint_wrong" | "service_refused"
  // the service was not reached, or something else answered
  | "offline" | "unreachable" | "proxy_refused" | "proxy_auth_required" | "tls_untrusted"
  | "timed_out" | "connection_lost" | "intercepted"
  // keys
  | "key_missing" | "keychain_unavailable"
  // files
  | "file_unreadable" | "file_too_large" | "file_not_text" | "file_is_workbook"
  | "export_target_busy" | "export_disk_full" | "export_failed"
  // the ledger
  | "ledger_damaged" | "ledger_newer" | "ledger_busy" | "ledger_failed"
  // the program
  | "check_running" | "nothing_to_check" | "label_taken" | "invalid_input" | "gone" | "internal";

export type CommandError = { code: ErrorCode; message: string; requestId: string | null; retryable: boolean };

export type KeyPlace = "keychain" | "session" | "missing";
export type AccountSettings = { utcOffsetMinutes: number; expiringDays: number; requestsPerSecond: number };
export type AccountView = {
  id: AccountId; label: string; secretIdMasked: string; keyPlace: KeyPlace; settings: AccountSettings;
  lists: ListView[]; invitations: number;
};
export type ListView = { id: ListId; name: string; invitations: number };

export type LanguageChoice = "system" | "en" | "zh-CN";
export type Preferences = { language: LanguageChoice };
export type Desk = {
  version: string;
  /** The sample account is shown, from a ledger of its own; the user's accounts are out of sight. */
  sample: boolean;
  ledgerPath: string;
  ledgerProblem: CommandError | null;
  /** False when this computer has no keychain that can be used now: keys are kept for this session only. */
  keychainAvailable: boolean;
  accounts: AccountView[];
  preferences: Preferences;
  running: CheckProgress | null;
};

export type Keys = { secretId: string; secretKey: string };
export type KeysToTest = { accountId: AccountId } | { keys: Keys };
export type AddedAccount = { id: AccountId; keyPlace: KeyPlace; trimmed: boolean };
export type ConnectionReport = { requestId: string; milliseconds: number; clockOffsetSeconds: number; trimmed: boolean };

export type ImportId = number;
export type RefusedReason = "empty" | "masked" | "damaged" | "noToken" | "tooLong";
export type RefusedLine = { line: number; column: number | null; excerpt: string; reason: RefusedReason };
export type DuplicateLine = { line: number; firstLine: number; token: string };
export type PreviewToken = { line: number; token: string; note: string | null; unusual: boolean };
export type ImportPreview = {
  id: ImportId;
  /** The file's name, or null for pasted text. */
  fileName: string | null;
  encoding: string;
  tokens: number;
  /** Of those, how many this account's ledger already has. */
  known: number;
  /** Of those, how many are not 32 lower-case hex digits. */
  unusual: number;
  duplicates: number;
  refused: number;
  blankLines: number;
  /** The first few of each, to look at. */
  tokenSample: PreviewToken[];
  duplicateSample: DuplicateLine[];
  refusedSample: RefusedLine[];
};
export type ImportTarget = { list: ListId } | { newList: string };
export type StoredImport = { list: ListId; added: number; known: number };

export type Stage = "unchecked" | "unused" | "expired" | "used" | "bound" | "notReturned" | "unrecognized";
export type Outcome = "unasked" | "returned" | "notReturned";
/** What the sidebar and the chips filter by: a stage, or a mark that cuts across stages. */
export type Facet = "all" | Stage | "expiring" | "archived" | "failed";
export type SortColumn = "imported" | "token" | "note" | "stage" | "createTime" | "expiresAt" | "useTime" | "clientUin" | "clientMail" | "clientType" | "bindTime" | "lastAnsweredAt";
export type Sort = { column: SortColumn; descending: boolean };
export type ViewQuery = {
  account: AccountId;
  /** null: every invitation of the account. */
  list: ListId | null;
  facet: Facet;
  search: string;
  sort: Sort;
};
/** How many rows of the list (search applied, facet not) each facet holds. */
export type Counts = { [facet in Facet]: number };
export type View = {
  /** Names this order of rows; rows are asked for by it. */
  id: number;
  /** Rows that match search and facet. */
  rows: number;
  counts: Counts;
  /** Rows of the list with neither search nor facet. */
  total: number;
  lastCheck: CheckReport | null;
};
export type InvitationFields = {
  createTime: string | null; status: number | null; useTime: string | null; clientUin: string | null;
  clientMail: string | null; clientType: number | null; bindTime: string | null;
};
export type Failure = { class: string; code: string | null; message: string; requestId: string | null };
export type Row = {
  id: InvitationId; token: string; note: string | null; stage: Stage; expiring: boolean; archived: boolean;
  daysLeft: number | null; expiresAt: string | null; outcome: Outcome; lastAnsweredAt: string | null;
  requestId: string | null; failure: Failure | null;
} & InvitationFields;
export type ObservationView = {
  id: string; askedAt: string; check: CheckId; requestId: string;
  /** null: asked for, and left out of the answer. */
  fields: InvitationFields | null;
};
export type InvitationDetail = { row: Row; lists: string[]; addedAt: string; observations: ObservationView[] };

export type CheckScope = {
  account: AccountId; list: ListId | null;
  /** Every row of the list, those the view shows now, or those the last check left without an answer. */
  what: "all" | "shown" | "unanswered";
};
export type CheckState = "running" | "throttled" | "retrying" | "stopping";
export type CheckProgress = {
  check: CheckId; account: AccountId; list: ListId | null; state: CheckState;
  /** Why it is throttled or retrying. */
  reason: ErrorCode | null;
  total: number; done: number; returned: number; notReturned: number; failed: number;
  tokensPerSecond: number; secondsLeft: number | null;
};
export type CheckEnd = "completed" | "cancelled" | "stopped" | "interrupted";
export type FailureGroup = { class: string; code: string | null; message: string; requestId: string | null; tokens: number };
export type CheckReport = {
  check: CheckId; account: AccountId; list: ListId | null; startedAt: string; endedAt: string | null;
  end: CheckEnd;
  /** What stopped it. */
  error: CommandError | null;
  total: number; returned: number; notReturned: number; failed: number; unasked: number;
  failures: FailureGroup[];
};

export type DeskEvent =
  | { type: "deskChanged" }
  | { type: "checkProgress"; progress: CheckProgress }
  | { type: "checkEnded"; report: CheckReport }
  | { type: "fileDragged"; over: boolean }
  | { type: "filesDropped"; paths: string[] };

export type ExportWhat = "shown" | "all";
export type ExportedFile = { path: string; rows: number };
