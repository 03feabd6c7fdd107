//! MNIST itself, read from `$DLFS_DATASETS/mnist`, and the accuracies that default settings reach on it. Nothing is
//! downloaded.

use std::env;
use std::f64::consts::LN_10;
use std::path::PathBuf;

use approx::assert_abs_diff_eq;
use ch03_neural_network::Network;
use ch04_two_layer_net::TwoLayerNet;
use common::settings;
use datasets::{CLASSES, Dataset, Digits, mnist};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{MNIST_FILES, printed, program, stdout};

/// The data folder, which must contain all four files.
fn data_folder() -> PathBuf {
    assert!(env::var_os("DLFS_DATASETS").is_some(), "DLFS_DATASETS is not set");
    let folder = datasets::folder();
    for name in MNIST_FILES {
        assert!(folder.join("mnist").join(name).is_file(), "{name} is not in {}", folder.join("mnist").display());
    }
    folder
}

fn load() -> Digits {
    mnist::load(&data_folder().join("mnist")).unwrap()
}

/// The sum of all pixels, as bytes.
fn sum_of_bytes(dataset: &Dataset) -> f64 {
    let all: Vec<usize> = (0..dataset.len()).collect();
    all.chunks(1000).map(|indices| dataset.batch::<f64>(indices).0.sum() * 255.0).sum()
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn mnist_is_read_as_published() {
    let Digits { train, test } = load();
    assert_eq!((train.len(), test.len()), (60_000, 10_000));
    assert_eq!((train.image_size(), test.image_size()), ((28, 28), (28, 28)));
    assert_eq!(train.batch::<f64>(&[0, 1, 2, 3, 4]).1, [5, 0, 4, 1, 9]);
    assert_eq!(test.batch::<f64>(&[0, 1, 2, 3, 4]).1, [7, 2, 1, 0, 4]);
    assert_abs_diff_eq!(sum_of_bytes(&train), 1_567_298_545.0, epsilon = 0.01);
    assert_abs_diff_eq!(sum_of_bytes(&test), 264_923_200.0, epsilon = 0.01);
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_first_training_image_is_a_5_as_in_the_book() {
    let output = tempfile::tempdir().unwrap();
    let mut mnist_show = program("ch03_neural_network", "mnist_show");
    let stdout = stdout(mnist_show.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    let [label, features, image] = ["label", "features", "image"].map(|name| printed(&stdout, name));
    assert_eq!((label, features, image), ("5", "(1, 784)", "(28, 28)"));
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_first_losses_are_those_of_random_guessing() {
    let Digits { train, .. } = load();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut network = TwoLayerNet::new(train.pixels(), 50, CLASSES, 0.01, &mut rng);
    for _ in 0..10 {
        let (x, t) = train.sample(100, &mut rng);
        let (loss, gradient) = network.loss_and_gradient(&x, &t);
        network.update(&gradient, 0.1);
        assert_abs_diff_eq!(loss, LN_10, epsilon = 0.05);
    }
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_two_layer_net_reaches_the_accuracies_of_the_book_with_its_default_settings() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch04_two_layer_net", "ch04_two_layer_net");
    let stdout = stdout(program.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    assert!(stdout.starts_with("data: 60000 training and 10000 test images of 28 x 28 pixels: MNIST from"), "{stdout}");
    let (first_train, first_test) =
        printed(&stdout, "epoch   0: train accuracy").split_once(", test accuracy ").unwrap();
    let ranges = [
        (first_train, 0.05..0.2),
        (first_test, 0.05..0.2),
        (printed(&stdout, "final train accuracy"), 0.94..0.96),
        (printed(&stdout, "final test accuracy"), 0.94..0.955),
    ];
    for (accuracy, range) in ranges {
        assert!(range.contains(&accuracy.parse::<f64>().unwrap()), "{stdout}");
    }
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_network_of_layers_reaches_the_accuracies_of_the_book_with_its_default_settings() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch05_backprop", "ch05_backprop");
    let stdout = stdout(program.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    let accuracy = |name| printed(&stdout, name).parse::<f64>().unwrap();
    assert!((0.97..0.99).contains(&accuracy("final train accuracy")), "{stdout}");
    assert!((0.965..0.98).contains(&accuracy("final test accuracy")), "{stdout}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_network_overfits_three_hundred_images_as_in_the_book_and_batch_normalization_narrows_the_gap() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch06_overfitting", "ch06_overfitting");
    program.env("DLFS_DATASETS", data_folder()).args(["--only", "batch-norm", "--output"]).arg(output.path());
    let stdout = stdout(&mut program);
    let row = |technique| -> Vec<f64> {
        printed(&stdout, technique).split_whitespace().map(|word| word.parse().unwrap()).collect()
    };
    let (none, batch_norm) = (row("none "), row("batch-norm "));
    assert!(none[0] > 0.995 && (0.72..0.78).contains(&none[1]), "{stdout}");
    assert!(batch_norm[0] > 0.995 && batch_norm[2] < none[2] - 0.02, "{stdout}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_trained_weights_of_chapter_3_classify_mnist_the_same_one_by_one_and_in_batches() {
    let images = load().test;
    let weights = settings::workspace().join("chapters/ch03_neural_network/weights/mnist.safetensors");
    let network = Network::load(&weights, images.pixels(), CLASSES).unwrap();
    let predictions = network.classify(&images, 100);
    assert_eq!(predictions.len(), 10_000);
    assert!(predictions == network.classify(&images, 1));
    let right = predictions.iter().filter(|prediction| prediction.is_right()).count();
    assert!((9650..9800).contains(&right), "{right}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_training_run_of_chapter_3_reaches_its_accuracy_again() {
    let output = tempfile::tempdir().unwrap();
    let mut train = program("ch03_neural_network", "train");
    let stdout = stdout(train.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    let accuracy: f64 = printed(&stdout, "final test accuracy").parse().unwrap();
    assert!(accuracy > 0.96, "{stdout}");
    assert!(output.path().join("mnist.safetensors").is_file());
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_trained_weights_of_chapter_7_classify_mnist() {
    let output = tempfile::tempdir().unwrap();
    let mut apply_filter = program("ch07_convnet", "apply_filter");
    let stdout = stdout(apply_filter.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    assert!(printed(&stdout, "test accuracy").parse::<f64>().unwrap() > 0.987, "{stdout}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_trained_weights_of_chapter_8_have_their_accuracy_in_single_and_in_half_precision() {
    let mut program = program("ch08_deep_convnet", "half_float");
    let stdout = stdout(program.env("DLFS_DATASETS", data_folder()).args(["--data", "mnist"]));
    let accuracies = |format| -> Vec<f64> {
        printed(&stdout, format).split_whitespace().skip(2).take(2).map(|word| word.parse().unwrap()).collect()
    };
    let exact = accuracies("f32 ")[0];
    assert!(exact >= 0.996, "{stdout}");
    for format in ["f16 ", "bf16 "] {
        assert!(accuracies(format).into_iter().all(|rounded| (rounded - exact).abs() <= 0.001), "{stdout}");
    }
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_deep_network_reaches_97_percent_in_one_epoch() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch08_deep_convnet", "ch08_deep_convnet");
    program.env("DLFS_DATASETS", data_folder()).args(["--epochs", "1", "--output"]).arg(output.path());
    let stdout = stdout(&mut program);
    assert!(printed(&stdout, "final test accuracy").parse::<f64>().unwrap() > 0.97, "{stdout}");
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn five_epochs_reach_the_accuracy_of_the_course() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch09_mnist_mlp", "ch09_mnist_mlp");
    let stdout = stdout(program.env("DLFS_DATASETS", data_folder()).arg("--output").arg(output.path()));
    assert!(printed(&stdout, "Epoch [5/5], Loss:").parse::<f64>().unwrap() < 0.12, "{stdout}");
    let accuracy = printed(&stdout, "Accuracy of the model on the test images:").trim_end_matches('%');
    assert!((96.0..98.0).contains(&accuracy.parse::<f64>().unwrap()), "{stdout}");
}
