//! How the reader's files are checked, and what is printed about them.

mod compile;
mod print;
mod run;
mod watch;

use std::fs;

use anyhow::Result;
use exercises::Exercise;
use rayon::prelude::*;

use compile::compile;
use run::run;

pub use print::{print_answer, print_list};
pub use watch::watch;

/// How far an exercise is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The check accepts it.
    Done,
    /// Nothing is written yet.
    Blank,
    /// The file is not there.
    Missing,
    /// What the compiler or the check says.
    Wrong(String),
}

/// Checks exercises. What is blank is neither compiled nor run.
pub fn check(exercises: &[Exercise]) -> Result<Vec<State>> {
    // Read once: a file may be saved in the meantime.
    let unwritten: Vec<Option<State>> = exercises.iter().copied().map(unwritten).collect();
    let written = exercises.iter().zip(&unwritten).filter(|(_, state)| state.is_none());
    let written: Vec<Exercise> = written.map(|(exercise, _)| *exercise).collect();
    let programs = compile(&written)?;
    let answers: Vec<State> = programs
        .into_par_iter()
        .map(|program| match program {
            Ok(program) => run(&program).unwrap_or_else(|error| State::Wrong(format!("it cannot be run: {error}"))),
            Err(errors) => State::Wrong(format!("it does not compile\n\n{}", errors.trim_end())),
        })
        .collect();
    let mut answers = answers.into_iter();
    Ok(unwritten.into_iter().map(|state| state.or_else(|| answers.next()).expect("one for each")).collect())
}

/// The state of an exercise without anything to check.
fn unwritten(exercise: Exercise) -> Option<State> {
    match fs::read_to_string(exercise.path()) {
        Err(_) => Some(State::Missing),
        Ok(text) => (text == exercise.blank()).then_some(State::Blank),
    }
}
