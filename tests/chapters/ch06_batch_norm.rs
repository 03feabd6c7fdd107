//! The experiment of section 6.3 from end to end, and its network.

use std::fs;

use ::ch06_batch_norm::{network, scales};
use approx::assert_relative_eq;
use common::matrix::argmax_rows;
use common::optimizers::{Optimizer, Sgd};
use common::{Matrix, Network, Trainer};
use datasets::{Dataset, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{printed, program, stdout};

/// What the program prints on the embedded digits, except the lines on time and files, and its pictures.
fn run(arguments: &[&str], threads: &str) -> (String, [Vec<u8>; 3]) {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch06_batch_norm", "ch06_batch_norm");
    program.args(["--data", "digits"]).args(arguments).arg("--output").arg(output.path());
    let stdout = stdout(program.env("RAYON_NUM_THREADS", threads));
    let lines = stdout.lines().filter(|line| !line.starts_with("training took") && !line.starts_with("wrote"));
    let pictures = ["scales.png", "summary.png", "losses.png"].map(|name| fs::read(output.path().join(name)).unwrap());
    (lines.map(|line| format!("{line}\n")).collect(), pictures)
}

/// The rows of the printed table, word by word.
fn rows(stdout: &str) -> Vec<Vec<&str>> {
    let rows = stdout.lines().filter(|line| line.starts_with(['0', '1']));
    rows.map(|row| row.split_whitespace().collect()).collect()
}

#[test]
fn with_batch_normalization_the_network_learns_from_many_more_scales() {
    let (stdout, _) = run(&["--epochs", "8"], "2");
    let rows = rows(&stdout);
    assert_eq!((rows.len(), rows[0][0], rows[15][0]), (16, "1.00000", "0.00010"), "{stdout}");
    // Without batch normalization, training diverges from the largest weights, and the program continues.
    assert_eq!((rows[0][1], rows[0].len()), ("diverged", 4), "{stdout}");
    let right = |word: &str| word.parse::<f64>().is_ok_and(|accuracy| accuracy > 0.5);
    let without = rows.iter().filter(|row| right(row[1])).count();
    let with = rows.iter().filter(|row| right(row[row.len() - 2])).count();
    assert!(without <= 4 && with >= without + 6, "{stdout}");
    let counts = printed(&stdout, "scales that end above 0.5 on the training images:");
    assert_eq!(counts, format!("{without} without, {with} with batch normalization"));
}

#[test]
fn the_result_depends_on_seed_and_settings_and_not_on_the_threads() {
    let base = ["--epochs", "1", "--images", "100", "--batch-size", "20"];
    let result = run(&base, "1");
    assert!(run(&base, "2") == result);
    for changed in [["--seed", "2"], ["--learning-rate", "0.02"]] {
        let other = run(&[&base[..], &changed].concat(), "2");
        assert!(other.0 != result.0 && other.1[0] != result.1[0] && other.1[1] != result.1[1], "{changed:?}");
    }
    for (index, value) in [(1, "2"), (3, "150"), (5, "30")] {
        let mut changed = base;
        changed[index] = value;
        let other = run(&changed, "2");
        assert!(other.0 != result.0 && other.1[1] != result.1[1], "{changed:?}");
    }
}

#[test]
fn a_program_whose_runs_all_diverge_says_so_in_its_table() {
    let (stdout, _) = run(&["--epochs", "1", "--images", "200", "--learning-rate", "1e308"], "2");
    assert!(rows(&stdout).iter().all(|row| row[1..] == ["diverged", "diverged"]), "{stdout}");
    assert_eq!(rows(&stdout).len(), 16);
}

/// The experiment's network with batch normalization, before its first step, and the embedded digits.
fn start(scale: f64) -> (Network<f64>, Dataset) {
    let images = digits::load().train;
    (network(&images, scale, true).build(&mut ChaCha8Rng::seed_from_u64(1)), images)
}

/// Outputs of the five batch normalization layers in training, each N x 100.
fn normalized(network: &mut Network<f64>, mut x: Matrix<f64>) -> Vec<Matrix<f64>> {
    let mut outputs = Vec::new();
    for (index, layer) in network.layers.0.iter_mut().enumerate() {
        x = layer.forward(x);
        // Affine, batch normalization, ReLU, and so on.
        if index % 3 == 1 {
            outputs.push(x.clone());
        }
    }
    outputs
}

#[test]
fn every_unit_of_every_hidden_layer_has_mean_0_and_variance_1_in_a_mini_batch() {
    for scale in [1.0, 0.05] {
        let (mut network, images) = start(scale);
        let outputs = normalized(&mut network, images.batch(&Vec::from_iter(0..100)).0);
        assert_eq!(outputs.len(), 5);
        for unit in outputs.iter().flat_map(|out| out.column_iter()) {
            assert_eq!(unit.len(), 100);
            assert!(unit.mean().abs() < 1e-12 && (unit.variance() - 1.0).abs() < 1e-2, "{scale}: {}", unit.variance());
        }
    }
}

/// 1e-5 is added to a variance that is itself smaller.
#[test]
fn at_the_smallest_scale_epsilon_keeps_the_variances_from_1() {
    let (mut network, images) = start(scales()[15]);
    let outputs = normalized(&mut network, images.batch(&Vec::from_iter(0..100)).0);
    let variances: Vec<f64> = outputs.iter().map(|out| out.variance()).collect();
    assert!(variances[0] < 0.2 && variances.windows(2).all(|pair| pair[1] < pair[0]), "{variances:?}");
}

#[test]
fn weights_ten_times_as_large_give_the_same_loss_and_a_tenth_of_the_gradient() {
    let (mut network, images) = start(1.0);
    let (x, t) = images.batch::<f64>(&Vec::from_iter(0..100));
    let loss = network.loss_and_gradient(x.clone(), &t);
    let gradient = network.params()[6].grad.clone();
    assert_eq!(gradient.shape(), (100, 100));
    network.params_mut()[6].value *= 10.0;
    assert_relative_eq!(network.loss_and_gradient(x, &t), loss, max_relative = 1e-5);
    assert_relative_eq!(&network.params()[6].grad * 10.0, gradient, max_relative = 1e-4, epsilon = 1e-6);
}

/// Number of different digits that the network predicts on a thousand images, after eight epochs from this scale.
fn answers(scale: f64) -> usize {
    let images = digits::load().train.first(1000);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut network = network(&images, scale, true).build::<f32>(&mut rng);
    let sgd = Optimizer::new(Sgd, 0.01);
    Trainer::new(&mut network, sgd, &images, &images, &mut rng).train(8).unwrap();
    let mut answers = argmax_rows(&network.predict(images.batch(&Vec::from_iter(0..1000)).0));
    answers.sort();
    answers.dedup();
    answers.len()
}

#[test]
fn from_small_scales_some_digits_are_never_predicted() {
    assert_eq!(answers(scales()[8]), 10);
    assert!((5..=8).contains(&answers(scales()[12])));
}

#[test]
fn a_row_of_the_table_matches_the_trainer_of_common() {
    let (stdout, _) = run(&["--epochs", "8", "--images", "300", "--batch-size", "50", "--seed", "3"], "2");
    let digits = digits::load();
    let (images, test) = (digits.train.first(300), digits.test.first(300));
    let cells = |batch_norm| {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut network = network(&images, scales()[3], batch_norm).build::<f32>(&mut rng);
        let sgd = Optimizer::new(Sgd, 0.01);
        let mut trainer = Trainer::new(&mut network, sgd, &images, &test, &mut rng);
        trainer.batch_size = 50;
        trainer.train(8).unwrap();
        [trainer.history.train_accuracy[8], trainer.history.test_accuracy[8]].map(|accuracy| format!("{accuracy:.4}"))
    };
    assert_eq!(rows(&stdout)[3][1..], [cells(false), cells(true)].concat(), "{stdout}");
}
