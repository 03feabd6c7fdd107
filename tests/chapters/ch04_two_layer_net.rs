//! Chapter 4's two-layer network from end to end: what it prints, what it writes and what it refuses.

use std::fs;
use std::path::Path;
use std::process::Command;

use approx::assert_abs_diff_eq;
use ch04_two_layer_net::TwoLayerNet;
use common::Matrix;
use common::weights::{self, Tensor, Weights};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tempfile::TempDir;
use tests::{MNIST_FILES, printed, program, run, stdout};

/// Chapter 4's two-layer network. Its files go to `output`.
fn two_layer_net(output: &Path) -> Command {
    let mut program = program("ch04_two_layer_net", "ch04_two_layer_net");
    program.arg("--output").arg(output);
    program
}

/// What [`two_layer_net`] prints on the embedded digits, and the folder of its files.
fn trained(arguments: &[&str]) -> (String, TempDir) {
    let output = tempfile::tempdir().unwrap();
    (stdout(two_layer_net(output.path()).args(["--data", "digits"]).args(arguments)), output)
}

/// The weights in the output folder of a run.
fn trained_weights(output: &Path) -> TwoLayerNet {
    TwoLayerNet::load(&output.join("weights.safetensors")).unwrap()
}

/// A data folder with MNIST's four files, all damaged.
fn damaged_mnist() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("mnist")).unwrap();
    for name in MNIST_FILES {
        fs::write(folder.path().join("mnist").join(name), "garbage").unwrap();
    }
    folder
}

#[test]
fn the_two_layer_net_learns_the_embedded_digits_with_its_default_settings() {
    let (stdout, _output) = trained(&[]);
    let accuracy: f64 = printed(&stdout, "final test accuracy").parse().unwrap();
    assert!(accuracy > 0.93, "{stdout}");
}

#[test]
fn the_last_lines_are_the_accuracies_of_the_weights_in_the_file() {
    let (stdout, output) = trained(&["--iterations", "500"]);
    let (network, digits) = (trained_weights(output.path()), digits::load());
    let lines: Vec<&str> = stdout.lines().collect();
    let expected = [
        format!("final train accuracy {:.4}", network.accuracy(&digits.train)),
        format!("final test accuracy {:.4}", network.accuracy(&digits.test)),
    ];
    assert_eq!(lines[lines.len() - 2..], expected);
}

#[test]
fn the_numerical_gradient_trains_like_backpropagation() {
    let run_with = |gradient| trained(&["--iterations", "30", "--gradient", gradient]).1;
    let (backprop, numerical) = (run_with("backprop"), run_with("numerical"));
    let (backprop, numerical) = (trained_weights(backprop.path()), trained_weights(numerical.path()));
    assert_ne!(backprop, numerical, "--gradient changes nothing, not even the rounding");
    assert_abs_diff_eq!(backprop.w1, numerical.w1, epsilon = 1e-6);
    assert_abs_diff_eq!(backprop.b1, numerical.b1, epsilon = 1e-6);
    assert_abs_diff_eq!(backprop.w2, numerical.w2, epsilon = 1e-6);
    assert_abs_diff_eq!(backprop.b2, numerical.b2, epsilon = 1e-6);
}

/// The network before its first step, with the default settings, and the generator that has drawn its weights.
fn untrained() -> (TwoLayerNet, ChaCha8Rng) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    (TwoLayerNet::new(64, 50, CLASSES, 0.01, &mut rng), rng)
}

#[test]
fn mini_batches_are_drawn_with_replacement_unless_they_are_shuffled() {
    let (mut network, mut rng) = untrained();
    let digits = digits::load();
    for _ in 0..30 {
        let (x, t) = digits.train.sample(100, &mut rng);
        network.update(&network.gradient(&x, &t), 0.1);
    }
    let weights = |sampling: &[&str]| trained_weights(trained(&[&["--iterations", "30"], sampling].concat()).1.path());
    assert_eq!(weights(&[]), network);
    assert_eq!(weights(&["--sampling", "replace"]), network);
    assert_ne!(weights(&["--sampling", "shuffle"]), network);
}

#[test]
fn a_shuffled_epoch_has_every_image_once_and_a_drawn_one_has_not() {
    let (mut network, _) = untrained();
    let (x, t) = digits::load().train.whole();
    network.update(&network.gradient(&x, &t), 0.1);
    let distance = |sampling| {
        let (_, output) = trained(&["--batch-size", "1437", "--iterations", "1", "--sampling", sampling]);
        trained_weights(output.path()).largest_difference(&network)
    };
    assert!(distance("shuffle") < 1e-12, "{:e}", distance("shuffle"));
    assert!(distance("replace") > 1e-6, "{:e}", distance("replace"));
}

