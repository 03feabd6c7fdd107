//! Chapter 6's random search from end to end: what it draws, how it ranks, what it prints.

use std::fs;
use std::path::Path;

use ::ch06_hyperparameters::{Hyperparameters, LogUniform, RandomSearch, Trial};
use approx::assert_abs_diff_eq;
use common::Dataset;
use common::functions::softmax_cross_entropy;
use datasets::digits;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{printed, program, stdout};

/// What the search prints on the embedded digits, without its time. Its files go to `output`.
fn searched(arguments: &[&str], output: &Path, threads: &str) -> String {
    let mut program = program("ch06_hyperparameters", "ch06_hyperparameters");
    program.args(["--data", "digits", "--output"]).arg(output).args(arguments);
    let stdout = stdout(program.env("RAYON_NUM_THREADS", threads));
    let timeless = stdout.lines().filter(|line| !line.starts_with("the search took"));
    timeless.map(|line| format!("{line}\n")).collect()
}

/// The rows of the printed table: rank, accuracy, loss, learning rate, weight decay.
fn table(stdout: &str) -> Vec<[f64; 5]> {
    let (_, rows) = stdout.split_once("weight decay\n").unwrap();
    let (rows, _) = rows.split_once("among").unwrap();
    let row = |line: &str| Vec::from_iter(line.split_whitespace().map(|word| word.parse().unwrap()));
    rows.lines().map(|line| row(line).try_into().unwrap()).collect()
}

fn single(value: f64) -> LogUniform {
    LogUniform { low: value, high: value }
}

/// The program's search on these images, with its default ranges.
fn search(images: &Dataset, epochs: usize, seed: u64) -> RandomSearch {
    let (train, validation) = images.split(0.2, &mut ChaCha8Rng::seed_from_u64(seed));
    let learning_rate = LogUniform { low: 1e-6, high: 1e-2 };
    let weight_decay = LogUniform { low: 1e-8, high: 1e-4 };
    RandomSearch { learning_rate, weight_decay, train, validation, epochs, batch_size: 100, seed }
}

#[test]
fn a_network_still_guesses_with_a_tiny_learning_rate_when_it_classifies_most_digits_with_0_01() {
    let search = search(&digits::load().train.first(500), 50, 1);
    let accuracy = |rate| RandomSearch { learning_rate: single(rate), ..search.clone() }.trial(1).accuracy;
    assert!(accuracy(1e-6) < 0.25, "{}", accuracy(1e-6));
    assert!(accuracy(1e-2) > 0.75, "{}", accuracy(1e-2));
}

#[test]
fn a_trial_is_determined_by_the_seed_and_its_number() {
    let images = digits::load().train.first(50);
    let [one, two] = [1, 2].map(|seed| search(&images, 1, seed));
    assert_eq!(one.trial(2), one.trial(2));
    let same_values = RandomSearch { learning_rate: single(0.01), weight_decay: single(1e-5), ..one.clone() };
    assert_ne!(one.trial(1).hyperparameters, one.trial(2).hyperparameters);
    assert_ne!(one.trial(1).hyperparameters, two.trial(1).hyperparameters);
    assert_ne!(same_values.trial(1).loss, same_values.trial(2).loss, "the initial weights are the same");
}

#[test]
fn a_trial_is_evaluated_on_the_validation_images() {
    let search = search(&digits::load().train.first(100), 3, 1);
    let search = RandomSearch { learning_rate: single(0.05), weight_decay: single(0.1), ..search };
    let trial = search.trial(4);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    rng.set_stream(4);
    let [learning_rate, weight_decay] = [search.learning_rate, search.weight_decay].map(|range| range.sample(&mut rng));
    let (network, history) = search.train(Hyperparameters { learning_rate, weight_decay }, rng);
    let [train, validation] = [&search.train, &search.validation].map(|images| network.accuracy(images));
    assert_ne!(train, validation);
    let curves = (&trial.train_accuracy, &trial.validation_accuracy);
    assert_eq!((trial.accuracy, curves), (validation, (&history.train_accuracy, &history.test_accuracy)));
    assert_eq!(
        (history.train_accuracy.len(), history.train_accuracy[3], history.test_accuracy[3]),
        (4, train, validation)
    );
    let (x, t) = search.validation.batch(&Vec::from_iter(0..20));
    assert_abs_diff_eq!(trial.loss, f64::from(softmax_cross_entropy(&network.predict(x), &t)), epsilon = 1e-6);
    let sizes: Vec<_> = network.weights().map(|w| w.value.ncols()).collect();
    assert_eq!(sizes, [100, 100, 100, 100, 100, 100, 10]);
}

#[test]
fn trials_draw_from_the_two_ranges() {
    let search = search(&digits::load().train.first(10), 1, 1);
    let drawn: Vec<_> = (1..=40).map(|number| search.trial(number).hyperparameters).collect();
    let filled = |value: fn(&Hyperparameters) -> f64| LogUniform::spanning(drawn.iter().map(value));
    for (filled, range) in [
        (filled(|drawn| drawn.learning_rate), search.learning_rate),
        (filled(|drawn| drawn.weight_decay), search.weight_decay),
    ] {
        assert!(range.low <= filled.low && filled.high <= range.high && filled.decades() > 3.0, "{filled}");
    }
}

