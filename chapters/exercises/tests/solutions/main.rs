//! Every check accepts the solution, and rejects the blank and typical mistakes with the sentence meant for them.

use std::collections::BTreeSet;
use std::fs;

use common::settings;
use exercises::blank::blank;
use exercises::{EXERCISES, Verdict};

include!("mistakes.rs");
include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// The `main` of an exercise as the solution has it, as the reader finds it, and with each of its [`MISTAKES`].
struct Case {
    name: &'static str,
    solution: fn() -> Verdict,
    blank: fn() -> Verdict,
    mistakes: &'static [fn() -> Verdict],
}

#[test]
fn every_exercise_has_a_solution_in_the_order_of_the_list() {
    let names = |case: &Case| case.name;
    assert_eq!(CASES.iter().map(names).collect::<Vec<_>>(), EXERCISES.map(|exercise| exercise.name));
}

#[test]
fn every_check_accepts_the_solution() {
    for case in CASES {
        assert_eq!((case.solution)(), Verdict(Ok(())), "{}", case.name);
    }
}

#[test]
fn every_check_names_the_first_blank() {
    for case in CASES {
        let Verdict(Err(sentence)) = (case.blank)() else { panic!("the check of {} accepts its blank", case.name) };
        assert!(sentence.ends_with(" is still todo!()"), "{}: {sentence}", case.name);
    }
}

#[test]
fn every_check_rejects_three_typical_mistakes_or_more_with_the_sentence_meant_for_them() {
    let mut overlooked = Vec::new();
    for (case, (name, mistakes)) in CASES.iter().zip(MISTAKES) {
        assert_eq!((case.name, case.mistakes.len()), (*name, mistakes.len()));
        assert!(mistakes.len() >= 3, "{name} has too few mistakes");
        for (main, (from, to, beginning)) in case.mistakes.iter().zip(*mistakes) {
            let answer = main().0.err().unwrap_or_else(|| "it is right".into());
            if !answer.starts_with(beginning) {
                overlooked.push(format!("{name}, {to:?} for {from:?}: {answer}"));
            }
        }
    }
    assert!(overlooked.is_empty(), "{}", overlooked.join("\n"));
}

#[test]
fn every_exercise_says_where_to_compare_and_has_a_hint_and_a_title() {
    for exercise in EXERCISES {
        let (file, item) = exercise.compare;
        let code = fs::read_to_string(settings::workspace().join(file)).expect(file);
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(words.any(|word| word == item.rsplit("::").next().unwrap()), "there is no {item} in {file}");
        assert!(exercise.hint.ends_with('.'), "{}", exercise.name);
    }
}

#[test]
fn every_title_has_the_section_and_its_korean_title() {
    let page = fs::read_to_string(settings::workspace().join("chapters/README.md")).unwrap();
    for exercise in EXERCISES {
        let title = exercise.title();
        let (section, korean) = (title.split(' ').next().unwrap(), &title[title.find('(').unwrap()..]);
        let is_its_row = |row: &str| row.trim_start_matches(['|', ' ', '*']).split(' ').next() == Some(section);
        let known = page.lines().any(|row| is_its_row(row) && row.contains(korean));
        assert!(known || section == "Course:" && page.contains(korean), "{title}");
    }
}

#[test]
fn an_exercise_is_20_to_60_lines_long() {
    for exercise in EXERCISES {
        let lines = blank(&fs::read_to_string(exercise.solution()).unwrap()).lines().count();
        assert!((20..=60).contains(&lines), "{} has {lines} lines", exercise.name);
    }
}

#[test]
fn every_exercise_is_a_target_that_only_its_program_builds() {
    let manifest = fs::read_to_string(exercises::folder().join("Cargo.toml")).unwrap();
    let targets: BTreeSet<_> = manifest.lines().filter(|line| line.starts_with("    {")).map(str::trim).collect();
    let target =
        |name, file| format!("{{ name = \"{name}\", path = \"exercises/{file}\", required-features = [\"reader\"] }},");
    let expected: Vec<_> = EXERCISES.iter().map(|exercise| target(exercise.name, exercise.file())).collect();
    assert_eq!(targets, expected.iter().map(String::as_str).collect());
}

#[test]
#[ignore = "holds until you begin with the exercises"]
fn every_exercise_is_blank() {
    for exercise in EXERCISES {
        let text = fs::read_to_string(exercise.path()).unwrap();
        assert!(text == exercise.blank(), "{} is not its blank: run with --reset {}", exercise.file(), exercise.name);
    }
}