#[test]
fn a_shuffled_epoch_is_as_long_as_its_mini_batches() {
    // 1,437 images: 14 mini-batches of 100, and one of 37.
    let epochs = |iterations, sampling| {
        let (stdout, _output) = trained(&["--iterations", iterations, "--sampling", sampling]);
        stdout.lines().filter(|line| line.starts_with("epoch ")).count()
    };
    assert_eq!([epochs("14", "replace"), epochs("15", "replace")], [1, 2]);
    assert_eq!([epochs("15", "shuffle"), epochs("16", "shuffle")], [1, 2]);
}

#[test]
fn pixels_that_are_black_in_every_image_keep_their_weights() {
    let (x, _) = digits::load().train.whole::<f64>();
    let black = x.column_iter().filter(|pixel| pixel.amax() == 0.0).count();
    let output = tempfile::tempdir().unwrap();
    let mut hidden_units = program("ch04_two_layer_net", "hidden_units");
    hidden_units.args(["--data", "digits", "--iterations", "1000", "--output"]).arg(output.path());
    let stdout = stdout(&mut hidden_units);
    assert_eq!(printed(&stdout, &format!("{black} of 64")), "pixels have kept their weights");
}

#[test]
fn biases_are_vectors_in_the_file_and_weights_matrices() {
    let (_, output) = trained(&["--iterations", "1", "--hidden", "1"]);
    let file = Weights::load(&output.path().join("weights.safetensors")).unwrap();
    let shapes = ["w1", "b1", "w2", "b2"].map(|name| file.shape(name).unwrap());
    assert_eq!(shapes, [&[64, 1][..], &[1], &[1, 10], &[10]]);
}

#[test]
fn weights_that_do_not_fit_each_other_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.safetensors");
    let shapes = [("w1", (4, 3)), ("b1", (1, 3)), ("w2", (3, 2)), ("b2", (1, 2))];
    let zeros = |(rows, columns)| Tensor::matrix(&Matrix::<f64>::zeros(rows, columns));
    weights::save(&path, shapes.map(|(name, shape)| (name, zeros(shape)))).unwrap();
    assert!(TwoLayerNet::load(&path).is_ok());
    for (wrong, expected) in [("b1", "1 x 3"), ("w2", "3 x 2"), ("b2", "1 x 2")] {
        let tensors = shapes.map(|(name, (rows, columns))| (name, zeros((rows + usize::from(name == wrong), columns))));
        weights::save(&path, tensors).unwrap();
        let message = TwoLayerNet::load(&path).unwrap_err().to_string();
        assert!(
            message.contains(&format!("{wrong} is ")) && message.ends_with(&format!("expected {expected}")),
            "{message}"
        );
    }
}

#[test]
fn help_names_every_setting() {
    let outcome = run(program("ch04_two_layer_net", "ch04_two_layer_net").arg("--help"));
    assert_eq!(outcome.code, Some(0));
    for setting in [
        "--iterations",
        "--batch-size",
        "--learning-rate",
        "--hidden",
        "--weight-init-std",
        "--sampling",
        "--gradient",
        "--data",
        "--seed",
        "--output",
    ] {
        assert!(outcome.stdout.contains(setting), "{setting} is missing:\n{}", outcome.stdout);
    }
}

#[test]
fn invalid_settings_are_refused_before_any_work() {
    let (folder, output) = (damaged_mnist(), tempfile::tempdir().unwrap());
    for (setting, value) in [("--learning-rate", "NaN"), ("--gradient", "guess")] {
        // If a setting were accepted, the program would end soon: MNIST is damaged, but there, so it is not downloaded.
        let mut program = two_layer_net(output.path());
        let outcome = run(program.args([setting, value]).env("DLFS_DATASETS", folder.path()));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{setting} {value}");
        let complaint = format!("error: invalid value '{value}' for '{setting} <");
        assert!(outcome.stderr.starts_with(&complaint), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[test]
fn damaged_mnist_files_are_named_and_left_alone() {
    let (folder, output) = (damaged_mnist(), tempfile::tempdir().unwrap());
    let mut program = two_layer_net(output.path());
    let outcome = run(program.args(["--data", "mnist"]).env("DLFS_DATASETS", folder.path()));

    let files = MNIST_FILES.map(|name| folder.path().join("mnist").join(name));
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.contains(&format!("{}: the magic number is", files[0].display())), "{}", outcome.stderr);
    assert!(files.iter().all(|file| fs::read(file).unwrap() == b"garbage"));
    assert_eq!(fs::read_dir(folder.path().join("mnist")).unwrap().count(), files.len());
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[test]
fn without_a_usable_mnist_the_embedded_digits_take_its_place_and_stdout_says_why() {
    let (folder, output) = (damaged_mnist(), tempfile::tempdir().unwrap());
    let mut program = two_layer_net(output.path());
    let stdout = stdout(program.args(["--iterations", "5"]).env("DLFS_DATASETS", folder.path()));

    let which = "data: 1437 training and 360 test images of 8 x 8 pixels: the embedded digits, because";
    let damaged = folder.path().join("mnist").join(MNIST_FILES[0]);
    assert!(stdout.starts_with(&format!("{which} {}: the magic number is", damaged.display())), "{stdout}");
}
