//! The stand-in as a program: listens, says where and with which key, and counts until Ctrl-C.

mod options;

use clap::Parser;
use simulator::{Counters, Simulator};

use crate::options::Options;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let (config, advance) = options.into_config()?;
    let known = config.invitations.len();
    let simulator = Simulator::start(config).await?;
    simulator.advance(advance);
    println!("endpoint    {}", simulator.endpoint());
    for key in simulator.keys() {
        println!("secret id   {}", key.secret_id);
        println!("secret key  {}", key.secret_key);
    }
    println!(
        "invitations {known}, as of {}",
        simulator.now().format("%F %T UTC")
    );
    println!("Ctrl-C stops");
    tokio::signal::ctrl_c().await?;
    report(simulator.counters());
    simulator.stop().await;
    Ok(())
}

fn report(counters: Counters) {
    println!();
    println!("connections {}", counters.connections);
    println!("requests    {}", counters.requests);
    println!("answered    {}", counters.answered);
    println!("refused     {}", counters.refused);
    println!("over limit  {}", counters.over_limit);
    println!("rows        {}", counters.rows);
    println!("most in 1 s {}", counters.max_requests_in_a_second);
}
