//! Chapter 6's optimizers from end to end: down a valley, and on the embedded digits.

use std::fs;
use std::path::Path;
use std::process::Command;

use ::ch06_optimizers::{START, f, gradient, path, path_rate};
use common::optimizers::Method;
use common::{MultiLayerNet, Trainer};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{printed, program, run, stdout};

use crate::readme;

/// A program of the chapter. Its files go to `output`.
fn writing_to(output: &Path, binary: &str) -> Command {
    let mut program = program("ch06_optimizers", binary);
    program.arg("--output").arg(output);
    program
}

/// What the main program prints on the embedded digits.
fn on_digits(arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    stdout(writing_to(output.path(), "ch06_optimizers").args(["--data", "digits"]).args(arguments))
}

/// The numbers after the name of each method in a table.
fn rows<const N: usize>(stdout: &str) -> [[f64; N]; 7] {
    Method::ALL.map(|method| {
        let row = printed(stdout, &format!("{} ", method.name()));
        let numbers: Vec<f64> = row.split_whitespace().map(|word| word.parse().unwrap()).collect();
        numbers.try_into().unwrap()
    })
}

/// The next step for one element `w`, from all its gradients so far, the newest last. Optimizers keep running sums;
/// here each sum is computed from scratch, without the ε.
fn step(method: Method, w: f64, gradients: &[f64]) -> f64 {
    let sum = |beta: f64, of: fn(f64) -> f64| -> f64 {
        gradients.iter().rev().enumerate().map(|(age, &g)| beta.powi(age as i32) * of(g)).sum()
    };
    let mean = |beta, of| sum(beta, of) / sum(beta, |_| 1.0);
    let (lr, g) = (path_rate(method), gradients[gradients.len() - 1]);
    let adam = || lr * mean(0.9, |g| g) / mean(0.999, |g| g * g).sqrt();
    match method {
        Method::Sgd => lr * g,
        Method::Momentum => lr * sum(0.9, |g| g),
        Method::Nesterov => lr * (g + 0.9 * sum(0.9, |g| g)),
        Method::AdaGrad => lr * g / sum(1.0, |g| g * g).sqrt(),
        Method::RmsProp => lr * g / (0.01 * sum(0.99, |g| g * g)).sqrt(),
        Method::Adam => adam(),
        Method::AdamW => adam() + lr * 0.01 * w,
    }
}

#[test]
fn paths_follow_the_formulas_without_running_sums() {
    for method in Method::ALL {
        let ((mut x, mut y), mut gradients) = (START, (Vec::new(), Vec::new()));
        for (index, point) in path(method.optimizer(path_rate(method)), 30).into_iter().enumerate() {
            assert!((point.0 - x).hypot(point.1 - y) < 1e-6, "{method:?}, step {index}: {point:?}, not {:?}", (x, y));
            let (dx, dy) = gradient(x, y);
            gradients.0.push(dx);
            gradients.1.push(dy);
            (x, y) = (x - step(method, x, &gradients.0), y - step(method, y, &gradients.1));
        }
    }
}

#[test]
fn thirty_steps_end_at_these_distances_from_the_lowest_point() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut writing_to(output.path(), "paths"));
    let distances = [0.361, 0.901, 0.690, 0.120, 0.697, 0.346, 0.403];
    for ((method, [rate, x, y, height]), distance) in Method::ALL.iter().zip(rows(&stdout)).zip(distances) {
        assert_eq!(rate, path_rate(*method), "{stdout}");
        assert!((x.hypot(y) - distance).abs() < 1e-3, "{method:?}:\n{stdout}");
        assert!((height - f(x, y)).abs() < 0.05 * height, "{method:?}:\n{stdout}");
    }
}

#[test]
fn the_readme_shows_where_the_paths_end() {
    readme::assert_block("ch06_optimizers", "paths", &readme::recorded("ch06_optimizers")[0]);
}

