//! Ctrl-C during a training run: it ends the run, and the program goes on to save its weights and draw its plots.
//!
//! ```no_run
//! # use common::{Float, Trainer, interrupt};
//! # fn train<T: Float>(mut trainer: Trainer<'_, T>) -> Result<(), common::Diverged> {
//! interrupt::listen();
//! trainer.interrupt = interrupt::requested;
//! trainer.train(20)
//! # }
//! ```

use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C no longer ends the program, but sets [`requested`]; pressed again, it does end it, with exit code
/// 130. If the system does not allow this, Ctrl-C keeps its effect.
pub fn listen() {
    // Also an error: the handler has been set before.
    ctrlc::set_handler(handle).ok();
}

/// Whether Ctrl-C was pressed since [`listen`].
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

fn handle() {
    if REQUESTED.swap(true, Ordering::Relaxed) {
        // 128 + the number of SIGINT, as shells report it.
        process::exit(130);
    }
    // Not `eprintln!`, which panics if nobody reads.
    writeln!(io::stderr(), "\ninterrupted: training ends after this iteration; press Ctrl-C again to quit at once")
        .ok();
}
