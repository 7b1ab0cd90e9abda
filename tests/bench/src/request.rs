//! What a request of a hundred tokens costs this computer, against a client that does no more than it must.

use std::{hint::black_box, io, path::Path, sync::Arc, time::Duration};

use cpu_time::ProcessTime;
use futures_util::future::join_all;
use intlpartners::{Client, ClientConfig, Credentials, Language, Transport, WallClock};
use simulator::Key;
use tokio::{
    runtime,
    time::{Instant, MissedTickBehavior, interval, sleep},
};

use crate::{
    bare::BareClient,
    measure::in_turns,
    row::{Bar, Row},
    service::{Service, invitations},
};

/// Each asks 20 times a second.
const ACCOUNTS: usize = 40;
const PER_SECOND: u32 = 20;
const ROUND: Duration = Duration::from_millis(2_500);

pub(crate) fn row(program: &Path, rounds: usize) -> io::Result<Row> {
    let service = Service::start(program)?;
    let invitations = invitations();
    let tokens: Vec<_> = invitations.iter().map(|it| &*it.token).collect();
    let batches: Vec<_> = tokens.chunks(100).collect();
    // One thread, so that none is woken for another's work.
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let clock = clock();
    let transport = Transport::new(Arc::clone(&clock)).map_err(io::Error::other)?;
    let clients: Vec<_> = (0..ACCOUNTS)
        .map(|_| client(&transport, &service.endpoint))
        .collect();
    let host = service
        .endpoint
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let bare = (0..ACCOUNTS).map(|_| BareClient::connect(host, Key::sample(), clock()));
    let mut bare = runtime
        .block_on(async {
            join_all(bare)
                .await
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(io::Error::other)?;

    let pair = in_turns(
        rounds.max(1),
        || {
            cost(&runtime, async {
                let asking = clients.iter().enumerate();
                let asked = asking.map(|(number, client)| ask(number, client, &batches));
                join_all(asked).await.into_iter().sum()
            })
        },
        || {
            cost(&runtime, async {
                let asking = bare.iter_mut().enumerate();
                let asked =
                    asking.map(|(number, client)| ask_bare(number, client, &batches, &clock));
                join_all(asked).await.into_iter().sum()
            })
        },
    );
    let shown = |time: Duration| format!("{} µs", time.as_micros());
    Ok(Row {
        name: "CPU per request of 100 tokens".to_owned(),
        ours: shown(pair.ours),
        yardstick: shown(pair.yardstick),
        ratio: pair.ratio,
        bar: Bar::MostTimes(1.3),
        judged: true,
    })
}

pub(crate) fn client(transport: &Transport, endpoint: &str) -> Client {
    let key = Key::sample();
    let (credentials, _) =
        Credentials::new(&key.secret_id, &key.secret_key).expect("the sample key is well formed");
    let config = ClientConfig {
        endpoint: endpoint.parse().expect("the simulator is on loopback"),
        credentials,
        requests_per_second: PER_SECOND,
        language: Language::EnUs,
        request_client: "InviteLedger_bench".to_owned(),
    };
    Client::new(transport.clone(), config, 1)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the real time: the simulator refuses any other"
)]
pub(crate) fn clock() -> WallClock {
    Arc::new(|| std::time::SystemTime::now().into())
}

/// CPU time of the whole process for each of the requests that `work` counts.
fn cost(runtime: &runtime::Runtime, work: impl Future<Output = u32>) -> Duration {
    let start = ProcessTime::now();
    let requests = runtime.block_on(work);
    start.elapsed() / requests.max(1)
}

/// The accounts ask in turn, as they would if nobody had started them together.
async fn begin(number: usize) -> Instant {
    let deadline = Instant::now() + ROUND;
    let turn = Duration::from_secs(1) / PER_SECOND / u32::try_from(ACCOUNTS).expect("few");
    sleep(turn * u32::try_from(number).expect("few")).await;
    deadline
}

async fn ask(number: usize, client: &Client, batches: &[&[&str]]) -> u32 {
    let deadline = begin(number).await;
    let mut asked = 0;
    for batch in batches.iter().cycle().skip(number) {
        if Instant::now() >= deadline {
            break;
        }
        let answer = client.try_query_invitation_info(batch, &|_| {}).await;
        let answer = black_box(answer).expect("the simulator answers");
        assert!(!answer.invitations.is_empty() && !answer.request_id.is_empty());
        asked += 1;
    }
    asked
}

async fn ask_bare(
    number: usize,
    client: &mut BareClient,
    batches: &[&[&str]],
    clock: &WallClock,
) -> u32 {
    let deadline = begin(number).await;
    let mut beat = interval(Duration::from_secs(1) / PER_SECOND);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut asked = 0;
    for batch in batches.iter().cycle().skip(number) {
        beat.tick().await;
        if Instant::now() >= deadline {
            break;
        }
        let answer = client.ask(batch, clock()).await;
        let answer = black_box(answer).expect("the simulator answers");
        assert!(!answer.invitation_info.is_empty() && !answer.request_id.is_empty());
        asked += 1;
    }
    asked
}
