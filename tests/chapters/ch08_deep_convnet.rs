//! Chapter 8's programs from end to end, on the embedded digits.

use std::fs;
use std::path::Path;
use std::process::Command;

use ch08_deep_convnet::{Architecture, Plan, build, output_sizes};
use common::layers::Image;
use common::{Matrix, Network};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{assert_diverges, printed, program, run, stdout};

const DIGITS: Image = Image { channels: 1, height: 8, width: 8 };
const MNIST: Image = Image { channels: 1, height: 28, width: 28 };
const ARCHITECTURES: [Architecture; 3] = [Architecture::Book, Architecture::BatchNorm, Architecture::Small];

/// What the training program writes.
const FILES: [&str; 4] = ["checkpoint.safetensors", "weights.safetensors", "loss.png", "accuracy.png"];

/// A program of the chapter on the embedded digits. Its files go to `output`.
fn deep_convnet(binary: &str, output: &Path) -> Command {
    let mut program = program("ch08_deep_convnet", binary);
    program.args(["--data", "digits", "--output"]).arg(output);
    program
}

/// The training program with these arguments.
fn training(output: &Path, arguments: &[&str]) -> Command {
    let mut program = deep_convnet("ch08_deep_convnet", output);
    program.args(arguments);
    program
}

fn file(output: &Path, name: &str) -> Vec<u8> {
    fs::read(output.join(name)).unwrap()
}

fn epochs(stdout: &str) -> Vec<&str> {
    stdout.lines().filter(|line| line.starts_with("epoch ")).collect()
}

#[test]
fn sizes_follow_from_the_images() {
    let sizes = |input: Image| -> Vec<String> {
        let plan = Architecture::Book.plan();
        let outputs = plan.iter().zip(output_sizes(&plan, input));
        let pooled = outputs.filter(|(layer, _)| matches!(layer, Plan::Pooling(_)));
        pooled.map(|(_, output)| output.to_string()).collect()
    };
    assert_eq!(sizes(MNIST), ["16 x 14 x 14", "32 x 8 x 8", "64 x 4 x 4"]);
    assert_eq!(sizes(DIGITS), ["16 x 4 x 4", "32 x 3 x 3", "64 x 1 x 1"]);
    for (architecture, parameters) in [(Architecture::Book, 123_552), (Architecture::Small, 21_498)] {
        let network: Network<f32> = build(&architecture.plan(), MNIST, &mut ChaCha8Rng::seed_from_u64(0));
        assert_eq!(network.params().iter().map(|param| param.value.len()).sum::<usize>(), parameters);
    }
}

#[test]
fn every_network_gives_ten_scores_for_images_of_both_sizes_and_can_be_trained() {
    for (architecture, input) in ARCHITECTURES.iter().flat_map(|&a| [(a, DIGITS), (a, MNIST)]) {
        let mut network: Network<f32> = build(&architecture.plan(), input, &mut ChaCha8Rng::seed_from_u64(0));
        let x = Matrix::from_fn(3, input.len(), |n, pixel| ((n + pixel) % 7) as f32 / 7.0);
        assert_eq!(network.predict(x.clone()).shape(), (3, 10), "{architecture:?}");
        network.loss_and_gradient(x, &[0, 1, 2]);
        assert!(network.weights().all(|w| w.grad.amax() > 0.0), "{architecture:?}: weights without a gradient");
    }
}

#[test]
fn each_network_learns_the_digits_in_a_few_epochs() {
    for network in ["book", "batch-norm", "small"] {
        let output = tempfile::tempdir().unwrap();
        let stdout = stdout(&mut training(output.path(), &["--network", network, "--epochs", "15"]));
        assert_eq!(epochs(&stdout).len(), 15);
        let accuracy: f64 = printed(&stdout, "final test accuracy").parse().unwrap();
        assert!(accuracy > 0.93, "{network}: {accuracy}");
    }
}

