//! Serves the two pages on the loopback interface, and opens the browser.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use ch10_playground::server::{self, App};
use clap::Parser;
use common::settings;
use tokio::net::TcpListener;
use tokio::{runtime, signal};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(&args))
}

/// Draw a digit that networks read, and watch a network learn, in the browser
#[derive(Parser)]
struct Args {
    /// Port of the server [default: one that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Do not open the browser
    #[arg(long)]
    no_browser: bool,
}

/// Serves the pages until Ctrl-C.
async fn run(args: &Args) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await;
    let listener =
        listener.with_context(|| format!("cannot listen on port {}; choose another with --port", args.port))?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(server::serve(listener, App::new(&datasets::folder().join("mnist"))?));
    println!("{address}\nCtrl-C ends the program");
    if !args.no_browser {
        // Where there is no browser, the address is enough.
        open::that_detached(&address).ok();
    }
    signal::ctrl_c().await?;
    Ok(())
}
