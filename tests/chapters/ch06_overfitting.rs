//! Chapter 6's overfitting experiment from end to end, on the embedded digits.

use std::fs;
use std::path::Path;
use std::process::Command;

use common::optimizers::{Optimizer, Sgd};
use common::{MultiLayerNet, Trainer};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{assert_diverges, printed, program, stdout};

const TECHNIQUES: [&str; 5] = ["none", "weight-decay", "dropout", "batch-norm", "early-stopping"];

/// The program on the embedded digits. Its files go to `output`.
fn overfitting(output: &Path) -> Command {
    let mut program = program("ch06_overfitting", "ch06_overfitting");
    program.args(["--data", "digits", "--output"]).arg(output);
    program
}

/// What the program prints with these arguments.
fn printed_with(arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    stdout(overfitting(output.path()).args(arguments))
}

/// The rows of the printed table.
fn rows(stdout: &str) -> Vec<&str> {
    let is_row = |line: &&str| TECHNIQUES.iter().any(|technique| line.starts_with(&format!("{technique} ")));
    stdout.lines().filter(is_row).collect()
}

/// Training accuracy, test accuracy and gap in the row of a technique.
fn accuracies(stdout: &str, technique: &str) -> [f64; 3] {
    let numbers: Vec<f64> = printed(stdout, technique).split_whitespace().map(|word| word.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn the_network_overfits_with_the_default_settings_and_each_technique_changes_the_result() {
    let stdout = printed_with(&[]);
    let none = accuracies(&stdout, "none");
    assert!(none[0] > 0.995 && none[2] > 0.1, "{stdout}");
    for technique in TECHNIQUES {
        let row = accuracies(&stdout, technique);
        assert!((row[0] - row[1] - row[2]).abs() < 2e-4, "{stdout}");
        assert!(technique == "none" || row != none, "{stdout}");
    }
    // Batch normalization overfits too, but with a smaller gap.
    let batch_norm = accuracies(&stdout, "batch-norm");
    assert!(batch_norm[0] > 0.995 && batch_norm[2] < none[2] - 0.03, "{stdout}");
    // These two slow training down, so that it does not converge.
    for technique in ["weight-decay", "dropout"] {
        let [train, test, _] = accuracies(&stdout, technique);
        assert!(train < none[0] - 0.02 && test < none[1], "{stdout}");
    }
    let stop = printed(&stdout, "early-stopping: 240 training images and 60 validation images; ended after epoch");
    let (ended, kept) = stop.split_once(", kept epoch ").unwrap();
    let (ended, kept): (u32, u32) = (ended.parse().unwrap(), kept.parse().unwrap());
    assert!(kept <= ended && ended <= 201 && (ended == 201 || ended == kept + 20), "{stdout}");
}

#[test]
fn the_prediction_is_as_good_as_the_mean_of_a_hundred_masks_and_better_than_one() {
    let stdout = printed_with(&["--only", "dropout"]);
    let words = printed(&stdout, "dropout: accuracy on 360 test images").split_whitespace();
    let accuracies: Vec<f64> = words.filter_map(|word| word.parse().ok()).filter(|&number| number < 1.0).collect();
    let [one, hundred, predict] = accuracies.try_into().unwrap();
    assert!(hundred > one + 0.1 && (hundred - predict).abs() < 0.05, "{stdout}");
    assert_eq!(format!("{predict:.4}"), format!("{:.4}", self::accuracies(&stdout, "dropout ")[1]));
}

#[test]
fn with_only_one_technique_the_table_has_its_row_and_the_one_without_any() {
    let all = printed_with(&["--epochs", "2"]);
    assert_eq!(rows(&all).len(), TECHNIQUES.len());
    for technique in TECHNIQUES {
        let only = printed_with(&["--epochs", "2", "--only", technique]);
        let expected =
            rows(&all).into_iter().filter(|row| [technique, "none"].iter().any(|name| row.starts_with(name)));
        assert_eq!(rows(&only), Vec::from_iter(expected));
        assert_eq!(only.contains("kept epoch"), technique == "early-stopping");
    }
}

#[test]
fn the_same_seed_prints_and_draws_the_same_on_one_thread_and_on_two() {
    let output = tempfile::tempdir().unwrap();
    let run_on = |threads, seed| {
        let mut program = overfitting(output.path());
        program.args(["--epochs", "4", "--seed", seed]).env("RAYON_NUM_THREADS", threads);
        let stdout = stdout(&mut program);
        let lines: Vec<String> =
            stdout.lines().filter(|line| !line.starts_with("training took")).map(String::from).collect();
        (lines, ["accuracy.png", "gap.png"].map(|name| fs::read(output.path().join(name)).unwrap()))
    };
    let on_one = run_on("1", "7");
    assert!(run_on("2", "7") == on_one);
    let another = run_on("2", "8");
    assert!(another.1[0] != on_one.1[0] && another.1[1] != on_one.1[1]);
    // The row does not depend on the choice of validation images.
    let none = |lines: &[String]| lines.iter().find(|line| line.starts_with("none ")).cloned();
    assert_ne!(none(&another.0), none(&on_one.0));
}

#[test]
fn the_number_of_images_is_a_setting() {
    let stdout = printed_with(&["--images", "50", "--epochs", "1"]);
    assert_eq!(printed(&stdout, "50 training images,"), "at most 1 epoch");
    assert!(stdout.contains("early-stopping: 40 training images and 10 validation images"), "{stdout}");
    // Fewer images than a mini-batch of 100 are enough, down to the two that a variance needs.
    printed_with(&["--images", "2", "--batch-size", "2", "--epochs", "1"]);
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    let output = tempfile::tempdir().unwrap();
    assert_diverges(overfitting(output.path()).args(["--learning-rate", "1e30"]));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[test]
fn the_first_row_matches_the_trainer_of_common() {
    let stdout = printed_with(&["--epochs", "30", "--images", "200", "--seed", "3", "--only", "none"]);
    let digits = digits::load();
    let (images, mut rng) = (digits.train.first(200), ChaCha8Rng::seed_from_u64(3));
    let mut batches = ChaCha8Rng::from_rng(&mut rng);
    let plan = MultiLayerNet { hidden_sizes: vec![100; 6], ..MultiLayerNet::new(64, CLASSES) };
    let mut network = plan.build::<f32>(&mut rng);
    let sgd = Optimizer::new(Sgd, 0.01);
    let mut trainer = Trainer::new(&mut network, sgd, &images, &digits.test, &mut batches);
    trainer.train(30).unwrap();
    let (train, test) = (trainer.history.train_accuracy[30], trainer.history.test_accuracy[30]);
    assert_eq!(printed(&stdout, "none ").trim(), format!("{train:.4}  {test:.4}  {:.4}", train - test));
}

#[test]
fn the_default_strengths_are_those_of_the_book() {
    let strengths = "--weight-decay 0.1 --dropout 0.2 --learning-rate 0.01 --batch-size 100 --images 300";
    let given = Vec::from_iter(["--epochs", "10"].into_iter().chain(strengths.split(' ')));
    assert_eq!(rows(&printed_with(&given)), rows(&printed_with(&["--epochs", "10"])));
}

#[test]
fn the_loss_in_the_epoch_kept_is_lower_than_at_the_end() {
    let stdout = printed_with(&["--only", "early-stopping", "--learning-rate", "0.1", "--patience", "3"]);
    let losses = printed(&stdout, "early-stopping: validation loss");
    let (kept, last) = losses.strip_suffix(" at the end").unwrap().split_once(" in the epoch kept, ").unwrap();
    assert!(kept.parse::<f64>().unwrap() < last.parse().unwrap(), "{stdout}");
}
