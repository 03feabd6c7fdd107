//! The list of exercises, and the answer to one.

use std::fs;

use common::files;
use console::{Style, style};
use exercises::{EXERCISES, Exercise};

use super::State;

/// A line for each exercise, with its state.
pub fn print_list(states: &[State]) {
    for (exercise, state) in EXERCISES.iter().zip(states) {
        let (mark, colour) = match state {
            State::Done => ("done", Style::new().green()),
            State::Blank | State::Missing => ("", Style::new()),
            State::Wrong(_) => ("wrong", Style::new().red()),
        };
        let number = exercise.number();
        println!("{number:2} {:5} {:20} {}", colour.apply_to(mark), exercise.name, exercise.title());
    }
    let done = states.iter().filter(|state| **state == State::Done).count();
    println!("{done} of {} done\n", EXERCISES.len());
}

/// What there is to say about an exercise in this state.
pub fn print_answer(exercise: Exercise, state: &State, hint: bool) {
    println!("{} {}", style(exercise.name).bold(), exercise.title());
    println!("{}", files::relative(&exercise.path()).display());
    match state {
        State::Done => {
            let (file, item) = exercise.compare;
            println!("{} Compare it with {item} in {file}.", style("right!").green());
        }
        State::Blank => println!("write what is still todo!(): {}", todos(exercise)),
        State::Missing => println!("the file is missing: --reset {} brings it back", exercise.name),
        State::Wrong(text) => {
            println!("{}{}{text}", style("wrong:").red(), if text.contains('\n') { "\n" } else { " " })
        }
    }
    match (state, hint) {
        (State::Done, _) => {}
        (_, true) => println!("hint: {}", exercise.hint),
        (_, false) => println!("{}", style("(--hint shows a hint)").dim()),
    }
    println!();
}

/// The lines with a blank: `line 12, line 17`.
fn todos(exercise: Exercise) -> String {
    let text = fs::read_to_string(exercise.path()).unwrap_or_default();
    let blanks = text.lines().zip(1..).filter(|(line, _)| line.contains("todo!()"));
    blanks.map(|(_, number)| format!("line {number}")).collect::<Vec<_>>().join(", ")
}