#[test]
#[cfg(unix)]
fn ctrl_c_leaves_weights_and_pictures_and_the_resumed_run_ends_with_the_same_bits() {
    for schedule in ["cosine", "step"] {
        let (whole, halves) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings = ["--augment", "--schedule", schedule, "--seed", "3", "--epochs", "12"];
        let uninterrupted = stdout(&mut training(whole.path(), &settings));

        let interrupted = tests::interrupted(&mut training(halves.path(), &settings), "epoch   1: ");
        let next = printed(&interrupted, "to continue after epoch");
        let (done, advice) = next.split_once(", ").unwrap();
        assert_eq!(advice, "give the same command again with --resume");
        for name in FILES {
            assert!(halves.path().join(name).is_file(), "{name} is missing");
        }

        let resumed = stdout(training(halves.path(), &settings).arg("--resume"));
        assert_eq!(epochs(&resumed), epochs(&uninterrupted)[done.parse().unwrap()..]);
        for name in FILES {
            assert!(file(halves.path(), name) == file(whole.path(), name), "{schedule}: {name} differs");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_on_one_two_and_three_threads() {
    let output = tempfile::tempdir().unwrap();
    let run_on = |threads: &str, seed: &str| {
        let arguments = ["--augment", "--schedule", "cosine", "--epochs", "3", "--seed", seed];
        let stdout = stdout(training(output.path(), &arguments).env("RAYON_NUM_THREADS", threads));
        let lines: Vec<String> = epochs(&stdout).into_iter().map(String::from).collect();
        (lines, FILES.map(|name| file(output.path(), name)))
    };
    let on_one = run_on("1", "7");
    assert!(run_on("2", "7") == on_one && run_on("3", "7") == on_one);
    assert_ne!(run_on("2", "8").0, on_one.0);
}

#[test]
fn saved_weights_are_loaded_and_evaluated_without_training() {
    let output = tempfile::tempdir().unwrap();
    let weights = output.path().join("mine/trained.safetensors");
    let saved = ["--epochs", "2", "--save", weights.to_str().unwrap()];
    let trained = stdout(&mut training(output.path(), &saved));
    assert!(!output.path().join("weights.safetensors").exists());
    for name in FILES.iter().filter(|&&name| name != "weights.safetensors") {
        fs::remove_file(output.path().join(name)).unwrap();
    }
    let evaluated = stdout(training(output.path(), &["--epochs", "0", "--load"]).arg(&weights));
    let accuracy = |stdout: &str| printed(stdout, "final test accuracy").to_owned();
    assert_eq!(accuracy(&evaluated), accuracy(&trained));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 1, "evaluation writes nothing");

    let refused = run(training(output.path(), &["--network", "small", "--epochs", "0", "--load"]).arg(&weights));
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("trained.safetensors"), "{}", refused.stderr);
}

#[test]
fn without_a_checkpoint_there_is_nothing_to_resume() {
    let output = tempfile::tempdir().unwrap();
    let refused = run(&mut training(output.path(), &["--resume"]));
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.starts_with("Error: cannot resume the run"), "{}", refused.stderr);
    assert!(refused.stderr.contains("checkpoint.safetensors"), "{}", refused.stderr);
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    let output = tempfile::tempdir().unwrap();
    assert_diverges(&mut training(output.path(), &["--learning-rate", "1e30"]));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[test]
fn the_trained_weights_misclassify_five_digits() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut deep_convnet("misclassified", output.path()));
    assert_eq!(printed(&stdout, "misclassified"), "5 of 360 test images, accuracy 0.9861");
    let pairs = stdout.lines().filter_map(|line| line.split_once(" -> ")?.1.split_once(": "));
    assert_eq!(pairs.map(|(_, count)| count.parse::<u32>().unwrap()).sum::<u32>(), 5, "{stdout}");
}

#[test]
fn half_precision_has_the_accuracy_of_single_precision() {
    let stdout = stdout(program("ch08_deep_convnet", "half_float").args(["--data", "digits"]));
    let row = |format| -> Vec<&str> { printed(&stdout, format).split_whitespace().collect() };
    let exact = row("f32 ");
    assert_eq!((exact[0], exact[2], exact[4]), ("302208", "0.9861", "0"));
    for format in ["f16 ", "bf16 "] {
        let row = row(format);
        assert_eq!(row[0], "151104");
        for accuracy in &row[2..4] {
            assert!((accuracy.parse::<f64>().unwrap() - 0.9861).abs() < 0.001, "{stdout}");
        }
    }
}

#[test]
fn an_ensemble_is_trained_once_and_grows() {
    let output = tempfile::tempdir().unwrap();
    let ensemble = |arguments: &[&str]| {
        let mut program = deep_convnet("ensemble", output.path());
        stdout(program.args(["--network", "small", "--epochs", "8"]).args(arguments))
    };
    let rows = |stdout: &str| Vec::from_iter(stdout.lines().skip(2).map(String::from));
    let two = rows(&ensemble(&["--networks", "2"]));
    let second = file(output.path(), "ensemble_2.safetensors");
    let three = rows(&ensemble(&["--networks", "3", "--resume"]));
    assert_eq!(two[..2], three[..2]);
    assert!(file(output.path(), "ensemble_2.safetensors") == second);
    let column = |row: &str, index| row.split_whitespace().nth(index).unwrap().to_owned();
    assert_eq!(column(&three[0], 1), column(&three[0], 2), "an ensemble of one is that network");
    assert_ne!(column(&three[0], 1), column(&three[1], 1), "they differ in their seeds");
    assert_eq!(three[3], format!("final test accuracy {}", column(&three[2], 2)));
}
