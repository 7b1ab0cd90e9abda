//! The service as the program meets it, and what is true of each of its invitations.

use crate::Results;
use chrono::{DateTime, TimeDelta, Utc};
use simulator::{
    ClientKind, Faults, Invitation, Key, Outcome, Simulator, SimulatorConfig, population,
};
use std::collections::{HashMap, HashSet};

pub const SECRET_ID: &str = "AKIDendToEndTestsOwnKey000000001";
/// Nothing else in the world looks like it, so that finding it anywhere means that it leaked.
pub const SECRET_KEY: &str = "Qw7endToEndTestsOwnSecretZx93hLm";

#[derive(Debug)]
pub struct Service {
    pub simulator: Simulator,
    invitations: Vec<Invitation>,
    /// Asked for, but never known to the service.
    strangers: Vec<String>,
}

impl Service {
    /// With so many invitations over all stages, and a few tokens that it has never heard of.
    pub async fn start(invitations: usize) -> Self {
        let mut config = SimulatorConfig {
            credentials: vec![Key::new(SECRET_ID, SECRET_KEY)],
            ..SimulatorConfig::default()
        };
        config.invitations = population(20_260_801, invitations, config.clock.now());
        let known = config.invitations.clone();
        let simulator = Simulator::start(config)
            .await
            .expect("a free port on loopback");
        let strangers = (0..invitations.div_ceil(50))
            .map(|n| format!("{n:08x}5eed5eed5eed5eed5eed5eed"))
            .collect();
        Self {
            simulator,
            invitations: known,
            strangers,
        }
    }

    pub fn set_faults(&self, faults: Faults) {
        self.simulator.set_faults(faults);
    }

    /// Every token that a test asks for, known or not.
    pub fn tokens(&self) -> Vec<String> {
        let known = self.invitations.iter().map(|it| it.token.to_string());
        known.chain(self.strangers.iter().cloned()).collect()
    }

    /// How many of the tokens are of this stage, in the words of the export.
    pub fn count(&self, stage: &str) -> usize {
        let now = self.simulator.now();
        let known = self
            .invitations
            .iter()
            .filter(|it| Truth::of(it, now).stage == stage)
            .count();
        known
            + if stage == "Not returned" {
                self.strangers.len()
            } else {
                0
            }
    }

    /// Compares every cell with what is true now, but for `exempt` tokens, which need only be there.
    pub fn assert_true(&self, results: &Results, exempt: &HashSet<String>) {
        let now = self.simulator.now();
        let by_token: HashMap<&str, &HashMap<String, String>> = results
            .rows
            .iter()
            .map(|row| (row["Token"].as_str(), row))
            .collect();
        assert_eq!(by_token.len(), results.rows.len(), "each token has one row");
        assert_eq!(by_token.len(), self.tokens().len(), "each token has a row");
        let request_ids = self.request_ids();
        let truths = self
            .invitations
            .iter()
            .map(|it| (it.token.to_string(), Truth::of(it, now)));
        let strangers = self
            .strangers
            .iter()
            .map(|token| (token.clone(), Truth::unknown()));
        for (token, truth) in truths.chain(strangers) {
            let row = by_token
                .get(token.as_str())
                .unwrap_or_else(|| panic!("{token} has no row"));
            if exempt.contains(&token) {
                continue;
            }
            for (heading, expected) in truth.cells() {
                assert_eq!(row[heading], expected, "{heading} of {token} ({truth:?})");
            }
            let request_id = row["RequestId"].as_str();
            assert!(
                request_ids[token.as_str()].contains(request_id),
                "{token} was answered by {request_id}"
            );
            assert_eq!(row["Problem"], "", "{token}");
        }
    }

    /// The requests that were answered, for each token that they asked for.
    fn request_ids(&self) -> HashMap<String, HashSet<String>> {
        let mut ids: HashMap<String, HashSet<String>> = HashMap::new();
        for exchange in self.simulator.record() {
            if let Outcome::Answered { request_id, .. } = &exchange.outcome {
                for token in &exchange.tokens {
                    ids.entry(token.to_string())
                        .or_default()
                        .insert(request_id.clone());
                }
            }
        }
        ids
    }
}

/// What the export must say of an invitation, worked out anew here: a mistake of the program must not mirror itself.
#[derive(Debug)]
struct Truth {
    stage: &'static str,
    mark: &'static str,
    expires: String,
    created: String,
    used_at: String,
    uin: String,
    mail: String,
    kind: &'static str,
    bound_at: String,
    status: String,
}

impl Truth {
    fn of(invitation: &Invitation, now: DateTime<Utc>) -> Self {
        if !invitation.is_kept(now) {
            return Self::unknown();
        }
        let age = now - invitation.created_at;
        let used = invitation.used.as_ref().filter(|it| it.at <= now);
        let bound_at = used.and_then(|it| it.bound_at).filter(|at| *at <= now);
        let status = invitation
            .odd_status
            .unwrap_or(if used.is_some() { 2 } else { 1 });
        // The population keeps clear of the hours in which the time zone decides.
        let stage = match status {
            1 if age > TimeDelta::days(30) => "Expired",
            1 => "Unused",
            2 if bound_at.is_some() => "Bound",
            2 => "Binding pending",
            _ => "Unrecognized",
        };
        Self {
            stage,
            mark: if stage == "Unused" && age >= TimeDelta::days(23) {
                "Expiring soon"
            } else {
                ""
            },
            expires: if status == 1 {
                wire_time(invitation.created_at + TimeDelta::days(30))
            } else {
                String::new()
            },
            created: wire_time(invitation.created_at),
            used_at: used.map(|it| wire_time(it.at)).unwrap_or_default(),
            // The tab keeps it text in spreadsheets.
            uin: used
                .map(|it| format!("\t{}", it.client_uin))
                .unwrap_or_default(),
            mail: used
                .map(|it| it.client_mail.to_string())
                .unwrap_or_default(),
            kind: match used.map(|it| it.kind) {
                Some(ClientKind::SecondLevelReseller) => "Second-level reseller",
                Some(ClientKind::SubCustomer) => "Sub-customer",
                None => "",
            },
            bound_at: bound_at.map(wire_time).unwrap_or_default(),
            // A 0 says as little as nothing.
            status: if status == 0 {
                String::new()
            } else {
                status.to_string()
            },
        }
    }

    fn unknown() -> Self {
        Self {
            stage: "Not returned",
            mark: "",
            expires: String::new(),
            created: String::new(),
            used_at: String::new(),
            uin: String::new(),
            mail: String::new(),
            kind: "",
            bound_at: String::new(),
            status: String::new(),
        }
    }

    fn cells(&self) -> [(&'static str, &str); 10] {
        [
            ("Stage", self.stage),
            ("Mark", self.mark),
            ("Expires (UTC+08:00)", &self.expires),
            ("Created (UTC+08:00)", &self.created),
            ("Used at (UTC+08:00)", &self.used_at),
            ("Customer UIN", &self.uin),
            ("Customer e-mail", &self.mail),
            ("Customer type", self.kind),
            ("Bound at (UTC+08:00)", &self.bound_at),
            ("Status code", &self.status),
        ]
    }
}

fn wire_time(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8))
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}
