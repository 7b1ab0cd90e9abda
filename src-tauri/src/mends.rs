//! What to do about an error, for whoever reads a console. The window has its own words, in two languages.

/// By the error code's word. `None` where the error's own message says it all.
pub fn mend(code: &str) -> Option<&'static str> {
    Some(match code {
        "rate_limited" => {
            "another tool may be using the same account; lower the account's requests per second, or run later"
        }
        "service_busy" => "the service is busy; run again in a few minutes",
        "clock_off" => "set this computer's clock, or let it set itself",
        "secret_id_unknown" => {
            "check the SecretId; it may have been disabled or deleted in the console"
        }
        "secret_key_wrong" => {
            "enter both keys again; a SecretKey is shown only once, when it is made"
        }
        "temporary_key_expired" => "get new temporary keys",
        "mfa_required" => "use a key that needs no second factor",
        "not_permitted" => {
            "ask the account's owner for the policy QcloudIntlpartnersmgtReadOnlyaccess"
        }
        "network_blocked" => "ask the account's owner to allow this network's address",
        "offline" => "connect this computer to the network; name resolution fails",
        "unreachable" => "a firewall may be in between; ask IT to allow the address",
        "proxy_refused" => "the proxy refuses the connection; ask IT to allow the address",
        "proxy_auth_required" => "the proxy wants a name and a password; put them into HTTPS_PROXY",
        "tls_untrusted" => {
            "the connection is opened on its way; ask IT to install the company's certificate in the system's store"
        }
        "timed_out" | "connection_lost" => "the network is slow or broken; run again",
        "intercepted" => {
            "a sign-in page or a proxy answered in the service's place; open a browser and sign in to the network"
        }
        "key_missing" => {
            "enter the account's keys in the window, or put them into the environment; see --help"
        }
        "keychain_unavailable" => {
            "unlock this user's keychain; a job that runs without a session takes its keys from the environment, see --help"
        }
        "export_target_busy" => {
            "close the file in Excel, or whatever has it open, and run again; the old file is as it was"
        }
        "export_failed" => {
            "name another place, or ask IT to let this user write there; an older file is as it was"
        }
        "export_disk_full" => "make room on the disk, and run again",
        "label_taken" => "choose another name; `invite-ledger account list` has those there are",
        "ledger_busy" => {
            "close Invite Ledger's window, and whatever else has the ledger open, and run again"
        }
        "ledger_disk_full" => {
            "make room on the disk that holds the ledger, and run again; what was answered before is kept"
        }
        "ledger_read_only" => {
            "let this user write to the ledger's file and folder; what was answered before is kept"
        }
        "ledger_failed" => {
            "look after the disk that holds the ledger; what was answered before is kept"
        }
        "ledger_damaged" | "ledger_newer" => {
            "open the window: it offers a way on, and keeps the file"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::error::ErrorCode;

    #[test]
    fn the_words_are_those_of_the_error_codes() {
        for code in [
            ErrorCode::ClockOff,
            ErrorCode::SecretKeyWrong,
            ErrorCode::ProxyAuthRequired,
            ErrorCode::TlsUntrusted,
            ErrorCode::Intercepted,
            ErrorCode::ExportTargetBusy,
            ErrorCode::LedgerNewer,
            ErrorCode::LedgerDiskFull,
            ErrorCode::LedgerReadOnly,
            ErrorCode::LedgerFailed,
        ] {
            assert!(mend(&code.word()).is_some(), "{code:?}");
        }
        assert_eq!(mend(&ErrorCode::Internal.word()), None);
    }
}