#[test]
fn the_number_of_steps_is_a_setting() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(writing_to(output.path(), "paths").args(["--steps", "1"]));
    assert_eq!(rows(&stdout)[0], [0.95, -6.335, -1.8, 5.2], "{stdout}");
}

#[test]
fn all_methods_begin_with_the_same_weights_and_images_and_train_the_network() {
    let first = on_digits(&["--iterations", "1"]);
    let [[_, first_loss, _], ..] = rows(&first);
    let rates = [0.01, 0.01, 0.01, 0.01, 0.001, 0.001, 0.001];
    for ([rate, loss, _], expected) in rows(&first).into_iter().zip(rates) {
        assert_eq!((rate, loss), (expected, first_loss), "{first}");
    }
    let last = on_digits(&["--iterations", "200", "--batch-size", "50"]);
    let [[_, sgd_loss, _], others @ ..] = rows(&last);
    assert!(sgd_loss < 0.5 * first_loss, "{last}");
    for [_, loss, accuracy] in others {
        assert!(loss < 0.2 * sgd_loss && accuracy > 0.93, "{last}");
    }
}

#[test]
fn a_row_of_the_table_matches_the_trainer_of_common() {
    let table = on_digits(&["--iterations", "150", "--batch-size", "20", "--seed", "3"]);
    let (digits, mut rng) = (digits::load(), ChaCha8Rng::seed_from_u64(3));
    let plan = MultiLayerNet { hidden_sizes: vec![100, 100, 100, 100], ..MultiLayerNet::new(64, CLASSES) };
    let mut network = plan.build::<f32>(&mut rng);
    let optimizer = Method::Adam.optimizer(0.001);
    let mut trainer = Trainer::new(&mut network, optimizer, &digits.train, &digits.test, &mut rng);
    trainer.batch_size = 20;
    trainer.steps(150).unwrap();
    let loss = trainer.history.losses[50..].iter().sum::<f64>() / 100.0;
    let row = format!("0.001  {loss:.4}  {:.4}", network.accuracy(&digits.test));
    assert_eq!(printed(&table, "Adam "), row, "{table}");
}

#[test]
fn batch_size_and_rate_factor_change_the_losses() {
    let table = |arguments: &[&str]| rows::<3>(&on_digits(&[&["--iterations", "20"], arguments].concat()));
    let usual = table(&[]);
    for (other, factor) in [(table(&["--batch-size", "50"]), 1.0), (table(&["--rate-factor", "3"]), 3.0)] {
        for ((method, usual), other) in Method::ALL.iter().zip(usual).zip(other) {
            assert_ne!(usual[1], other[1], "{method:?}");
            assert!((other[0] / usual[0] - factor).abs() < 1e-6, "{method:?}: {other:?}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_losses_on_one_thread_and_on_two() {
    let run_on = |threads, seed| {
        let output = tempfile::tempdir().unwrap();
        let mut program = writing_to(output.path(), "ch06_optimizers");
        // In batches of a thousand, a product is large enough to be split.
        program.args(["--data", "digits", "--iterations", "5", "--batch-size", "1000", "--seed", seed]);
        let stdout = stdout(program.env("RAYON_NUM_THREADS", threads));
        (rows::<3>(&stdout), fs::read(output.path().join("loss.png")).unwrap())
    };
    let on_one = run_on("1", "7");
    assert!(run_on("2", "7") == on_one);
    assert_ne!(run_on("2", "8").0, on_one.0);
}

#[test]
fn a_run_that_diverges_is_named_and_leaves_no_files() {
    let output = tempfile::tempdir().unwrap();
    let mut program = writing_to(output.path(), "ch06_optimizers");
    let outcome = run(program.args(["--data", "digits", "--iterations", "20", "--rate-factor", "1e300"]));
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stderr.starts_with("Error: SGD: training has diverged"), "{}", outcome.stderr);
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}
