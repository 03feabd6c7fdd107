//! `--watch`: an answer at each save.

use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use exercises::{EXERCISES, Exercise, folder};
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebouncedEvent, new_debouncer};

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
    for saved in saves {
        let saved = saved.context("cannot watch for changes")?;
        for exercise in EXERCISES.into_iter().filter(|exercise| saved.iter().any(|event| is_of(event, exercise))) {
            let states = check(&[exercise])?;
            print_answer(exercise, &states[0], hint);
            if let (State::Done, Some(next)) = (&states[0], EXERCISES.get(exercise.number())) {
                print_answer(*next, &check(&[*next])?[0], hint);
            }
        }
    }
    Ok(())
}

fn is_of(event: &DebouncedEvent, exercise: &Exercise) -> bool {
    event.path.file_name() == Some(exercise.file().as_ref())
}
