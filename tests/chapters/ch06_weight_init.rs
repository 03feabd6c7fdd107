//! Chapter 6's initial weights from end to end.

use std::fs;
use std::path::Path;
use std::process::Command;

use common::optimizers::{Optimizer, Sgd};
use common::{Matrix, MultiLayerNet, Trainer};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{printed, program, run, stdout};

use crate::readme;

const PACKAGE: &str = "ch06_weight_init";

/// A program of the chapter on the embedded digits. Its files go to `output`.
fn on_digits(binary: &str, output: &Path) -> Command {
    let mut program = program(PACKAGE, binary);
    program.args(["--data", "digits", "--output"]).arg(output);
    program
}

/// What a program prints on the embedded digits, without times.
fn printed_on_digits(binary: &str, arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(on_digits(binary, output.path()).args(arguments));
    let stdout = stdout.replace(output.path().to_str().unwrap(), "");
    stdout.lines().filter(|line| !line.starts_with("training took")).map(|line| format!("{line}\n")).collect()
}

/// The numbers at the end of the line that begins with `name`, the first such line.
fn numbers(stdout: &str, name: &str) -> Vec<f64> {
    printed(stdout, name).split_whitespace().map(|word| word.parse().unwrap()).collect()
}

#[test]
fn he_initialization_is_the_best_for_a_relu_network_and_0_01_the_worst() {
    let stdout = printed_on_digits(PACKAGE, &["--iterations", "600"]);
    let [small, xavier, he] = ["std = 0.01", "Xavier", "He"].map(|name| numbers(&stdout, name));
    assert!((2.28..2.32).contains(&small[0]) && small[1] < 0.2, "{stdout}");
    assert!(he[0] < 0.5 * xavier[0] && xavier[0] < 0.75 * small[0], "{stdout}");
    assert!(he[1] > xavier[1] && xavier[1] > small[1] + 0.3, "{stdout}");

    // Before training: activations shrink on their way forward, and the gradients of all layers are small.
    let [small, he] = ["  std = 0.01", "  He"].map(|name| numbers(&stdout, name));
    assert!(small.windows(2).all(|pair| pair[1] < 0.2 * pair[0]), "{stdout}");
    assert!(he.windows(2).all(|pair| pair[1] > 0.5 * pair[0]), "{stdout}");
    let (_, gradients) = stdout.split_once("gradients").unwrap();
    let [small, he] = ["  std = 0.01", "  He"].map(|name| numbers(gradients, name));
    assert!(small.iter().zip(&he).all(|(small, he)| *small < 1e-3 * he), "{stdout}");
}

#[test]
fn equal_weights_end_far_below_random_ones() {
    let stdout = printed_on_digits("equal_weights", &[]);
    let random: Vec<Vec<f64>> = stdout
        .lines()
        .filter_map(|line| line.strip_prefix("random weights"))
        .map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect())
        .collect();
    let [zero, equal] = ["all weights 0 ", "all weights 0.01 "].map(|name| numbers(&stdout, name));
    for few in [&zero, &equal, &random[0]] {
        assert!(few[1] == 1.0 && few[2] < 0.5 && (few[2] - few[3]).abs() < 0.006, "{stdout}");
    }
    assert!(random[1][..2] == [8.0, 8.0] && random[1][2] > 0.9 && random[1][3] < 0.5, "{stdout}");
}

#[test]
fn the_same_seed_prints_and_draws_the_same_on_one_thread_and_on_two() {
    // In batches of a thousand, and with 200 units, a product is large enough to be split.
    let training = ["--data", "digits", "--iterations", "10", "--batch-size", "1000"];
    for (binary, arguments, picture) in [
        (PACKAGE, &training[..], "loss.png"),
        ("equal_weights", &training[..], "equal_weights.png"),
        ("activations", &["--layers", "1", "--width", "200"], "activations_relu.png"),
    ] {
        let run_on = |threads, seed| {
            let output = tempfile::tempdir().unwrap();
            let mut program = program(PACKAGE, binary);
            program.args(arguments).args(["--seed", seed, "--output"]).arg(output.path());
            let stdout = stdout(program.env("RAYON_NUM_THREADS", threads));
            let lasting = |line: &&str| !line.starts_with("training took") && !line.starts_with("wrote");
            let lines: Vec<String> = stdout.lines().filter(lasting).map(String::from).collect();
            (lines, fs::read(output.path().join(picture)).unwrap())
        };
        let result = run_on("1", "7");
        assert!(run_on("2", "7") == result, "{binary}");
        assert!(run_on("2", "8") != result, "{binary}");
    }
}

#[test]
fn every_training_setting_changes_the_result() {
    for binary in [PACKAGE, "equal_weights"] {
        let accuracies = |arguments: &[&str]| {
            let stdout = printed_on_digits(binary, arguments);
            stdout.lines().rev().take(3).map(String::from).collect::<Vec<_>>()
        };
        let default = accuracies(&["--iterations", "20"]);
        for arguments in [
            &["--iterations", "30"][..],
            &["--iterations", "20", "--batch-size", "10"],
            &["--iterations", "20", "--learning-rate", "0.1"],
            &["--iterations", "20", "--activation", "tanh"],
        ] {
            assert_ne!(accuracies(arguments), default, "{binary} {arguments:?}");
        }
    }
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    for binary in [PACKAGE, "equal_weights"] {
        let output = tempfile::tempdir().unwrap();
        let outcome = run(on_digits(binary, output.path()).args(["--learning-rate", "1e308"]));
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(outcome.stderr.starts_with("Error: training has diverged"), "{}", outcome.stderr);
        assert_eq!(fs::read_dir(&output).unwrap().count(), 0, "{binary}");
    }
}

#[test]
fn the_readme_shows_the_activations_of_the_layers() {
    readme::assert_block(PACKAGE, "activations", &readme::recorded(PACKAGE)[1]);
}

#[test]
fn the_rows_of_he_match_the_network_and_the_trainer_of_common() {
    let stdout = printed_on_digits(PACKAGE, &["--iterations", "150", "--batch-size", "20", "--seed", "3"]);
    let (digits, rng) = (digits::load(), || ChaCha8Rng::seed_from_u64(3));
    // ReLU and He initialization are its defaults.
    let plan = MultiLayerNet { hidden_sizes: vec![100; 4], ..MultiLayerNet::new(64, CLASSES) };

    let mut network = plan.build::<f64>(&mut rng());
    let (x, t) = digits.train.batch(&Vec::from_iter(0..1000));
    network.loss_and_gradient(x, &t);
    let deviation = |w: &Matrix<f64>| format!("{:.1e}", w.variance().sqrt());
    let deviations: Vec<String> = network.weights().map(|w| deviation(&w.grad)).collect();
    let (_, gradients) = stdout.split_once("gradients").unwrap();
    assert_eq!(printed(gradients, "  He").split_whitespace().collect::<Vec<_>>(), deviations);

    let mut rng = rng();
    let mut network = plan.build::<f32>(&mut rng);
    let sgd = Optimizer::new(Sgd, 0.01);
    let mut trainer = Trainer::new(&mut network, sgd, &digits.train, &digits.test, &mut rng);
    trainer.batch_size = 20;
    trainer.steps(150).unwrap();
    let loss = trainer.history.losses[50..].iter().sum::<f64>() / 100.0;
    let row = [format!("{loss:.4}"), format!("{:.4}", network.accuracy(&digits.test))];
    assert_eq!(printed(&stdout, "He ").split_whitespace().collect::<Vec<_>>(), row);
}
