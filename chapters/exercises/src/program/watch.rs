//! `--watch`: an answer at each save.

use std::mem;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use exercises::{EXERCISES, Exercise, folder};
use notify_debouncer_mini::new_debouncer;
use notify_debouncer_mini::notify::RecursiveMode;

use super::{State, check, print_answer};

/// Editors write a file in several steps; this is how long to wait for the last of them.
const SETTLED: Duration = Duration::from_millis(50);

/// Checks whichever exercise is saved, until the program is interrupted.
pub fn watch(hint: bool) -> Result<()> {
    let (sender, saves) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLED, sender).context("cannot watch for changes")?;
    // Not the file itself: some editors save a new one and rename it.
    debouncer.watcher().watch(&folder().join("exercises"), RecursiveMode::NonRecursive)?;
    println!("waiting for the next save; Ctrl-C ends\n");
    let mut known = EXERCISES.map(Exercise::saved_at);
    for events in saves {
        events.context("cannot watch for changes")?;
        // Reading a file is an event, too: what counts is the time of the last change.
        for (exercise, known) in EXERCISES.into_iter().zip(&mut known) {
            let saved = exercise.saved_at();
            if saved != mem::replace(known, saved) {
                answer(exercise, hint)?;
            }
        }
    }
    Ok(())
}

/// The answer to an exercise, and if it is done, the next one.
fn answer(exercise: Exercise, hint: bool) -> Result<()> {
    let states = check(&[exercise])?;
    print_answer(exercise, &states[0], hint);
    match EXERCISES.get(exercise.number()) {
        Some(next) if states[0] == State::Done => print_answer(*next, &check(&[*next])?[0], hint),
        _ => {}
    }
    Ok(())
}
