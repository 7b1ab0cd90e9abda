//! What a user sends to whoever helps: enough to tell where it fails, and nothing that must stay secret.

use std::fmt::{self, Display, Formatter};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use intlpartners::Pace;
use invitations::{
    account::Account,
    check::{CheckProgress, CheckReport},
};

use super::{
    diagnosis::{Aspect, Finding, Verdict},
    scrub::scrubbed,
};

/// Written in English, whoever reads it.
pub(super) struct Support<'a> {
    pub(super) system: &'a str,
    /// Empty where there are none.
    pub(super) updates: &'a str,
    /// By this computer.
    pub(super) now: DateTime<Utc>,
    pub(super) clock_offset: TimeDelta,
    pub(super) endpoint: &'a str,
    /// None while the keys are only typed.
    pub(super) account: Option<&'a Account>,
    pub(super) secret_id_masked: &'a str,
    /// None without keys.
    pub(super) pace: Option<Pace>,
    pub(super) findings: &'a [Finding],
    pub(super) request_ids: &'a [String],
    pub(super) milliseconds: u64,
    /// The account's own.
    pub(super) running: Option<&'a CheckProgress>,
    pub(super) last_check: Option<&'a CheckReport>,
}

impl Display for Support<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_surroundings(f)?;
        self.write_account(f)?;
        self.write_steps(f)?;
        if let Some(running) = self.running {
            write_running(f, running)?;
        }
        match self.last_check {
            Some(report) => write_last_check(f, report),
            None => Ok(()),
        }
    }
}

impl Support<'_> {
    fn write_surroundings(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let offset = self.clock_offset.num_seconds();
        writeln!(f, "Invite Ledger {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "System: {}", self.system)?;
        writeln!(f, "Time by this computer: {}", time(self.now))?;
        writeln!(
            f,
            "Time corrected: {} ({offset:+} s)",
            time(self.now + self.clock_offset)
        )?;
        writeln!(f, "Endpoint: {}", self.endpoint)?;
        if !self.updates.is_empty() {
            writeln!(f, "Updates: {}", scrubbed(self.updates))?;
        }
        Ok(())
    }

    fn write_account(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "\nSecretId: {}", self.secret_id_masked)?;
        let Some(Account {
            key_place,
            settings,
            ..
        }) = self.account
        else {
            return writeln!(f, " (not saved)");
        };
        writeln!(f, " (keys: {key_place:?})")?;
        let minutes = settings.utc_offset_minutes;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        write!(
            f,
            "Requests per second: {} at most",
            settings.requests_per_second
        )?;
        if let Some(pace) = self.pace {
            write!(f, ", {:.1} now", pace.per_second)?;
        }
        writeln!(
            f,
            "\nZone of the service's times: UTC{sign}{hours:02}:{minutes:02}"
        )
    }

    fn write_steps(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nSteps, in {} ms", self.milliseconds)?;
        for finding in self.findings {
            let Finding {
                aspect,
                verdict,
                class,
                detail,
            } = finding;
            write!(f, "  {}: {}", name(*aspect), word(*verdict))?;
            if let Some(class) = class {
                write!(f, ", {}", class.word())?;
            }
            if !detail.is_empty() {
                write!(f, ": {}", scrubbed(detail))?;
            }
            writeln!(f)?;
        }
        for id in self.request_ids {
            writeln!(f, "  RequestId: {id}")?;
        }
        Ok(())
    }
}

fn write_running(f: &mut Formatter<'_>, progress: &CheckProgress) -> fmt::Result {
    write!(
        f,
        "\nRunning check: {:?}, {} of {} done",
        progress.state, progress.done, progress.total
    )?;
    if let Some(reason) = progress.reason {
        write!(f, ", {}", reason.as_str())?;
    }
    if let Some(seconds) = progress.next_try_in_seconds {
        write!(f, ", next try in {seconds} s")?;
    }
    writeln!(f)
}

fn write_last_check(f: &mut Formatter<'_>, report: &CheckReport) -> fmt::Result {
    let ended = report.ended_at.map_or_else(|| "-".to_owned(), time);
    writeln!(
        f,
        "\nLast check: {:?}, {} to {ended}",
        report.end,
        time(report.started_at)
    )?;
    writeln!(
        f,
        "  {} tokens: {} returned, {} not returned, {} failed, {} not asked",
        report.total, report.returned, report.not_returned, report.failed, report.unasked
    )?;
    if let Some(error) = &report.error {
        let id = error.request_id.as_deref();
        write_error(f, "stopped by", &error.code, &error.message, id)?;
    }
    for group in &report.failures {
        let what = format!("{} failed by", group.tokens);
        let id = group.request_id.as_deref();
        write_error(f, &what, &group.class, &group.message, id)?;
    }
    Ok(())
}

