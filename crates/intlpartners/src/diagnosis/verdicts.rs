//! What the service's answer, or its absence, says of each aspect.

use chrono::TimeDelta;

use super::probe::{Answered, PATIENCE};
use super::way::Way;
use super::{Aspect, Findings};
use crate::presented::Presented;
use crate::{Client, Error, ErrorClass};

pub(super) fn judge(client: &Client, way: &Way, answered: &Answered, found: &mut Findings) {
    let presented = client.endpoint().url().host_str();
    let presented = presented.and_then(|host| client.transport().presented_by(host));
    judge_tls(way, presented.as_ref(), found);
    let Some(outcome) = &answered.outcome else {
        judge_queue(client, found);
        return;
    };
    match outcome {
        Ok(_) => judge_answer(client, answered, found),
        // Parameters are looked at after the signature and the permission.
        Err(error) if error.is_about_batch() => judge_answer(client, answered, found),
        Err(error) if error.class().reached_service() => {
            judge_refusal(client, error, answered, found);
        }
        Err(error) => judge_silence(way, presented.as_ref(), error, found),
    }
}

fn judge_tls(way: &Way, presented: Option<&Presented>, found: &mut Findings) {
    if !way.encrypted {
        found.not_needed(Aspect::Tls, "plain http, which stays on this computer");
        return;
    }
    let Some(presented) = presented else {
        return;
    };
    let signed_by = presented
        .signed_by
        .as_deref()
        .unwrap_or("nobody we can read");
    match &presented.refused {
        None => found.good(Aspect::Tls, format!("signed by {signed_by}")),
        Some(why) => found.fail(
            Aspect::Tls,
            ErrorClass::TlsUntrusted,
            format!("signed by {signed_by}; {why}"),
        ),
    }
}

/// Nothing was sent, so that nothing is known of what comes after the queue.
fn judge_queue(client: &Client, found: &mut Findings) {
    let (seconds, pace) = (PATIENCE.as_secs(), client.pace().per_second);
    let detail = format!("no turn within {seconds} s at {pace:.1} requests per second");
    found.fail(Aspect::Rate, ErrorClass::RateLimited, detail);
}

/// Everything is in order, except perhaps what the answer says on the side.
fn judge_answer(client: &Client, answered: &Answered, found: &mut Findings) {
    judge_clock(client, found);
    found.good(Aspect::Credentials, "the signature was accepted");
    found.good(Aspect::Permission, "the question was answered");
    let pace = client.pace();
    let detail = format!(
        "{:.1} of {} requests per second; {} of these questions refused as one too many",
        pace.per_second, pace.limit, answered.throttled
    );
    if answered.throttled > 0 || pace.per_second < f64::from(pace.limit) {
        found.warn(Aspect::Rate, ErrorClass::RateLimited, detail);
    } else {
        found.good(Aspect::Rate, detail);
    }
}

fn judge_refusal(client: &Client, error: &Error, answered: &Answered, found: &mut Findings) {
    let (class, said) = (error.class(), error.to_string());
    if class == ErrorClass::ClockOff {
        found.fail(Aspect::Clock, class, said);
        return;
    }
    judge_clock(client, found);
    match class {
        ErrorClass::SecretIdUnknown
        | ErrorClass::SecretKeyWrong
        | ErrorClass::TemporaryKeyExpired
        | ErrorClass::MfaRequired => found.fail(Aspect::Credentials, class, said),
        ErrorClass::NotPermitted => {
            found.good(Aspect::Credentials, "the signature was accepted");
            found.fail(Aspect::Permission, class, said);
        }
        // Whoever is one too many is turned away at the door, key or not.
        ErrorClass::RateLimited => {
            let detail = format!("refused {} times in a row: {said}", answered.throttled);
            found.fail(Aspect::Rate, class, detail);
        }
        // Nor does a busy service look at keys.
        ErrorClass::ServiceBusy => found.fail(Aspect::Rate, class, said),
        _ => found.fail(Aspect::Permission, class, said),
    }
}

fn judge_clock(client: &Client, found: &mut Findings) {
    let transport = client.transport();
    let Some(measured) = transport.measured_clock_offset() else {
        found.good(Aspect::Clock, "no complaint, and no Date to compare with");
        return;
    };
    let detail = describe_offset(measured);
    if transport.clock_offset().is_zero() {
        found.good(Aspect::Clock, detail);
    } else {
        let detail = format!("{detail}; corrected for signatures");
        found.warn(Aspect::Clock, ErrorClass::ClockOff, detail);
    }
}

/// `offset` is what has to be added to this computer's clock.
fn describe_offset(offset: TimeDelta) -> String {
    let seconds = offset.num_seconds();
    let side = if seconds < 0 { "ahead" } else { "behind" };
    format!("this computer's clock is {} s {side}", seconds.abs())
}

/// The service did not answer: whoever was the last to be reached is the one to look at.
fn judge_silence(way: &Way, presented: Option<&Presented>, error: &Error, found: &mut Findings) {
    let (class, said) = (error.class(), error.to_string());
    match class {
        // Said already, with the name of who signed it.
        ErrorClass::TlsUntrusted if presented.is_some_and(|it| it.refused.is_some()) => {}
        ErrorClass::TlsUntrusted => found.fail(Aspect::Tls, class, said),
        ErrorClass::ProxyRefused | ErrorClass::ProxyAuthRequired => {
            let proxy = way
                .proxy
                .as_deref()
                .unwrap_or("a proxy that answers for the service");
            found.fail(Aspect::Proxy, class, format!("{proxy}: {said}"));
        }
        _ if way.encrypted && way.proxy.is_none() && broke_the_handshake(presented, error) => {
            found.fail(Aspect::Tls, class, said);
        }
        _ => {
            let detail = format!("{}; then: {said}", way.connected);
            found.fail(Aspect::Connection, class, detail);
        }
    }
}

/// A connection was made a moment ago, so that it is the handshake that found nobody, or nobody who agreed. In TLS 1.3 a
/// client is through with it before the server is, and hears of the server's objections by an alert.
fn broke_the_handshake(presented: Option<&Presented>, error: &Error) -> bool {
    presented.is_none()
        || error.class() == ErrorClass::Unreachable
        || error.to_string().contains("received fatal alert: ")
}
