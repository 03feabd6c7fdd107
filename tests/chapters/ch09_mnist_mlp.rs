//! Chapter 9's digit classifier from end to end: on the embedded digits, with all options, interrupted, and with weights
//! of PyTorch.

use std::fs;
use std::path::Path;
use std::process::Command;

use tests::{assert_diverges, printed, program, run, stdout};

/// Every option of the model and of training, except for the activation function.
const OPTIONS: [&str; 14] = [
    "--hidden=30,20,10",
    "--dropout=0.1",
    "--batch-norm",
    "--weight-decay=0.0001",
    "--softmax",
    "--pixels",
    "0..1",
    "--validation=0.2",
    "--patience=2",
    "--batch-size=50",
    "--learning-rate=0.01",
    "--seed=2",
    "--data",
    "digits",
];

/// The program. Its files go to `output`.
fn classifier(output: &Path) -> Command {
    let mut program = program("ch09_mnist_mlp", "ch09_mnist_mlp");
    program.arg("--output").arg(output);
    program
}

/// What the program prints in this number of epochs on the embedded digits, and the weights that it saves.
fn trained(epochs: &str, arguments: &[&str]) -> (String, Vec<u8>) {
    let output = tempfile::tempdir().unwrap();
    let file = output.path().join("model.safetensors");
    let mut program = classifier(output.path());
    let stdout =
        stdout(program.args(["--data", "digits", "--epochs", epochs]).args(arguments).arg("--save").arg(&file));
    (stdout, fs::read(file).unwrap())
}

/// The last lines: scores and accuracy.
fn evaluation(stdout: &str) -> Vec<&str> {
    stdout.lines().rev().take(2).collect()
}

fn accuracy(stdout: &str) -> f64 {
    printed(stdout, "Accuracy of the model on the test images:").strip_suffix('%').unwrap().parse().unwrap()
}

#[test]
fn it_learns_the_embedded_digits_and_prints_as_the_course_does() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(classifier(output.path()).args(["--data", "digits"]));
    assert!(accuracy(&stdout) > 96.0, "{stdout}");
    let epochs: Vec<&str> = stdout.lines().filter(|line| line.starts_with("Epoch [")).collect();
    assert!(epochs.len() == 20 && epochs[0].starts_with("Epoch [5/100], Loss: "), "{stdout}");
    assert!(stdout.contains("  (0): Linear(in_features=64, out_features=128, bias=True)    8,320\n"), "{stdout}");
}

#[test]
fn all_options_in_combination_train_and_their_weights_can_be_loaded() {
    for activation in ["relu", "leaky-relu", "gelu", "tanh", "sigmoid"] {
        let output = tempfile::tempdir().unwrap();
        let file = output.path().join("new/model.safetensors");
        let with_options = || {
            let mut program = classifier(output.path());
            program.args(OPTIONS).args(["--activation", activation]);
            program
        };
        let trained = stdout(with_options().args(["--epochs", "4", "--save"]).arg(&file));
        assert!(printed(&trained, "validation:").starts_with("287 of the training images, 1150 remain"), "{trained}");
        assert!(trained.contains(", Validation loss: ") && trained.contains("early stopping: "), "{trained}");
        let loaded = stdout(with_options().args(["--epochs", "0", "--load"]).arg(&file));
        assert_eq!(evaluation(&loaded), evaluation(&trained));
    }
}

#[test]
fn every_option_changes_the_result() {
    let (_, default) = trained("2", &[]);
    assert!(trained("2", &[]).1 == default);
    for option in OPTIONS.iter().filter(|option| option.starts_with("--") && option.contains('=')) {
        if *option != "--patience=2" {
            assert!(trained("2", &[option]).1 != default, "{option}");
        }
    }
    for options in [&["--batch-norm"][..], &["--softmax"], &["--pixels=0..1"], &["--activation", "tanh"]] {
        assert!(trained("2", options).1 != default, "{options:?}");
    }
    let stop = |patience| {
        let (stdout, _) = trained("60", &["--validation=0.2", "--learning-rate=0.1", patience]);
        printed(&stdout, "early stopping:").to_owned()
    };
    assert_ne!(stop("--patience=1"), stop("--patience=30"));
}

#[test]
fn training_continues_from_loaded_weights() {
    let output = tempfile::tempdir().unwrap();
    let file = output.path().join("model.safetensors");
    let run = |arguments: &[&str]| {
        let stdout = stdout(classifier(output.path()).args(["--data", "digits"]).args(arguments).arg(&file));
        printed(&stdout, "Epoch [1/").split_once("Loss: ").unwrap().1.parse::<f64>().unwrap()
    };
    let first = run(&["--epochs", "20", "--save"]);
    let continued = run(&["--epochs", "1", "--load"]);
    assert!(continued < 0.2 && first > 1.0, "{first}, then {continued}");
}

