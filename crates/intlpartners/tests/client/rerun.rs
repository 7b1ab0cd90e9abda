//! A process's environment cannot be changed safely while tests run, so a test that needs another
//! one runs this program again, for one ignored test: its case.

use std::process::Command;

const PROXY_VARIABLES: [&str; 8] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Whether `case`, with its module, passes in `environment` and without any other proxy.
pub(crate) async fn passes(case: &str, environment: &[(&str, &str)]) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", case, "--ignored"]);
    for variable in PROXY_VARIABLES {
        command.env_remove(variable);
    }
    command.envs(environment.iter().copied());
    // In a thread of its own: the peers of the case live in this runtime.
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    output.status.success() && said.contains("1 passed")
}
