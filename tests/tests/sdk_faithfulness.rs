//! The official SDKs ask the simulator and are content: so it is a fair stand-in for the service.
//!
//! The SDKs are installed once, in the versions that `tests/sdk` pins, under the target folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use simulator::{
    Faults, Key, Outcome, Simulator, SimulatorClock, SimulatorConfig, When, population, refusal,
};
use tokio::process::Command;
use tokio::sync::OnceCell;

/// A query takes about a second; an installation fetches 50 MB.
const QUERY_LIMIT: Duration = Duration::from_secs(60);
const INSTALL_LIMIT: Duration = Duration::from_secs(600);

/// Proxies are for the installation only.
const PROXY_VARIABLES: [&str; 6] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
];

const FIELDS: [&str; 8] = [
    "InvitationToken",
    "CreateTime",
    "Status",
    "UseTime",
    "ClientUin",
    "ClientMail",
    "ClientType",
    "BindTime",
];

#[tokio::test]
#[ignore = "installs the SDKs: `cargo xtask test` runs it"]
async fn the_official_sdks_read_one_invitation_and_a_hundred() {
    for sdk in Sdk::installed().await {
        let (simulator, tokens) = start(Faults::default()).await;
        for number in [1, 100] {
            let asked = &tokens[..number];
            let answer = sdk.ask(&simulator, &Key::sample(), asked).await;
            assert_eq!(answer["code"], Value::Null, "{sdk:?}: {answer}");
            assert_same_rows(&answer, &last_answer(&simulator, asked, &answer), sdk);
        }
    }
}

#[tokio::test]
#[ignore = "installs the SDKs: `cargo xtask test` runs it"]
async fn the_official_sdks_are_refused_a_hundred_and_one_tokens() {
    let refused = refusals(Faults::default(), &Key::sample(), 101).await;
    assert_eq!(refused, [refusal::INVALID_PARAMETER_VALUE; 2]);
}

#[tokio::test]
#[ignore = "installs the SDKs: `cargo xtask test` runs it"]
async fn the_official_sdks_with_a_wrong_key_or_an_unknown_id_are_told_so() {
    let wrong_key = Key::new(Key::sample().secret_id, "not the key");
    let refused = refusals(Faults::default(), &wrong_key, 1).await;
    assert_eq!(refused, [refusal::SIGNATURE_FAILURE; 2]);
    let unknown_id = Key::new("AKIDnobody", Key::sample().secret_key);
    let refused = refusals(Faults::default(), &unknown_id, 1).await;
    assert_eq!(refused, [refusal::SECRET_ID_NOT_FOUND; 2]);
}

#[tokio::test]
#[ignore = "installs the SDKs: `cargo xtask test` runs it"]
async fn the_official_sdks_recognize_a_clock_that_is_off_and_a_limit_that_is_reached() {
    let clock_off = Faults {
        clock_offset: TimeDelta::minutes(10),
        ..Faults::default()
    };
    let refused = refusals(clock_off, &Key::sample(), 1).await;
    assert_eq!(refused, [refusal::SIGNATURE_EXPIRE; 2]);
    let over_limit = Faults {
        over_limit: When::Always,
        ..Faults::default()
    };
    let refused = refusals(over_limit, &Key::sample(), 1).await;
    assert_eq!(refused, [refusal::REQUEST_LIMIT_EXCEEDED; 2]);
}

/// A simulator with 120 invitations of all stages, and their tokens.
async fn start(faults: Faults) -> (Simulator, Vec<String>) {
    let clock = SimulatorClock::system();
    let invitations = population(5, 120, clock.now());
    let tokens = invitations.iter().map(|it| it.token.to_string()).collect();
    let config = SimulatorConfig {
        invitations,
        clock,
        faults,
        ..SimulatorConfig::default()
    };
    let simulator = Simulator::start(config).await.expect("a free port");
    (simulator, tokens)
}

/// The code that each SDK reports.
async fn refusals(faults: Faults, key: &Key, number: usize) -> Vec<String> {
    let (simulator, tokens) = start(faults).await;
    let mut codes = Vec::new();
    for sdk in Sdk::installed().await {
        let answer = sdk.ask(&simulator, key, &tokens[..number]).await;
        let record = simulator.record();
        let exchange = record.last().expect("the SDK reached the simulator");
        assert_eq!(
            answer["requestId"].as_str(),
            exchange.request_id(),
            "{sdk:?}: {answer}"
        );
        assert_eq!(
            answer["code"].as_str(),
            exchange.code(),
            "{sdk:?}: {answer}"
        );
        codes.push(answer["code"].as_str().unwrap_or_default().to_owned());
    }
    codes
}

/// The rows that the simulator sent last, after a look at what it was asked.
fn last_answer(simulator: &Simulator, asked: &[String], answer: &Value) -> Vec<Value> {
    let record = simulator.record();
    let exchange = record.last().expect("the SDK reached the simulator");
    let tokens: Vec<&str> = exchange.tokens.iter().map(|token| &**token).collect();
    assert_eq!(tokens, asked);
    assert_eq!(answer["requestId"].as_str(), exchange.request_id());
    let Outcome::Answered { body, .. } = &exchange.outcome else {
        panic!("{exchange:?}");
    };
    let mut body: Value = serde_json::from_slice(body).expect("the simulator sends JSON");
    let rows = body["Response"]["InvitationInfo"].take();
    rows.as_array().expect("an array of rows").clone()
}