#[test]
fn early_stopping_restores_the_weights_of_the_best_epoch() {
    let options = ["--validation=0.3", "--patience=3", "--learning-rate=0.02"];
    let (stdout, _) = trained("200", &options);
    let stop = printed(&stdout, "early stopping:");
    let (epochs, rest) = stop.split_once(" epochs, kept the weights of epoch ").unwrap();
    let (best, _) = rest.split_once(',').unwrap();
    let (epochs, best): (usize, usize) = (epochs.parse().unwrap(), best.parse().unwrap());
    assert!(epochs < 200 && epochs == best + 3, "{stdout}");
    // A run that ends at that epoch has the same weights.
    let ended = trained(&best.to_string(), &options);
    assert_eq!(evaluation(&ended.0), evaluation(&stdout));
}

#[test]
fn the_same_seed_gives_the_same_weights_on_one_thread_and_on_two() {
    let weights = |threads: &str| {
        let output = tempfile::tempdir().unwrap();
        let file = output.path().join("model.safetensors");
        let mut program = classifier(output.path());
        stdout(program.args(OPTIONS).env("RAYON_NUM_THREADS", threads).args(["--epochs", "4", "--save"]).arg(&file));
        fs::read(file).unwrap()
    };
    assert!(weights("1") == weights("2"));
}

#[test]
fn weights_of_pytorch_give_the_scores_of_pytorch() {
    let output = tempfile::tempdir().unwrap();
    let mut program = classifier(output.path());
    program.args(["--data", "digits", "--hidden", "32,16", "--batch-norm", "--dropout", "0.2", "--epochs", "0"]);
    program.args(["--load", "chapters/ch09_mnist_mlp/weights/pytorch_digits.safetensors"]);
    let stdout = stdout(&mut program);
    let scores = printed(&stdout, "scores of test image 0, a 0:").split(' ').map(|score| score.parse::<f64>().unwrap());
    let of_pytorch = [6.2352, -4.7304, -6.7848, -1.2943, -1.1469, -1.8904, -2.2450, -2.9049, -4.0264, -0.4217];
    assert!(scores.zip(of_pytorch).all(|(ours, theirs)| (ours - theirs).abs() < 2e-4), "{stdout}");
    assert_eq!(accuracy(&stdout), 97.78, "352 of 360");
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0, "there is nothing to draw");
}

#[test]
fn invalid_settings_are_refused_with_a_message() {
    for (arguments, reason) in [
        (&["--hidden", "100,0"][..], "it must be a whole number from 1 to 10000"),
        (&["--hidden", "100,"], "it must be a whole number from 1 to 10000"),
        (&["--activation", "step"], "[possible values: relu, leaky-relu, gelu, tanh, sigmoid]"),
        (&["--dropout", "1"], "it must be a number from 0 to below 1"),
        (&["--weight-decay", "-1"], "it must be a finite number, 0 or greater"),
        (&["--validation", "0"], "it must be a number greater than 0, at most 0.9"),
        (&["--validation", "NaN"], "it must be a number greater than 0, at most 0.9"),
        (&["--validation", "0.1", "--patience", "0"], "it must be a whole number from 1 to 100000"),
        (&["--patience", "3"], "the following required arguments were not provided:\n  --validation <FRACTION>"),
        (&["--pixels", "-2..1"], "[possible values: -1..1, 0..1]"),
        (&["--batch-size", "1"], "it must be a whole number from 2 to 60000"),
        (&["--learning-rate", "0"], "it must be a finite number greater than 0"),
        (&["--epochs", "-1"], "it must be a whole number from 0 to 100000"),
    ] {
        let outcome = run(program("ch09_mnist_mlp", "ch09_mnist_mlp").args(arguments));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.stderr.starts_with("error: ") && outcome.stderr.contains(reason), "{}", outcome.stderr);
    }
}

#[test]
fn files_that_cannot_be_saved_or_loaded_are_named() {
    let output = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str]| {
        let outcome = run(classifier(output.path()).args(["--data", "digits"]).args(arguments));
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(!outcome.stdout.contains("Epoch"), "{}", outcome.stdout);
        outcome.stderr
    };
    let folder = output.path().to_str().unwrap();
    assert!(refused(&["--save", folder]).starts_with(&format!("Error: cannot write {folder}")));
    assert!(refused(&["--load", "missing.safetensors"]).starts_with("Error: weights file missing.safetensors: "));
    let weights = "chapters/ch09_mnist_mlp/weights/pytorch_digits.safetensors";
    let other = refused(&["--load", weights]);
    assert!(other.contains(&format!("Error: weights file {weights}: ")), "{other}");
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    let output = tempfile::tempdir().unwrap();
    let file = output.path().join("model.safetensors");
    let mut program = classifier(output.path());
    assert_diverges(program.args(["--data", "digits", "--learning-rate", "1e30", "--save"]).arg(&file));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_training_and_everything_is_saved() {
    let output = tempfile::tempdir().unwrap();
    let mut program = classifier(output.path());
    program.args(["--data", "digits", "--epochs", "20000", "--save"]).arg(output.path().join("model.safetensors"));
    let stdout = tests::interrupted(&mut program, "Epoch [");
    assert!(stdout.lines().last().unwrap().starts_with("Accuracy of the model on the test images: "), "{stdout}");
    assert_eq!(fs::read_dir(&output).unwrap().count(), 3, "{stdout}");
}
