//! The exercises: which are done, what is wrong with the next one, and what it can be compared with.

mod program;

use std::fs;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use common::files::{self, Save};
use common::settings;
use exercises::{EXERCISES, Exercise};
use program::{State, check, print_answer, print_list, watch};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    if let Some(exercise) = args.reset {
        return reset(exercise);
    }
    let states = check(&EXERCISES)?;
    print_list(&states);
    let answer = |exercise: Exercise| print_answer(exercise, &states[exercise.number() - 1], args.hint);
    match args.exercise {
        Some(exercise) => answer(exercise),
        None => {
            if let Some(finished) = saved_last(&states).filter(|last| states[last.number() - 1] == State::Done) {
                answer(finished);
            }
            match EXERCISES.into_iter().zip(&states).find(|(_, state)| **state != State::Done) {
                Some((next, _)) => answer(next),
                None => println!("All are done: write a network of your own for MNIST, or an exercise."),
            }
        }
    }
    if args.watch { watch(args.hint) } else { Ok(()) }
}

/// The exercise that the reader has worked on last.
fn saved_last(states: &[State]) -> Option<Exercise> {
    let written = EXERCISES.into_iter().zip(states).filter(|(_, state)| **state != State::Blank);
    written.map(|(exercise, _)| exercise).max_by_key(|exercise| exercise.saved_at())
}

/// Exercises from chapters 2 to 8: write the parts yourself, and let the checks tell you
#[derive(Parser)]
struct Args {
    /// Exercise to check, by name or number [default: the first that is not done]
    #[arg(value_parser = exercise)]
    exercise: Option<Exercise>,

    /// Show a hint
    #[arg(long)]
    hint: bool,

    /// Check again whenever you save
    #[arg(long)]
    watch: bool,

    /// Start an exercise anew; what you have written is kept beside it
    #[arg(long, value_name = "EXERCISE", value_parser = exercise)]
    reset: Option<Exercise>,
}

fn exercise(name: &str) -> Result<Exercise, String> {
    Exercise::find(name)
        .ok_or_else(|| format!("it must be a name from the list, or a number up to {}", EXERCISES.len()))
}

/// Brings the blank back, and keeps the reader's text in the first file name that is free: `….rs.1`, `….rs.2`, …
fn reset(exercise: Exercise) -> Result<()> {
    let path = exercise.path();
    if path.exists() {
        ensure!(fs::read_to_string(&path).ok() != Some(exercise.blank()), "{} is blank", exercise.name);
        let kept = (1..).map(|n| path.with_extension(format!("rs.{n}"))).find(|kept| !kept.exists());
        let kept = kept.expect("there are enough numbers");
        fs::rename(&path, &kept).with_context(|| format!("cannot rename {}", path.display()))?;
        println!("kept {}", files::relative(&kept).display());
    }
    exercise.blank().save(&path).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", files::relative(&path).display());
    Ok(())
}