fn write_error(
    f: &mut Formatter<'_>,
    what: &str,
    class: &str,
    message: &str,
    request_id: Option<&str>,
) -> fmt::Result {
    writeln!(f, "  {what} {class}: {}", scrubbed(message))?;
    match request_id {
        Some(id) => writeln!(f, "  RequestId: {id}"),
        None => Ok(()),
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Proxy => "Proxy",
        Aspect::NameResolution => "Name resolution",
        Aspect::Connection => "Connection",
        Aspect::Tls => "TLS",
        Aspect::Clock => "Clock",
        Aspect::Credentials => "Keys",
        Aspect::Permission => "Permission",
        Aspect::Rate => "Rate",
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "good",
        Verdict::Warning => "warning",
        Verdict::Failed => "FAILED",
        Verdict::Untried => "untried",
        Verdict::NotNeeded => "not needed",
    }
}

#[cfg(test)]
mod tests {
    use invitations::{
        account::{AccountSettings, KeyPlace},
        check::{CheckEnd, CheckError},
        ids::{AccountId, CheckId},
    };

    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn it_reads_from_top_to_bottom_like_a_letter_to_support() {
        let now = "2026-11-22T23:40:00Z".parse().unwrap();
        let account = Account {
            id: AccountId(1),
            key_name: "key".into(),
            label: "Northwind".into(),
            secret_id_masked: "AKID••••••••MPLE".into(),
            key_place: KeyPlace::Keychain,
            settings: AccountSettings {
                utc_offset_minutes: -210,
                ..AccountSettings::default()
            },
        };
        let finding = |aspect, verdict, class, detail: &str| Finding {
            aspect,
            verdict,
            class,
            detail: detail.to_owned(),
        };
        let last_check = CheckReport {
            check: CheckId(1),
            account: account.id,
            list: None,
            started_at: now,
            ended_at: Some(now + TimeDelta::seconds(9)),
            end: CheckEnd::Stopped,
            error: Some(CheckError {
                code: "not_permitted".into(),
                message: "UnauthorizedOperation: ask jo@corp.example".into(),
                request_id: Some("r-1".into()),
                retryable: false,
            }),
            total: 10,
            returned: 4,
            not_returned: 1,
            newly_used: 0,
            newly_bound: 0,
            failed: 0,
            unasked: 5,
            failures: Vec::new(),
        };
        let support = Support {
            system: "Windows 11, x86_64",
            updates: "on, timed_out: no answer from http://me@proxy.example",
            now,
            clock_offset: TimeDelta::seconds(600),
            endpoint: "https://service.example/",
            account: Some(&account),
            secret_id_masked: &account.secret_id_masked,
            pace: Some(Pace {
                per_second: 7.5,
                limit: 20,
            }),
            findings: &[
                finding(Aspect::Proxy, Verdict::NotNeeded, None, ""),
                finding(
                    Aspect::Clock,
                    Verdict::Warning,
                    Some(ErrorCode::ClockOff),
                    "600 s behind",
                ),
            ],
            request_ids: &["r-2".to_owned()],
            milliseconds: 412,
            running: None,
            last_check: Some(&last_check),
        };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            support.to_string(),
            format!(
                "Invite Ledger {version}
System: Windows 11, x86_64
Time by this computer: 2026-11-22T23:40:00Z
Time corrected: 2026-11-22T23:50:00Z (+600 s)
Endpoint: https://service.example/
Updates: on, timed_out: no answer from …@proxy.example

SecretId: AKID••••••••MPLE (keys: Keychain)
Requests per second: 20 at most, 7.5 now
Zone of the service's times: UTC-03:30

Steps, in 412 ms
  Proxy: not needed
  Clock: warning, clock_off: 600 s behind
  RequestId: r-2

Last check: Stopped, 2026-11-22T23:40:00Z to 2026-11-22T23:40:09Z
  10 tokens: 4 returned, 1 not returned, 0 failed, 5 not asked
  stopped by not_permitted: UnauthorizedOperation: ask …@corp.example
  RequestId: r-1
"
            )
        );
    }
}
