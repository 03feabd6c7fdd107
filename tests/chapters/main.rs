//! Every program from end to end on embedded data: what it prints, what it writes and what it refuses.

mod ch04_two_layer_net;
mod ch05_backprop;
mod ch06_batch_norm;
mod ch06_hyperparameters;
mod ch06_optimizers;
mod ch06_overfitting;
mod ch06_weight_init;
mod figures;
mod programs;
mod readme;
mod training;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::settings;
use programs::{PROGRAMS, Program};
use tests::{program, run, stdout};

/// Whether the file at `path` is a whole PNG.
fn is_png(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && bytes.ends_with(b"IEND\xaeB`\x82")
}

#[test]
fn every_program_is_tested() {
    let mut programs = BTreeSet::new();
    for chapter in fs::read_dir(settings::workspace().join("chapters")).unwrap() {
        let chapter = chapter.unwrap().path();
        let package = chapter.file_name().unwrap().to_str().unwrap().to_owned();
        programs.insert((package.clone(), package.clone()));
        for binary in fs::read_dir(chapter.join("src/bin")).into_iter().flatten() {
            let binary = binary.unwrap().path();
            programs.insert((package.clone(), binary.file_stem().unwrap().to_str().unwrap().to_owned()));
        }
    }
    let tested = PROGRAMS.map(|program| (program.package.to_owned(), program.binary.to_owned()));
    assert_eq!(programs, BTreeSet::from(tested));
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
fn every_program_explains_itself_and_refuses_what_it_does_not_know() {
    for Program { package, binary, .. } in PROGRAMS {
        let help = stdout(program(package, binary).arg("--help"));
        assert!(help.contains(&format!("Usage: {binary}")), "{help}");
        let refused = run(program(package, binary).arg("--colour"));
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{binary}");
        assert!(refused.stderr.starts_with("error: unexpected argument '--colour' found"), "{}", refused.stderr);
    }
}

#[test]
fn senseless_settings_are_refused_with_a_sentence() {
    for (package, binary, setting, value) in [
        ("ch01_linear_regression", "ch01_linear_regression", "--points", "0"),
        ("ch01_linear_regression", "ch01_linear_regression", "--noise", "-1"),
        ("ch01_linear_regression", "ch01_linear_regression", "--learning-rate", "0"),
        ("ch01_linear_regression", "ch01_linear_regression", "--steps", "0"),
        ("ch01_linear_regression", "fruit_yield", "--learning-rate", "NaN"),
        ("ch01_linear_regression", "fruit_yield", "--steps", "0"),
        ("ch01_linear_regression", "diabetes", "--epochs", "0"),
        ("ch01_linear_regression", "diabetes", "--batch-size", "0"),
        ("ch01_linear_regression", "diabetes", "--batch-size", "443"),
        ("ch01_linear_regression", "diabetes", "--learning-rate", "inf"),
        ("ch02_perceptron", "learn_xor", "--steps", "0"),
        ("ch02_perceptron", "learn_xor", "--learning-rate", "-1"),
        ("ch02_perceptron", "learn_xor", "--hidden", "0"),
        ("ch02_perceptron", "learn_xor", "--seeds", "0"),
        ("ch03_sigmoid_derivative", "ch03_sigmoid_derivative", "--layers", "0"),
        ("ch03_sigmoid_derivative", "ch03_sigmoid_derivative", "--width", "1"),
        ("ch03_sigmoid_derivative", "ch03_sigmoid_derivative", "--batch-size", "0"),
        ("ch03_neural_network", "ch03_neural_network", "--batch-size", "0"),
        ("ch03_neural_network", "train", "--epochs", "0"),
        ("ch03_neural_network", "train", "--batch-size", "0"),
        ("ch03_neural_network", "train", "--learning-rate", "0"),
        ("ch04_numerical_gradient", "ch04_numerical_gradient", "--learning-rate", "0"),
        ("ch04_numerical_gradient", "ch04_numerical_gradient", "--steps", "0"),
        ("ch05_backprop", "ch05_backprop", "--iterations", "0"),
        ("ch05_backprop", "ch05_backprop", "--batch-size", "0"),
        ("ch05_backprop", "ch05_backprop", "--learning-rate", "0"),
        ("ch05_backprop", "ch05_backprop", "--hidden", "0"),
        ("ch05_backprop", "ch05_backprop", "--activation", "step"),
        ("ch05_backprop", "ch05_backprop", "--weight-init-std", "-1"),
        ("ch05_autograd", "ch05_autograd", "--steps", "0"),
        ("ch05_autograd", "ch05_autograd", "--learning-rate", "0"),
        ("ch05_autograd", "ch05_autograd", "--hidden", "0"),
        ("ch06_optimizers", "ch06_optimizers", "--iterations", "0"),
        ("ch06_optimizers", "ch06_optimizers", "--batch-size", "0"),
        ("ch06_optimizers", "ch06_optimizers", "--rate-factor", "0"),
        ("ch06_optimizers", "paths", "--steps", "0"),
        ("ch06_batch_norm", "ch06_batch_norm", "--epochs", "0"),
        ("ch06_batch_norm", "ch06_batch_norm", "--batch-size", "1"),
        ("ch06_batch_norm", "ch06_batch_norm", "--learning-rate", "0"),
        ("ch06_batch_norm", "ch06_batch_norm", "--images", "0"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--trials", "0"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--learning-rate", "1e-2..1e-6"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--weight-decay", "0..1"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--images", "1"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--epochs", "0"),
        ("ch06_hyperparameters", "ch06_hyperparameters", "--batch-size", "0"),
        ("ch06_weight_init", "ch06_weight_init", "--iterations", "0"),
        ("ch06_weight_init", "ch06_weight_init", "--batch-size", "0"),
        ("ch06_weight_init", "ch06_weight_init", "--learning-rate", "0"),
        ("ch06_weight_init", "ch06_weight_init", "--activation", "step"),
        ("ch06_weight_init", "equal_weights", "--iterations", "0"),
        ("ch06_weight_init", "equal_weights", "--batch-size", "0"),
        ("ch06_weight_init", "equal_weights", "--learning-rate", "-1"),
        ("ch06_weight_init", "equal_weights", "--hidden", "0"),
        ("ch06_weight_init", "equal_weights", "--activation", "step"),
        ("ch06_weight_init", "activations", "--layers", "0"),
        ("ch06_weight_init", "activations", "--width", "0"),
        ("ch06_overfitting", "ch06_overfitting", "--images", "1"),
        ("ch06_overfitting", "ch06_overfitting", "--epochs", "0"),
        ("ch06_overfitting", "ch06_overfitting", "--batch-size", "1"),
        ("ch06_overfitting", "ch06_overfitting", "--learning-rate", "0"),
        ("ch06_overfitting", "ch06_overfitting", "--weight-decay", "-0.1"),
        ("ch06_overfitting", "ch06_overfitting", "--dropout", "1"),
        ("ch06_overfitting", "ch06_overfitting", "--batch-norm-std", "-1"),
        ("ch06_overfitting", "ch06_overfitting", "--patience", "0"),
        ("ch06_overfitting", "ch06_overfitting", "--only", "prayer"),
    ] {
        let outcome = run(program(package, binary).args([setting, value]));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{binary} {setting} {value}");
        let complaint = format!("error: invalid value '{value}' for '{setting} <");
        assert!(outcome.stderr.starts_with(&complaint), "{}", outcome.stderr);
    }
}

#[test]
fn every_program_names_an_output_folder_that_cannot_be_made() {
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
