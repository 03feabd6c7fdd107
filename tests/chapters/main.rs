//! Every program from end to end on embedded data: what it prints, what it writes and what it refuses.

mod ch04_two_layer_net;
mod ch05_backprop;
mod ch06_batch_norm;
mod ch06_hyperparameters;
mod ch06_optimizers;
mod ch06_overfitting;
mod ch06_weight_init;
mod ch07_convnet;
mod ch08_deep_convnet;
mod ch09_california_housing;
mod ch09_mnist_mlp;
mod ch10_playground;
mod figures;
mod links;
mod programs;
mod readme;
mod sections;
mod training;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::settings;
use programs::{PROGRAMS, SERVER};
use tests::{program, run, stdout};

/// Whether the file at `path` is a whole PNG.
fn is_png(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && bytes.ends_with(b"IEND\xaeB`\x82")
}

#[test]
fn every_program_is_tested() {
    let mut programs = BTreeSet::new();
    let chapters = fs::read_dir(settings::workspace().join("chapters")).unwrap().map(|entry| entry.unwrap().path());
    for chapter in chapters.filter(|path| path.is_dir()) {
        let package = chapter.file_name().unwrap().to_str().unwrap().to_owned();
        programs.insert((package.clone(), package.clone()));
        for binary in fs::read_dir(chapter.join("src/bin")).into_iter().flatten() {
            let binary = binary.unwrap().path();
            programs.insert((package.clone(), binary.file_stem().unwrap().to_str().unwrap().to_owned()));
        }
    }
    let tested = PROGRAMS.iter().map(|program| (program.package, program.binary)).chain([SERVER]);
    assert_eq!(programs, tested.map(|(package, binary)| (package.to_owned(), binary.to_owned())).collect());
}

#[test]
fn every_program_writes_its_files_and_names_them() {
    for program in PROGRAMS {
        let (binary, output) = (program.binary, tempfile::tempdir().unwrap());
        let stdout = stdout(&mut program.writing_to(output.path()));
        let expected: BTreeSet<_> = program.files.iter().map(|name| output.path().join(name)).collect();
        let written: BTreeSet<_> = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path()).collect();
        let named = stdout.lines().filter_map(|line| line.strip_prefix("wrote "));
        let named: BTreeSet<_> = named.map(|path| settings::workspace().join(path)).collect();
        assert_eq!(written, expected, "{binary}");
        assert_eq!(named, expected, "{binary}");
        for file in expected.iter().filter(|file| file.extension().unwrap() == "png") {
            assert!(is_png(file), "{}", file.display());
        }
    }
}

#[test]
fn every_program_has_a_help_text_and_refuses_unknown_arguments() {
    let programs = PROGRAMS.iter().map(|program| (program.package, program.binary));
    for (package, binary) in programs.chain([SERVER]) {
        let help = stdout(program(package, binary).arg("--help"));
        assert!(help.contains(&format!("Usage: {binary}")), "{help}");
        let refused = run(program(package, binary).arg("--colour"));
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{binary}");
        assert!(refused.stderr.starts_with("error: unexpected argument '--colour' found"), "{}", refused.stderr);
    }
}

