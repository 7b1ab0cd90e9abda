//! What the program is for, from a key on standard input to a true file, and back to nothing.

use crate::{LIMIT, Office, assert_ended};
use simulator::{Faults, When};
use std::{collections::HashSet, path::PathBuf, time::Duration};
use tests::{MessyFile, Results, SECRET_KEY, Service, audit, within};

const ACCOUNT: &str = "北风 Distribution";
/// With the tokens that the service has never heard of, 1,234.
const KNOWN: usize = 1209;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built program and a keychain: cargo xtask test"]
async fn from_a_key_on_standard_input_to_a_true_file_and_back_to_nothing() {
    within(3 * LIMIT, async {
        let service = Service::start(KNOWN).await;
        let tokens = service.tokens();
        assert_eq!(tokens.len(), 1234);
        let poison = tokens[777].clone();
        let job = Job::new(&service);

        assert_ended(&job.office.add(ACCOUNT).await, 0, &[ACCOUNT, "keychain"]);
        let [key_name] = <[_; 1]>::try_from(job.office.key_names()).unwrap();
        assert!(
            job.office.holds_key(&key_name),
            "the key is in the keychain"
        );

        service.set_faults(Faults {
            poison_tokens: HashSet::from([poison.clone()]),
            ..bad_day()
        });
        let said = [
            "1234 tokens".to_owned(),
            format!("{} duplicates", job.file.duplicates),
            format!("{} refused", job.file.refused),
            "InvalidParameterValue".to_owned(),
            "RequestId".to_owned(),
        ];
        assert_ended(&job.check().await, 3, &said.each_ref().map(String::as_str));
        let results = Results::read(&job.results);
        service.assert_true(&results, &HashSet::from([poison.clone()]));
        let refused = results.rows.iter().find(|row| row["Token"] == poison);
        assert!(refused.unwrap()["Problem"].starts_with("InvalidParameterValue"));

        service.set_faults(bad_day());
        assert_ended(&job.check().await, 0, &["1234 tokens"]);
        service.assert_true(&Results::read(&job.results), &HashSet::new());
        job.assert_history(&service, &poison);
        job.assert_no_secret();

        let listed = job.office.run(&["account", "list"]).await;
        let line = format!("{ACCOUNT}\tAKID••••••••0001\tkeychain\t1234");
        assert_ended(&listed, 0, &[&line]);
        let asked = job.office.run(&["account", "remove", ACCOUNT]).await;
        assert_ended(&asked, 1, &["1234 invitations", "--yes"]);
        assert!(job.office.holds_key(&key_name), "it was only asked");
        let removed = job
            .office
            .run(&["account", "remove", ACCOUNT, "--yes"])
            .await;
        assert_ended(&removed, 0, &[ACCOUNT, "1234 invitations"]);
        assert!(!job.office.holds_key(&key_name), "the key is gone");
        assert_ended(&job.check().await, 1, &["there is no account"]);
        job.assert_no_secret();
    })
    .await;
}

/// No answer is lost to any of these; it only takes longer.
fn bad_day() -> Faults {
    Faults {
        busy: When::every(5),
        reset: When::every(6),
        over_limit: When::every(11),
        truncated: When::every(9),
        shuffled: When::Always,
        doubled: When::Chance(0.05),
        text_numbers: When::Chance(0.5),
        latency: Duration::from_millis(20),
        ..Faults::default()
    }
}

struct Job {
    office: Office,
    file: MessyFile,
    tokens: PathBuf,
    results: PathBuf,
}

impl Job {
    fn new(service: &Service) -> Self {
        let office = Office::new(&service.simulator.endpoint());
        let file = MessyFile::gb18030(&service.tokens());
        let tokens = office
            .machine
            .write("客户 资料 2026/邀请 名单.csv", &file.bytes);
        Self {
            results: tokens.with_file_name("结果 of today.csv"),
            tokens,
            office,
            file,
        }
    }

    async fn check(&self) -> tests::Finished {
        let (tokens, results) = (
            self.office.name_of(&self.tokens),
            self.office.name_of(&self.results),
        );
        let arguments = ["check", &tokens, "--account", ACCOUNT, "--output", &results];
        self.office.run(&arguments).await
    }

    /// Two checks, and each of them has its answers in the ledger, as the service has sent them.
    fn assert_history(&self, service: &Service, poison: &str) {
        let audit = audit(&self.office.ledger_path(), "", &service.simulator);
        assert_eq!((audit.tokens.len(), audit.missing.len()), (1234, 0));
        let ledger = self.office.ledger();
        let [account] = <[_; 1]>::try_from(ledger.accounts().unwrap()).unwrap();
        for id in ledger.scope(account.id, None).unwrap() {
            let token = ledger.invitation(id).unwrap().token;
            let answers = ledger.observations(id).unwrap().len();
            assert_eq!(answers, if token == poison { 1 } else { 2 }, "{token}");
        }
    }

    fn assert_no_secret(&self) {
        let found = self.office.machine.files_with(SECRET_KEY);
        assert!(found.is_empty(), "the secret is in {found:?}");
        assert!(
            self.office.ledger_path().exists(),
            "the ledger was looked at"
        );
    }
}