#[test]
fn a_trial_that_diverges_ends_early_and_ranks_last() {
    let search = search(&digits::load().train.first(500), 3, 1);
    let trial = RandomSearch { learning_rate: single(1e30), ..search }.trial(1);
    assert!(trial.accuracy < 0.25 && !trial.loss.is_finite(), "{trial:?}");
    assert_eq!(trial.train_accuracy.len(), 1, "it continues");
}

#[test]
fn the_program_lists_its_best_trials_and_ends_with_the_accuracy_of_the_best_values() {
    let output = tempfile::tempdir().unwrap();
    let arguments = ["--trials", "12", "--epochs", "10", "--images", "300", "--seed", "5"];
    let stdout = searched(&arguments, output.path(), "2");

    let digits = digits::load();
    let images = digits.train.first(300);
    let search = search(&images, 10, 5);
    let mut trials: Vec<Trial> = (1..=12).map(|number| search.trial(number)).collect();
    trials.sort_by(Trial::rank);
    let mut rows = String::new();
    for (index, Trial { accuracy, loss, hyperparameters, .. }) in trials[..3].iter().enumerate() {
        let Hyperparameters { learning_rate, weight_decay } = hyperparameters;
        rows += &format!("{} {accuracy:.4} {loss:.4} {learning_rate:.2e} {weight_decay:.2e}\n", index + 1);
    }
    let printed_rows = stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n");
    assert!(printed_rows.collect::<String>().contains(&format!("weight decay\n{rows}among the best 3\n")), "{stdout}");

    let decays = LogUniform::spanning(trials[..3].iter().map(|trial| trial.hyperparameters.weight_decay));
    let range = format!("weight decay {decays:.1}: {:.1} of the 4.0 powers of ten of 1e-8..1e-4", decays.decades());
    assert!(stdout.contains(&range), "{stdout}");

    let search = RandomSearch { train: images.clone(), validation: images, ..search };
    let (network, _) = search.train(trials[0].hyperparameters, ChaCha8Rng::seed_from_u64(5));
    let expected = format!("test accuracy {:.4}", network.accuracy(&digits.test));
    assert_eq!(printed(&stdout, "the best, trained on 300 images:"), expected);
}

#[test]
fn a_fifth_of_the_trials_is_listed_and_twenty_at_most() {
    let output = tempfile::tempdir().unwrap();
    for (trials, listed) in [("1", 1), ("11", 3), ("105", 20)] {
        let stdout = searched(&["--trials", trials, "--epochs", "1", "--images", "10"], output.path(), "2");
        assert_eq!(table(&stdout).len(), listed);
    }
}

#[test]
fn the_next_range_is_that_of_the_best_rates_and_can_be_searched() {
    let output = tempfile::tempdir().unwrap();
    let search = |arguments: &[&str]| {
        let stdout = searched(
            &[&["--trials", "25", "--epochs", "15", "--batch-size", "20"], arguments].concat(),
            output.path(),
            "2",
        );
        let next = printed(&stdout, "to search there next: --learning-rate").parse::<LogUniform>().unwrap();
        (table(&stdout), next)
    };
    let (first, next) = search(&[]);
    let rates = LogUniform::spanning(first.iter().map(|row| row[3]));
    assert!(next.low <= rates.low && rates.high <= next.high && next.decades() < rates.decades() + 0.1, "{next}");
    let (second, _) = search(&["--learning-rate", &next.to_string()]);
    for rows in [&first, &second] {
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().zip(1..).all(|(row, rank)| row[0] == f64::from(rank)));
        assert!(rows.is_sorted_by(|a, b| (a[1], -a[2]) >= (b[1], -b[2])), "{rows:?}");
    }
    assert!(second.iter().all(|row| (next.low * 0.99..next.high * 1.01).contains(&row[3])), "{second:?}");
    assert!(second[4][1] > first[4][1], "{first:?}, {second:?}");
}

#[test]
fn the_same_seed_prints_and_draws_the_same_on_one_thread_and_on_two() {
    let run_on = |threads, seed| {
        let output = tempfile::tempdir().unwrap();
        let arguments = ["--trials", "7", "--epochs", "4", "--learning-rate", "1e-3..1", "--seed", seed];
        let stdout = searched(&arguments, output.path(), threads);
        let pictures = ["search.png", "trials.png"].map(|name| fs::read(output.path().join(name)).unwrap());
        (stdout.replace(output.path().to_str().unwrap(), ""), pictures)
    };
    let one = run_on("1", "7");
    assert!(run_on("2", "7") == one);
    let other = run_on("2", "8");
    assert!(table(&other.0) != table(&one.0) && other.1[0] != one.1[0] && other.1[1] != one.1[1]);
}

#[test]
fn every_setting_matters() {
    let output = tempfile::tempdir().unwrap();
    let defaults = ["--trials", "6", "--epochs", "2", "--images", "200", "--batch-size", "50"];
    let ranges = ["--learning-rate", "0.01..0.02", "--weight-decay", "1e-6..1e-5"];
    let defaults = [&defaults[..], &ranges].concat();
    let losses = |arguments: &[&str]| {
        let rows = table(&searched(arguments, output.path(), "2"));
        rows.iter().map(|row| row[2]).collect::<Vec<_>>()
    };
    let usual = losses(&defaults);
    for (index, value) in [(1, "11"), (3, "3"), (5, "210"), (7, "51"), (9, "0.01..0.03"), (11, "1e-6..1e-1")] {
        let mut arguments = defaults.clone();
        arguments[index] = value;
        assert_ne!(losses(&arguments), usual, "{}", defaults[index - 1]);
    }
}
