//! READMEs of chapters against the output of their programs.

use std::fs;

use common::settings;
use tests::{program, stdout};

/// The blocks of recorded output under "What you see", without drawings.
pub fn recorded(package: &str) -> Vec<String> {
    let readme = settings::workspace().join("chapters").join(package).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, seen) = readme.split_once("\n## What you see\n").unwrap();
    let (seen, _) = seen.split_once("\n## ").unwrap();
    let blocks = seen.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap());
    blocks.filter(|(language, _)| *language != "mermaid").map(|(_, text)| text.to_owned()).collect()
}

/// Whether two words are the same, or numbers that agree within the rounding differences between processors.
fn same_word(a: &str, b: &str) -> bool {
    let number = |word: &str| word.trim_matches(['(', ')', '[', ']', ',', '%']).parse::<f64>().ok();
    match (number(a), number(b)) {
        // Below 1e-9 there is only rounding error.
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()) || a.abs().max(b.abs()) < 1e-9,
        _ => a == b,
    }
}

#[track_caller]
fn assert_recorded(package: &str, binaries: &[&str]) {
    let blocks = recorded(package);
    assert_eq!(blocks.len(), binaries.len(), "{package}");
    for (binary, block) in binaries.iter().zip(blocks) {
        assert_block(package, binary, &block);
    }
}

/// Whether a block of recorded output is what the program prints.
#[track_caller]
pub fn assert_block(package: &str, binary: &str, block: &str) {
    let mut program = program(package, binary);
    let output = tempfile::tempdir().unwrap();
    if block.contains("wrote ") {
        program.arg("--output").arg(output.path());
    }
    let stdout = stdout(&mut program);
    let stdout = stdout.replace(output.path().to_str().unwrap(), &format!("output/{package}"));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(stdout.trim_end().lines().count(), block.lines().count(), "{binary} prints:\n{stdout}");
    for (printed, recorded) in stdout.lines().zip(block.lines()) {
        let (printed, recorded) = (words(printed), words(recorded));
        let same = printed.len() == recorded.len() && printed.iter().zip(&recorded).all(|(a, b)| same_word(a, b));
        assert!(same, "{binary} prints {printed:?}, its README shows {recorded:?}");
    }
}

#[test]
fn readmes_show_what_the_programs_of_chapter_1_print() {
    assert_recorded("ch01_nalgebra_tour", &["ch01_nalgebra_tour"]);
    assert_recorded("ch01_linear_regression", &["ch01_linear_regression", "one_step", "fruit_yield", "diabetes"]);
}

#[test]
fn readmes_show_what_the_programs_of_chapter_2_print() {
    assert_recorded("ch02_perceptron", &["ch02_perceptron", "adder", "learn_xor"]);
}

#[test]
fn readmes_show_what_the_programs_of_chapter_3_print() {
    assert_recorded("ch03_activation_functions", &["ch03_activation_functions"]);
    assert_recorded("ch03_sigmoid_derivative", &["ch03_sigmoid_derivative"]);
}

/// Its times differ from run to run, and its README shows MNIST.
#[test]
fn the_readme_of_the_neural_network_shows_what_does_not_depend_on_the_data() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch03_neural_network", "ch03_neural_network");
    let stdout = stdout(program.args(["--data", "digits", "--output"]).arg(output.path()));
    let block = &recorded("ch03_neural_network")[0];
    let sections = |text: &str| {
        let (_, sections) = text.split_once("\n3.4 ").unwrap();
        sections.split_once("\n3.6 Handwritten digits\n").unwrap().0.to_owned()
    };
    assert_eq!(sections(&stdout), sections(block));
    for line in
        ["  1 at a time: 346 of 360 are right, in", "100 at a time: 346 of 360 are right, in", "accuracy 0.9611"]
    {
        assert!(stdout.lines().any(|printed| printed.starts_with(line)), "{line:?} is missing:\n{stdout}");
    }
}

#[test]
fn readmes_show_what_the_programs_of_chapter_4_print() {
    assert_recorded("ch04_numerical_gradient", &["ch04_numerical_gradient"]);
}

#[test]
fn readmes_show_what_the_programs_of_chapter_5_print() {
    assert_recorded("ch05_autograd", &["ch05_autograd", "graph"]);
}

#[test]
fn different_numbers_are_different_words() {
    assert!(same_word("0.4831", "0.4831") && same_word("(1.3e-12,", "(2.1e-12,"));
    assert!(!same_word("0.4831", "0.4832") && !same_word("apples", "oranges"));
}

#[test]
fn the_drawings_in_the_readmes_of_chapter_5_are_what_the_program_writes() {
    let output = tempfile::tempdir().unwrap();
    for (graph, file, package) in [
        ("fruit", "fruit.mmd", "ch05_autograd"),
        ("affine", "affine.mmd", "ch05_backprop"),
        ("two-layer-net", "two_layer_net.mmd", "ch05_backprop"),
    ] {
        stdout(program("ch05_autograd", "graph").args([graph, "--output"]).arg(output.path()));
        let written = fs::read_to_string(output.path().join(file)).unwrap();
        let readme = settings::workspace().join("chapters").join(package).join("README.md");
        let readme = fs::read_to_string(readme).unwrap();
        assert!(readme.contains(&format!("\n```mermaid\n{written}```\n")), "{package}:\n{written}");
    }
}
