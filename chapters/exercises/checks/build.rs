//! Writes the modules that `tests/solutions/main.rs` checks: each solution, its blank, and the solution with each mistake.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "../src/blank.rs"]
mod blank;

include!("tests/solutions/mistakes.rs");

fn main() {
    for input in ["build.rs", "../src/blank.rs", "../solutions", "tests/solutions/mistakes.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../solutions");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut modules, mut cases) = (String::new(), String::new());
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().split_once('_').unwrap().1;
        let solution = fs::read_to_string(&file).unwrap();
        writeln!(modules, "#[path = {file:?}] mod {name};").unwrap();
        writeln!(modules, "#[allow(warnings)] mod {name}_blank {{ {} }}", blank::blank(&solution)).unwrap();
        let (docs, code) = solution.split_once("\n\n").unwrap();
        let mut mistakes = String::new();
        for (index, (from, to, _)) in mistakes_of(name).iter().enumerate() {
            assert!(code.matches(from).count() == 1, "{}: {from:?} is not there exactly once", file.display());
            let wrong = code.replace(from, to);
            writeln!(modules, "#[allow(warnings)] mod {name}_{index} {{ {docs}\n{wrong} }}").unwrap();
            write!(mistakes, "{name}_{index}::main, ").unwrap();
        }
        let functions = format!("solution: {name}::main, blank: {name}_blank::main, mistakes: &[{mistakes}]");
        writeln!(cases, "Case {{ name: {name:?}, {functions} }},").unwrap();
    }
    let generated = format!("{modules}\nconst CASES: &[Case] = &[\n{cases}];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("cases.rs"), generated).unwrap();
}

/// The mistakes that are tried in the solution of an exercise.
fn mistakes_of(name: &str) -> &'static [Mistake] {
    MISTAKES.iter().find(|(exercise, _)| *exercise == name).map_or(&[], |(_, mistakes)| mistakes)
}
