//! The list of exercises, and its files.

use std::collections::BTreeSet;
use std::fs;

use common::settings;
use exercises::{EXERCISES, folder};

#[test]
fn solutions_are_numbered_in_the_order_of_the_list() {
    let solutions = fs::read_dir(folder().join("solutions")).unwrap();
    let solutions: BTreeSet<_> = solutions.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(solutions, EXERCISES.map(|exercise| exercise.file()).into());
}

#[test]
fn every_exercise_says_where_to_compare_and_has_a_hint() {
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
fn the_readme_has_a_row_for_every_exercise() {
    let page = fs::read_to_string(folder().join("README.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("](exercises/")).collect();
    assert_eq!(rows.len(), EXERCISES.len());
    for (row, exercise) in rows.into_iter().zip(EXERCISES) {
        let link = format!("| {} | [`{}`](exercises/{})", exercise.title(), exercise.name, exercise.file());
        let (file, item) = exercise.compare;
        let compared = format!("{}`](", file.trim_start_matches("chapters/"));
        assert!(row.starts_with(&link) && row.contains(&compared) && row.ends_with(&format!(": `{item}` |")), "{row}");
    }
}

#[test]
fn an_exercise_is_20_to_60_lines_long() {
    for exercise in EXERCISES {
        let lines = exercise.blank().lines().count();
        assert!((20..=60).contains(&lines), "{} has {lines} lines", exercise.name);
    }
}

#[test]
fn every_exercise_is_a_target_that_only_its_program_builds() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
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
