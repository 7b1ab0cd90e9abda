// Generated from the Rust types by `cargo xtask types`. Do not edit.

/**
 * A set of credentials and its settings.
 */
export type AccountId = number;

export type AccountSettings = { 
/**
 * The zone in which the service writes times, UTC-12:00 to UTC+14:00. The service does not state it; a sibling action
 * says UTC+08:00.
 */
utcOffsetMinutes: number, 
/**
 * An unused link within this many days of its end, 1 to 29, is "expiring".
 */
expiringDays: number, 
/**
 * Ceiling on requests, 1 to 20; the service's limit is shared with the partner's other tools.
 */
requestsPerSecond: number, };

export type AccountView = { id: AccountId, label: string, secretIdMasked: string, 
/**
 * Under which its keys lie in the keychain.
 */
keyName: string, keyPlace: KeyPlace, settings: AccountSettings, lists: Array<ListView>, invitations: number, };

export type AddedAccount = { id: AccountId, keyPlace: KeyPlace, 
/**
 * Blanks around the keys were taken off.
 */
trimmed: boolean, };

export type Aspect = "proxy" | "nameResolution" | "connection" | "tls" | "clock" | "credentials" | "permission" | "rate";

/**
 * Whether a new version is looked for at start, and who has decided that.
 */
export type AtStart = "on" | "off" | "offByPolicy" | "policyUnreadable";

export type CheckEnd = "completed" | "cancelled" | "stopped" | "interrupted";

/**
 * One run over many tokens.
 */
export type CheckId = number;

export type CheckProgress = { check: CheckId, account: AccountId, list: ListId | null, state: CheckState, 
/**
 * Why it is throttled, retrying or waiting.
 */
reason: ErrorCode | null, 
/**
 * While it is waiting; 0 when a request is on its way to see.
 */
nextTryInSeconds: number | null, 
/**
 * A check that continues another counts what that one got answered too.
 */
total: number, 
/**
 * On disk: returned, not returned, or failed.
 */
done: number, returned: number, notReturned: number, failed: number, tokensPerSecond: number, secondsLeft: number | null, };

/**
 * Accounts for every token: `returned + not_returned + failed + unasked` is `total`.
 */
export type CheckReport = { check: CheckId, account: AccountId, 
/**
 * `None`: over the whole account. The list may have been deleted since.
 */
list: ListId | null, startedAt: string, endedAt: string | null, end: CheckEnd, 
/**
 * What stopped it.
 */
error: CommandError | null, 
/**
 * A check that continues another counts what that one got answered too.
 */
total: number, returned: number, 
/**
 * Asked for, and left out of the answer.
 */
notReturned: number, 
/**
 * Of those returned: used, and not known to be so before.
 */
newlyUsed: number, 
/**
 * Of those returned: bound, and not known to be so before.
 */
newlyBound: number, failed: number, unasked: number, 
/**
 * Largest first.
 */
failures: Array<FailureGroup>, };

export type CheckScope = { account: AccountId, list: ListId | null, what: ScopeWhat, };

export type CheckState = "running" | "throttled" | "retrying" | "waiting" | "stopping";

export type CommandError = { code: ErrorCode, 
/**
 * For support, in English; never holds a secret.
 */
message: string, requestId: string | null, retryable: boolean, };

export type ConnectionReport = { requestId: string, milliseconds: number, 
/**
 * How far the service's clock is ahead of this computer's.
 */
clockOffsetSeconds: number, 
/**
 * Blanks around the keys were taken off.
 */
trimmed: boolean, };

/**
 * How many rows each facet holds.
 */
export type Counts = { all: number, unchecked: number, unused: number, expired: number, used: number, bound: number, notReturned: number, unrecognized: number, expiring: number, archived: number, failed: number, };

/**
 * Everything the frame around the grid shows.
 */
export type Desk = { version: string, 
/**
 * The sample account is shown, from a ledger of its own; the user's accounts are out of sight.
 */
sample: boolean, ledgerPath: string, ledgerProblem: CommandError | null, 
/**
 * False when this computer has no keychain that can be used now: keys are kept for this session only.
 */
keychainAvailable: boolean, accounts: Array<AccountView>, preferences: Preferences, running: CheckProgress | null, };

export type DeskEvent = { "type": "deskChanged" } | { "type": "checkProgress", progress: CheckProgress, } | { "type": "checkEnded", report: CheckReport, } | { "type": "fileDragged", over: boolean, } | { "type": "filesDropped", paths: Array<string>, } | { "type": "updatesChanged", updates: UpdatesView, };

