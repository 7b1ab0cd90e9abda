//! The simulator in a process of its own, so that what it computes is not counted as the client's.

use std::{
    io::{self, BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
};

use simulator::{
    Invitation, Limiter, LimiterKind, Recording, Simulator, SimulatorClock, SimulatorConfig,
    population,
};

/// Answers whoever asks, as often as he likes. Ends with this value.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) endpoint: String,
    child: Child,
}

impl Service {
    /// `program` is this one.
    pub(crate) fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut endpoint = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut endpoint)?;
        Ok(Self {
            endpoint: endpoint.trim().to_owned(),
            child,
        })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Ended either way.
        _ = self.child.wait();
    }
}

/// Those that the service knows.
pub(crate) fn invitations() -> Vec<Invitation> {
    population(1, 10_000, SimulatorClock::system().now())
}

/// Says where it listens, and serves until its standard input ends.
pub(crate) fn serve() -> io::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let simulator = Simulator::start(SimulatorConfig {
            invitations: invitations(),
            limiter: Limiter {
                kind: LimiterKind::Unlimited,
                requests_per_second: 0,
            },
            recording: Recording::Nothing,
            ..SimulatorConfig::default()
        })
        .await?;
        println!("{}", simulator.endpoint());
        tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()))
            .await
            .map_err(io::Error::other)??;
        Ok(())
    })
}
