import type { ErrorCode } from "../../backend";
import type { Formats } from "../formats";
import type { ErrorWords } from "../errorWords";

export const errors = (_f: Formats, store: string) => ({
  /** `what` happened, and how to mend it. */
  words: {
    rate_limited: {
      what: "Tencent Cloud is receiving too many requests",
      mend: "Another program may be using the same account or network. Wait a minute, then continue.",
    },
    service_busy: {
      what: "Tencent Cloud is busy",
      mend: "Nothing is wrong on your side. Try again in a few minutes.",
    },
    clock_off: {
      what: "This computer’s clock is wrong",
      mend: "Tencent Cloud refuses requests from a clock that is more than five minutes off. Set the date and time to automatic, then try again.",
    },
    secret_id_unknown: {
      what: "Tencent Cloud does not know this SecretId",
      mend: "It may be mistyped, disabled or deleted. Compare it with the list of API keys in the Tencent Cloud console.",
    },
    secret_key_wrong: {
      what: "The SecretKey does not belong to this SecretId",
      mend: "Enter both again. A SecretKey is shown only once: if it was not kept, create a new key in the console.",
    },
    temporary_key_expired: {
      what: "These temporary keys have expired",
      mend: "Get new ones, or use a permanent key.",
    },
    mfa_required: {
      what: "The account asks for multi-factor authentication",
      mend: "Use an API key of a user for whom API calls need no second factor, or ask your administrator.",
    },
    not_permitted: {
      what: "This user may not look up invitations",
      mend: "Ask your administrator to grant the policy QcloudIntlpartnersmgtReadOnlyaccess to the user of this key.",
    },
    network_blocked: {
      what: "The account does not accept requests from this network",
      mend: "The account limits the addresses that may call. Use the office network or VPN, or ask your administrator.",
    },
    request_refused: {
      what: "Tencent Cloud refused the request",
      mend: "Usually one token is not in a form that it accepts. The details name it.",
    },
    too_large: {
      what: "The request or its answer was too large",
      mend: "Continue the check: it asks in smaller parts.",
    },
    endpoint_wrong: {
      what: "The address does not offer this function",
      mend: "Tencent Cloud may have moved it, or a test address is set. Look for a newer version of Invite Ledger.",
    },
    service_refused: {
      what: "Tencent Cloud answered with an error",
      mend: "Try again. If it stays, send the details with the RequestId to Tencent Cloud support.",
    },
    offline: {
      what: "This computer is offline",
      mend: "Connect to the internet, then try again. Everything you have is still here.",
    },
    unreachable: {
      what: "Tencent Cloud does not respond",
      mend: "A firewall may block it. Try another network, or ask IT to allow intlpartnersmgt.intl.tencentcloudapi.com on port 443.",
    },
    proxy_refused: {
      what: "The proxy refused the connection",
      mend: "Ask IT to allow intlpartnersmgt.intl.tencentcloudapi.com on port 443.",
    },
    proxy_auth_required: {
      what: "The proxy asks for a user name and password",
      mend: "Enter them in the proxy settings of this computer, or ask IT for a rule without sign-in.",
    },
    tls_untrusted: {
      what: "The connection is not trustworthy",
      mend: "The certificate is not one that this computer trusts. A security product may open connections: IT has to install its root certificate here.",
    },
    timed_out: {
      what: "The answer took too long",
      mend: "The connection may be slow. Try again.",
    },
    connection_lost: {
      what: "The connection broke off",
      mend: "Try again. What was answered before is kept.",
    },
    intercepted: {
      what: "Something between you and Tencent Cloud answered",
      mend: "Often it is a sign-in page of a guest or hotel network. Open a web page in the browser and sign in, or switch networks.",
    },
    key_missing: {
      what: "The keys of this account are not on this computer",
      mend: `They were kept for one session only, or ${store} is locked. Enter the keys again.`,
    },
    keychain_unavailable: {
      what: `Invite Ledger cannot use ${store}`,
      mend: "Unlock it and try again. Until then the keys are kept in memory only, until you close the program.",
    },
    file_unreadable: {
      what: "The file cannot be read",
      mend: "It may have been moved, or be open in another program. Close it there and try again.",
    },
    file_too_large: {
      what: "The file is too large",
      mend: "Up to 64 MB can be read, and 2 million rows of a workbook. Split it, or copy only the column with the tokens.",
    },
    file_not_text: {
      what: "This is neither a workbook nor a text file",
      mend: "Choose an Excel, CSV or TXT file, or paste the tokens.",
    },
    file_is_workbook: {
      what: "This kind of workbook cannot be read",
      mend: "It is an .xls or .xlsb file. Save it in Excel as .xlsx and choose that, or copy the column with the tokens and paste it.",
    },
    file_protected: {
      what: "The file is protected by a password",
      mend: "Save a copy without the password in Excel, or copy the column with the tokens and paste it.",
    },
    file_damaged: {
      what: "The workbook is damaged",
      mend: "It may not have been downloaded to its end: fetch it once more. If Excel can open it, save it there under another name.",
    },
    export_target_busy: {
      what: "The file is open in another program",
      mend: "Close it, for example in Excel, or choose another name. The old file is unchanged.",
    },
    export_disk_full: {
      what: "The disk is full",
      mend: "Free some space or choose another folder. An older file of that name is unchanged.",
    },
    export_failed: {
      what: "The file could not be saved",
      mend: "Choose another folder. An older file of that name is unchanged.",
    },
    ledger_damaged: {
      what: "The ledger file is damaged",
      mend: "The file is left as it is. You can set it aside and start a new one.",
    },
    ledger_newer: {
      what: "The ledger was written by a newer version",
      mend: "Update Invite Ledger on this computer, or set the file aside and start a new one.",
    },
    ledger_busy: {
      what: "The ledger is in use by another program",
      mend: "A backup or a scheduled check may be running. Try again in a moment.",
    },
    ledger_disk_full: {
      what: "The disk with the ledger is full",
      mend: "Free some space, then continue. What was saved before is safe.",
    },
    ledger_read_only: {
      what: "The ledger may not be written to",
      mend: "Its file or folder is write-protected. Ask your IT to let you write there. What was saved before is safe.",
    },
    ledger_failed: {
      what: "The ledger could not be read or written",
      mend: "The disk may be failing or disconnected. What was saved before is safe; copy it to another disk.",
    },
    updates_forbidden: {
      what: "Updates are switched off on this computer",
      mend: "Your IT department has decided so. Ask there for a newer version.",
    },
    update_refused: {
      what: "The update is not genuine",
      mend: "It was not signed by the makers of Invite Ledger, or it was changed on its way. It was thrown away, and nothing was installed. Please tell the makers.",
    },
    update_failed: {
      what: "The update could not be installed",
      mend: "The version you have goes on working. Try again, or get the new version from the download page.",
    },
    check_running: {
      what: "A check is already running",
      mend: "Wait until it has finished, or cancel it.",
    },
    nothing_to_check: {
      what: "There is nothing to check here",
      mend: "Import invitations first, or widen the filter.",
    },
    label_taken: {
      what: "Another account has this name",
      mend: "Choose a different name.",
    },
    invalid_input: {
      what: "Something entered is not valid",
      mend: "Look through the fields and try again.",
    },
    gone: {
      what: "This is no longer there",
      mend: "It was removed in the meantime. The view has been refreshed.",
    },
    internal: {
      what: "Something unexpected happened",
      mend: "Try again. If it stays, restart the program and send the details to its makers.",
    },
  } satisfies Record<ErrorCode, ErrorWords>,
});