export type DiagnosisReport = { 
/**
 * All eight, in the order in which a request passes them.
 */
findings: Array<Finding>, 
/**
 * How far the service's clock is ahead of this computer's.
 */
clockOffsetSeconds: number, 
/**
 * For whoever helps, in English; never holds a secret.
 */
supportDetails: string, };

/**
 * A line with a token that an earlier line had.
 */
export type DuplicateLine = { sheet: number, line: number, firstSheet: number, firstLine: number, token: string, };

/**
 * A closed set: the page has words and a next step for each, in the user's language.
 */
export type ErrorCode = "rate_limited" | "service_busy" | "clock_off" | "secret_id_unknown" | "secret_key_wrong" | "temporary_key_expired" | "mfa_required" | "not_permitted" | "network_blocked" | "request_refused" | "too_large" | "endpoint_wrong" | "service_refused" | "offline" | "unreachable" | "proxy_refused" | "proxy_auth_required" | "tls_untrusted" | "timed_out" | "connection_lost" | "intercepted" | "key_missing" | "keychain_unavailable" | "file_unreadable" | "file_too_large" | "file_not_text" | "file_is_workbook" | "file_protected" | "file_damaged" | "export_target_busy" | "export_disk_full" | "export_failed" | "ledger_damaged" | "ledger_newer" | "ledger_busy" | "ledger_disk_full" | "ledger_read_only" | "ledger_failed" | "updates_forbidden" | "update_refused" | "update_failed" | "check_running" | "nothing_to_check" | "label_taken" | "invalid_input" | "gone" | "internal";

export type ExportWhat = "shown" | "all";

export type ExportedFile = { path: string, rows: number, };

/**
 * A stage, or a mark that cuts across stages.
 */
export type Facet = "all" | "unchecked" | "unused" | "expired" | "used" | "bound" | "notReturned" | "unrecognized" | "expiring" | "archived" | "failed";

/**
 * Why no answer came for a token.
 */
export type Failure = { 
/**
 * The error's class as a stable word, such as `service_busy`.
 */
class: string, 
/**
 * The service's own code, when it answered.
 */
code: string | null, message: string, requestId: string | null, };

/**
 * Tokens that failed for the same reason.
 */
export type FailureGroup = { 
/**
 * The error's class as a stable word, such as `service_busy`.
 */
class: string, 
/**
 * The service's own code, when it answered.
 */
code: string | null, 
/**
 * Of the last request that failed so, as is the RequestId.
 */
message: string, requestId: string | null, tokens: number, };

export type Finding = { aspect: Aspect, verdict: Verdict, class: ErrorCode | null, 
/**
 * For support, in English: addresses, certificates, spans.
 */
detail: string, };

export type ImportPreview = { id: number, 
/**
 * The file's name, or null for pasted text.
 */
fileName: string | null, encoding: string, 
/**
 * A workbook's, when more than one has something in it: a line is then told with its sheet.
 */
sheets: Array<string>, tokens: number, 
/**
 * Of those, how many this account's ledger already has.
 */
known: number, 
/**
 * Of those, how many are not 32 lower-case hex digits.
 */
unusual: number, duplicates: number, refused: number, blankLines: number, 
/**
 * The first few of each, to look at.
 */
tokenSample: Array<PreviewToken>, duplicateSample: Array<DuplicateLine>, refusedSample: Array<RefusedLine>, };

/**
 * Where imported tokens go.
 */
export type ImportTarget = { "list": ListId } | { "newList": string };

/**
 * One invitation with its whole history.
 */
export type InvitationDetail = { row: Row, 
/**
 * The names of the lists that it is in.
 */
lists: Array<string>, addedAt: string, 
/**
 * Newest first.
 */
observations: Array<ObservationView>, };

/**
 * The fields of one returned invitation as they came; `None` is any of the service's ways to say nothing.
 */
export type InvitationFields = { 
/**
 * `YYYY-MM-DD hh:mm:ss` in a zone the service does not state; kept as it came, even if it is something else.
 */
createTime: string | null, 
/**
 * 1 unused, 2 used; others are kept.
 */
status: number | null, useTime: string | null, 
/**
 * An identifier, so text.
 */
clientUin: string | null, clientMail: string | null, 
/**
 * 1 second-level reseller, 2 sub-customer; others are kept.
 */
clientType: number | null, bindTime: string | null, };

/**
 * One token of one account.
 */
export type InvitationId = number;

/**
 * Where an account's SecretKey is kept.
 */
export type KeyPlace = "keychain" | "session" | "missing";

/**
 * Keys on their way in. They never travel the other way: no `Serialize`.
 */
export type Keys = { secretId: string, secretKey: string, };

export type KeysToTest = { "accountId": AccountId } | { "keys": Keys };

export type LanguageChoice = "system" | "en" | "zh-CN";