/// One setting for each kind of parser.
#[test]
fn invalid_settings_are_refused_with_a_message() {
    for (package, binary, setting, value, reason) in [
        ("ch02_perceptron", "learn_xor", "--hidden", "0", "it must be a whole number from 1 to 100"),
        ("ch06_batch_norm", "ch06_batch_norm", "--batch-size", "1", "it must be a whole number from 2 to 60000"),
        ("ch06_optimizers", "ch06_optimizers", "--rate-factor", "0", "it must be a finite number greater than 0"),
        ("ch05_backprop", "ch05_backprop", "--weight-init-std", "-1", "it must be a finite number, 0 or greater"),
        ("ch06_overfitting", "ch06_overfitting", "--dropout", "1", "it must be a number from 0 to below 1"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--learning-rate", "0.01", "it must be a range such as"),
        ("ch06_weight_init", "equal_weights", "--activation", "step", "[possible values: relu, leaky-relu, gelu, "),
        ("ch01_linear_regression", "ch01_linear_regression", "--seed", "-5", "it must be a whole number from 0 to "),
    ] {
        let outcome = run(program(package, binary).args([setting, value]));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{binary} {setting} {value}");
        let complaint = format!("error: invalid value '{value}' for '{setting} <");
        assert!(outcome.stderr.starts_with(&complaint) && outcome.stderr.contains(reason), "{}", outcome.stderr);
    }
}

#[test]
fn parsers_of_counts_accept_whole_numbers_in_their_range() {
    for (text, count, count_from_2) in [("1", Some(1), None), ("2", Some(2), Some(2)), ("10", Some(10), Some(10))] {
        assert_eq!(settings::count(10)(text).ok(), count, "{text:?}");
        assert_eq!(settings::count_from(2, 10)(text).ok(), count_from_2, "{text:?}");
    }
    for text in ["0", "11", "-1", "1.5", "1e1", "18446744073709551617", "NaN", "inf", "ten", ""] {
        assert_eq!(settings::count(10)(text).ok(), None, "{text:?}");
        assert_eq!(settings::count_from(2, 10)(text).ok(), None, "{text:?}");
    }
}

#[test]
fn parsers_of_numbers_accept_finite_numbers_of_their_sign() {
    for (text, number) in [("0.1", 0.1), ("1", 1.0), ("5e-324", 5e-324), ("1.7976931348623157e308", f64::MAX)] {
        assert_eq!([settings::positive(text), settings::not_negative(text)], [Ok(number), Ok(number)], "{text:?}");
    }
    for text in ["0", "-0"] {
        assert!(settings::positive(text).is_err(), "{text:?}");
        assert_eq!(settings::not_negative(text), Ok(0.0), "{text:?}");
    }
    for text in ["-1", "-5e-324", "NaN", "inf", "-inf", "1e309", "0,1", "one", ""] {
        assert!(settings::positive(text).is_err() && settings::not_negative(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_broken_pipe_ends_a_program_quietly_and_another_write_error_with_a_message() {
    let paths = program("ch06_optimizers", "paths");
    let run_in_shell = |redirection: &str| {
        let line =
            format!("{:?} --output \"$1\" {redirection}; echo ended with ${{PIPESTATUS[0]}} >&2", paths.get_program());
        let output = tempfile::tempdir().unwrap();
        run(Command::new("bash").args(["-c", &line, "bash"]).arg(output.path()))
    };
    assert_eq!(run_in_shell("| true").stderr, "ended with 0\n");
    let full = run_in_shell("> /dev/full").stderr;
    assert!(full.starts_with("Error: cannot write to standard output: No space left"), "{full}");
    assert!(full.ends_with("ended with 1\n"), "{full}");
}

#[test]
fn output_goes_to_a_workspace_that_was_moved() {
    let moved = tempfile::tempdir().unwrap();
    let sources = moved.path().join("common/src");
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("settings.rs"), "").unwrap();
    let mut program = program("ch05_autograd", "graph");
    stdout(program.env("CARGO_MANIFEST_DIR", moved.path().join("chapters/ch05_autograd")));
    assert!(moved.path().join("output/ch05_autograd/fruit.dot").is_file());
}

/// The Rust files in `folder` and in the folders below it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    sources.filter(|path| path.extension() == Some("rs".as_ref())).collect()
}

/// The numeric settings in `source` without a value parser. A `u64` is a random seed, and no seed is invalid.
fn unchecked_settings(source: &str) -> Vec<&str> {
    let settings = source.split("#[arg(").skip(1).filter_map(|rest| rest.split_once(")]"));
    let unchecked = settings.filter(|(attribute, _)| !attribute.contains("value_parser"));
    let is_field = |line: &&str| !line.is_empty() && !line.starts_with(['/', '#']);
    let fields = unchecked.filter_map(|(_, rest)| rest.lines().map(str::trim).find(is_field));
    fields.filter(|field| ["usize", "f32", "f64"].iter().any(|number| field.contains(number))).collect()
}

#[test]
fn every_numeric_setting_has_a_parser_that_checks_it() {
    for source in sources(&settings::workspace().join("chapters")) {
        let settings = fs::read_to_string(&source).unwrap();
        assert_eq!(unchecked_settings(&settings), [""; 0], "{}", source.display());
    }
    let settings = "#[arg(long)]\n pub steps: Option<usize>,\n #[arg(value_parser = count(9))]\n hidden: usize,\n";
    assert_eq!(unchecked_settings(settings), ["pub steps: Option<usize>,"], "the check overlooks a setting");
}

#[test]
fn every_program_names_an_output_folder_that_cannot_be_created() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    for program in PROGRAMS.iter().filter(|program| !program.files.is_empty()) {
        for output in [&file, &file.join("plots")] {
            let outcome = run(&mut program.writing_to(output));
            assert_eq!(outcome.code, Some(1), "{}", program.binary);
            assert!(outcome.stderr.starts_with("Error: "), "{}", outcome.stderr);
            assert!(outcome.stderr.contains(&output.display().to_string()), "{}", outcome.stderr);
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"in the way");
}
