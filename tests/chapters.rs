//! Every program from end to end on embedded data: what it prints, what it writes and what it refuses.

#[path = "chapters/ch04_two_layer_net.rs"]
mod ch04_two_layer_net;
#[path = "chapters/figures.rs"]
mod figures;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::settings;
use tests::{program, run, stdout};

/// A program, arguments that make it quick and keep it off the network, and the files that it writes.
struct Program {
    package: &'static str,
    binary: &'static str,
    arguments: &'static [&'static str],
    files: &'static [&'static str],
}

impl Program {
    const fn new(
        package: &'static str,
        binary: &'static str,
        arguments: &'static [&'static str],
        files: &'static [&'static str],
    ) -> Self {
        Self { package, binary, arguments, files }
    }

    /// The program with its arguments; its files, if it writes any, go to `output`.
    fn writing_to(&self, output: &Path) -> Command {
        let mut program = program(self.package, self.binary);
        program.args(self.arguments);
        if !self.files.is_empty() {
            program.arg("--output").arg(output);
        }
        program
    }
}

const PROGRAMS: [Program; 13] = [
    Program::new("ch01_nalgebra_tour", "ch01_nalgebra_tour", &[], &["sin.png", "sin_cos.png", "digit.png"]),
    Program::new("ch01_linear_regression", "ch01_linear_regression", &[], &["fit.png", "loss.png"]),
    Program::new("ch01_linear_regression", "one_step", &[], &[]),
    Program::new(
        "ch01_linear_regression",
        "fruit_yield",
        &[],
        &["fruit_yield_loss.png", "fruit_yield_predictions.png"],
    ),
    Program::new(
        "ch01_linear_regression",
        "diabetes",
        &["--epochs", "20"],
        &["diabetes_histograms.png", "diabetes_loss.png", "diabetes_predictions.png"],
    ),
    Program::new("ch02_perceptron", "ch02_perceptron", &[], &["regions.png"]),
    Program::new("ch02_perceptron", "learn_xor", &[], &["learn_xor_regions.png", "learn_xor_loss.png"]),
    Program::new(
        "ch03_activation_functions",
        "ch03_activation_functions",
        &[],
        &["step_and_sigmoid.png", "activations.png", "output_layer.png"],
    ),
    Program::new("ch03_sigmoid_derivative", "ch03_sigmoid_derivative", &[], &["sigmoid.png", "vanishing.png"]),
    Program::new("ch03_neural_network", "ch03_neural_network", &["--data", "digits"], &["digits.png", "mistakes.png"]),
    Program::new("ch03_neural_network", "train", &["--data", "digits", "--epochs", "2"], &["digits.safetensors"]),
    Program::new(
        "ch04_numerical_gradient",
        "ch04_numerical_gradient",
        &[],
        &["tangents.png", "step_size.png", "gradient_field.png", "descent.png"],
    ),
    Program::new(
        "ch04_two_layer_net",
        "ch04_two_layer_net",
        &["--data", "digits", "--iterations", "50"],
        &["accuracy.png", "loss.png", "weights.safetensors"],
    ),
];

/// Whether the file at `path` is a whole PNG.
fn is_png(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && bytes.ends_with(b"IEND\xaeB`\x82")
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