/// An SDK shows a field that is absent as null.
fn assert_same_rows(answer: &Value, sent: &[Value], sdk: Sdk) {
    let read = answer["rows"].as_array().expect("an array of rows");
    assert_eq!(read.len(), sent.len(), "{sdk:?}");
    for (read, sent) in read.iter().zip(sent) {
        for field in FIELDS {
            assert_eq!(read[field], sent[field], "{sdk:?}: {field} of {sent}");
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Sdk {
    Python,
    Node,
}

impl Sdk {
    /// Both, ready to be asked.
    async fn installed() -> [Self; 2] {
        static INSTALLED: OnceCell<()> = OnceCell::const_new();
        INSTALLED
            .get_or_init(|| async {
                Self::Python.install().await;
                Self::Node.install().await;
            })
            .await;
        [Self::Python, Self::Node]
    }

    /// The answer that the SDK's user gets: `{rows, requestId}` or `{code, requestId}`.
    async fn ask(self, simulator: &Simulator, key: &Key, tokens: &[String]) -> Value {
        let query = json!({
            "port": simulator.address().port(),
            "secretId": key.secret_id,
            "secretKey": key.secret_key,
            "tokens": tokens,
        });
        let mut command = match self {
            Self::Python => Command::new(self.environment_program("python")),
            Self::Node => Command::new("node"),
        };
        command
            .arg(self.home().join(self.script()))
            .arg(query.to_string());
        for name in PROXY_VARIABLES {
            command.env_remove(name);
        }
        let output = output(&mut command, QUERY_LIMIT, self.what_to_install()).await;
        serde_json::from_str(&output).unwrap_or_else(|_| panic!("{self:?} printed {output}"))
    }

    async fn install(self) {
        let (home, source) = (self.home(), self.source());
        fs::create_dir_all(&home).expect("the target folder can be written");
        let lock = read(&source.join(self.lock_file()));
        let installed = home.join("installed");
        if fs::read_to_string(&installed).is_ok_and(|it| it == lock) {
            copy(self.script(), &source, &home);
            return;
        }
        for file in self.files() {
            copy(file, &source, &home);
        }
        match self {
            Self::Python => self.install_python(&home).await,
            Self::Node => self.install_node(&home).await,
        }
        fs::write(installed, lock).expect("the target folder can be written");
    }

    async fn install_python(self, home: &Path) {
        let program = if cfg!(windows) { "python" } else { "python3" };
        let mut venv = Command::new(program);
        venv.args(["-m", "venv", "--clear"])
            .arg(home.join("environment"));
        output(&mut venv, INSTALL_LIMIT, self.what_to_install()).await;
        let mut pip = Command::new(self.environment_program("python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(home.join(self.lock_file()));
        output(
            &mut pip,
            INSTALL_LIMIT,
            "the package index must be reachable",
        )
        .await;
    }

    async fn install_node(self, home: &Path) {
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(home);
        output(&mut npm, INSTALL_LIMIT, self.what_to_install()).await;
    }

    fn environment_program(self, name: &str) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.home().join("environment").join(programs).join(name)
    }

    /// Where it is installed.
    fn home(self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("sdk")
            .join(self.name())
    }

    /// Where its script and its pinned versions are.
    fn source(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("sdk")
            .join(self.name())
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
        }
    }

    const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Python => &["requirements.txt", "query.py"],
            Self::Node => &["package-lock.json", "package.json", ".npmrc", "query.mjs"],
        }
    }

    const fn lock_file(self) -> &'static str {
        self.files()[0]
    }

    const fn script(self) -> &'static str {
        match self {
            Self::Python => "query.py",
            Self::Node => "query.mjs",
        }
    }

    const fn what_to_install(self) -> &'static str {
        match self {
            Self::Python => {
                "Python 3.9 or newer with venv is needed: install python3 and python3-venv"
            }
            Self::Node => {
                "Node 20 or newer with npm is needed: install it from nodejs.org or as nodejs and npm"
            }
        }
    }
}

/// What a program prints. It must start, end in time, and succeed; else the test fails with `need`.
async fn output(command: &mut Command, limit: Duration, need: &str) -> String {
    command.stdin(Stdio::null()).kill_on_drop(true);
    let program = command.as_std().get_program().to_owned();
    let program = Path::new(&program)
        .file_name()
        .and_then(OsStr::to_str)
        .unwrap_or("?");
    let output = tokio::time::timeout(limit, command.output())
        .await
        .unwrap_or_else(|_| panic!("{program} did not end within {limit:?}"))
        .unwrap_or_else(|error| panic!("{program} cannot be started ({error}). {need}."));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} failed. {need}.\n{printed}{complained}"
    );
    printed
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn copy(file: &str, from: &Path, to: &Path) {
    fs::copy(from.join(file), to.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
}
