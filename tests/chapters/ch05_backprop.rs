//! Chapter 5's network of layers from end to end, and its gradient check.

use std::fs;
use std::path::Path;
use std::process::Command;

use ::ch05_backprop::PARAMS;
use approx::assert_abs_diff_eq;
use ch04_two_layer_net::TwoLayerNet;
use common::settings;
use datasets::digits;
use tests::{printed, program, stdout};

/// A program of chapter 5 on the embedded digits. Its files go to `output`.
fn on_digits(binary: &str, output: &Path) -> Command {
    let mut program = program("ch05_backprop", binary);
    program.args(["--data", "digits", "--output"]).arg(output);
    program
}

#[test]
fn the_network_of_layers_learns_the_embedded_digits_with_its_default_settings() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut on_digits("ch05_backprop", output.path()));
    let accuracy: f64 = printed(&stdout, "final test accuracy").parse().unwrap();
    assert!(accuracy > 0.94, "{stdout}");
    // Sigmoids end at 0.991.
    let accuracy: f64 = printed(&stdout, "final train accuracy").parse().unwrap();
    assert!(accuracy > 0.995, "{stdout}");
}

#[test]
fn with_sigmoid_the_network_of_chapter_4_can_read_its_weights() {
    let output = tempfile::tempdir().unwrap();
    let mut program = on_digits("ch05_backprop", output.path());
    let stdout = stdout(program.args(["--activation", "sigmoid", "--iterations", "500"]));
    let chapter_4 = TwoLayerNet::load(&output.path().join("weights.safetensors")).unwrap();
    let accuracy = chapter_4.accuracy(&digits::load().test);
    assert_eq!(printed(&stdout, "final test accuracy"), format!("{accuracy:.4}"));
}

#[test]
fn relu_learns_faster_than_sigmoid_in_the_network_of_the_main_program() {
    let output = tempfile::tempdir().unwrap();
    let run = |binary, arguments: &[&str]| {
        stdout(on_digits(binary, output.path()).args(["--iterations", "1000"]).args(arguments))
    };
    let both = run("sigmoid_and_relu", &[]);
    let losses = ["sigmoid", "relu"].map(|activation| {
        let alone = run("ch05_backprop", &["--activation", activation]);
        let (loss, accuracy) = printed(&both, activation).split_once("  ").unwrap();
        assert_eq!(accuracy, printed(&alone, "final test accuracy"), "{activation}");
        loss.parse::<f64>().unwrap()
    });
    assert!(losses[1] < 0.5 * losses[0], "{both}");
}

#[test]
fn the_gradient_check_passes_in_f64_and_is_inconclusive_in_f32() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut on_digits("gradient_check", output.path()));
    for name in PARAMS {
        let numbers: Vec<f64> =
            printed(&stdout, name).split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [mean, double, single] = numbers[..] else { panic!("{stdout}") };
        assert!(double < 1e-9 && double < 1e-6 * mean && single > 1e-5, "{stdout}");
    }
}

#[test]
fn the_readme_shows_what_the_shopping_costs() {
    let readme = settings::workspace().join("chapters/ch05_backprop/README.md");
    let stdout = stdout(&mut program("ch05_backprop", "buy_apple"));
    assert!(fs::read_to_string(readme).unwrap().contains(&format!("```\n{stdout}```\n")), "{stdout}");
}

/// The accuracies that a program prints, epoch by epoch and at the end.
fn accuracies(stdout: &str) -> Vec<f64> {
    let lines = stdout.lines().filter(|line| line.contains("accuracy"));
    lines.flat_map(|line| line.split([' ', ',']).filter_map(|word| word.parse().ok())).collect()
}

#[test]
fn with_sigmoid_it_trains_like_the_program_of_chapter_4_with_the_same_settings() {
    let settings = [
        ["--iterations", "350"],
        ["--batch-size", "50"],
        ["--learning-rate", "0.5"],
        ["--hidden", "20"],
        ["--weight-init-std", "0.3"],
        ["--seed", "7"],
    ];
    let output = tempfile::tempdir().unwrap();
    let printed_by = |program: &mut Command| accuracies(&stdout(program.args(settings.as_flattened())));
    let chapter_5 = printed_by(on_digits("ch05_backprop", output.path()).args(["--activation", "sigmoid"]));
    let mut program = program("ch04_two_layer_net", "ch04_two_layer_net");
    let chapter_4 = printed_by(program.args(["--data", "digits", "--output"]).arg(output.path()));
    // In f32 the prediction for an image or two may differ.
    assert_abs_diff_eq!(chapter_5[..], chapter_4[..], epsilon = 0.006);
}