/**
 * A named set of invitations of one account.
 */
export type ListId = number;

export type ListView = { id: ListId, name: string, 
/**
 * How many it holds.
 */
invitations: number, };

/**
 * One answer about one token.
 */
export type ObservationView = { 
/**
 * UUIDv7.
 */
id: string, check: CheckId, 
/**
 * By the corrected clock.
 */
askedAt: string, requestId: string, 
/**
 * `None`: the token was asked for and the answer left it out.
 */
fields: InvitationFields | null, };

export type Offer = { version: string, 
/**
 * `YYYY-MM-DD`.
 */
date: string | null, 
/**
 * Text, not markup.
 */
notes: string, 
/**
 * False where the program was put by somebody else: there is only the download page then.
 */
installable: boolean, };

/**
 * What the last answer said of the token.
 */
export type Outcome = "unasked" | "returned" | "notReturned";

export type Preferences = { language: LanguageChoice, };

export type PreviewToken = { sheet: number, line: number, token: string, note: string | null, 
/**
 * Not 32 lower-case hex digits.
 */
unusual: boolean, };

/**
 * A line, or a cell of it, with something other than a token where a token should be.
 */
export type RefusedLine = { 
/**
 * Which of the import's sheets; 0 in a text.
 */
sheet: number, 
/**
 * In a sheet, its row.
 */
line: number, 
/**
 * Counted from 1; `None` when the line as a whole is refused.
 */
column: number | null, 
/**
 * The beginning of what was refused.
 */
excerpt: string, reason: RefusedReason, };

/**
 * Why a text is no token.
 */
export type RefusedReason = "empty" | "masked" | "damaged" | "noToken" | "tooLong";

export type Row = { id: InvitationId, token: string, 
/**
 * What stood beside the token in the user's file, such as a customer's name.
 */
note: string | null, stage: Stage, expiring: boolean, archived: boolean, daysLeft: number | null, 
/**
 * When an unused or expired link dies, as a wall time of the account's zone, like `fields.create_time`.
 */
expiresAt: string | null, outcome: Outcome, lastAnsweredAt: string | null, requestId: string | null, 
/**
 * The last check that asked for this token got no answer, for this reason.
 */
failure: Failure | null, 
/**
 * `YYYY-MM-DD hh:mm:ss` in a zone the service does not state; kept as it came, even if it is something else.
 */
createTime: string | null, 
/**
 * 1 unused, 2 used; others are kept.
 */
status: number | null, useTime: string | null, 
/**
 * An identifier, so text.
 */
clientUin: string | null, clientMail: string | null, 
/**
 * 1 second-level reseller, 2 sub-customer; others are kept.
 */
clientType: number | null, bindTime: string | null, };

export type ScopeWhat = "all" | "shown" | "unanswered";

/**
 * Rows without a value come last in both directions; equals stay in the order of import.
 */
export type Sort = { column: SortColumn, descending: boolean, };

export type SortColumn = "imported" | "token" | "note" | "stage" | "createTime" | "expiresAt" | "useTime" | "clientUin" | "clientMail" | "clientType" | "bindTime" | "lastAnsweredAt";

/**
 * Where an invitation stands. Marks such as "expiring" and "archived" stand beside it, see [`Reading`].
 */
export type Stage = "unchecked" | "unused" | "expired" | "used" | "bound" | "notReturned" | "unrecognized";

export type StoredImport = { list: ListId, 
/**
 * Tokens that the account's ledger did not have.
 */
added: number, 
/**
 * Tokens that it had; they are in the list now too.
 */
known: number, };

export type UpdateStage = "idle" | "looking" | "upToDate" | "offered" | "downloading" | "waiting" | "installing";

export type UpdatesView = { atStart: AtStart, 
/**
 * Of the file with which IT decides.
 */
policyPath: string, looked: string | null, stage: UpdateStage, 
/**
 * Of the download, where its size is known.
 */
percent: number | null, offer: Offer | null, 
/**
 * Whether the offer is to be seen without being asked for: not put off, not skipped.
 */
shown: boolean, problem: CommandError | null, };

export type Verdict = "good" | "warning" | "failed" | "untried" | "notNeeded";

export type View = { 
/**
 * Names this order of rows; rows are asked for by it.
 */
id: number, 
/**
 * Rows that match search and facet.
 */
rows: number, counts: Counts, 
/**
 * Rows of the list with neither search nor facet.
 */
total: number, lastCheck: CheckReport | null, };

export type ViewQuery = { account: AccountId, 
/**
 * `None`: every invitation of the account.
 */
list: ListId | null, facet: Facet, 
/**
 * Part of a token, note, UIN or mail address, in any case; blank for all.
 */
search: string, sort: Sort, };
