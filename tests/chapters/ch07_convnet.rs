//! Chapter 7's network from end to end: on the embedded digits, with its trained weights, interrupted, and its layers
//! against the book's.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ::ch07_convnet::{Array4, Convolution, Pooling, SimpleConvNet};
use approx::assert_abs_diff_eq;
use common::layers::{self, Image, Layer, Window};
use common::matrix::random_normal;
use common::{Dataset, Matrix, settings};
use datasets::{CLASSES, digits, mnist};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{MNIST_FILES, printed, program, run, stdout};

/// A program of the chapter on the embedded digits. Its files go to `output`.
fn on_digits(binary: &str, output: &Path) -> Command {
    let mut program = program("ch07_convnet", binary);
    program.args(["--data", "digits", "--output"]).arg(output);
    program
}

/// The trained weights in the crate.
fn trained(file: &str) -> PathBuf {
    settings::workspace().join("chapters/ch07_convnet/weights").join(file)
}

/// The accuracy of the trained weights in `file`.
fn accuracy(file: &str, images: &Dataset) -> f64 {
    let (height, width) = images.image_size();
    let size = Image { channels: 1, height, width };
    let mut network = SimpleConvNet::new(CLASSES).build::<f32>(size, &mut ChaCha8Rng::seed_from_u64(0));
    network.load(&trained(file)).unwrap();
    network.accuracy(images)
}

#[test]
fn a_few_epochs_teach_it_the_embedded_digits() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(on_digits("ch07_convnet", output.path()).args(["--epochs", "60"]));
    let accuracy: f64 = printed(&stdout, "final test accuracy").parse().unwrap();
    assert!(accuracy > 0.92, "{stdout}");
    assert_eq!(stdout.lines().filter(|line| line.starts_with("epoch ")).count(), 20, "{stdout}");
}

#[test]
fn the_weights_it_saves_are_those_it_has_tested() {
    let output = tempfile::tempdir().unwrap();
    let trained = stdout(on_digits("ch07_convnet", output.path()).args(["--epochs", "2"]));
    let weights = output.path().join("weights.safetensors");
    let applied = stdout(on_digits("apply_filter", output.path()).arg("--weights").arg(weights));
    assert_eq!(printed(&applied, "test accuracy"), printed(&trained, "final test accuracy"));
}

#[test]
fn the_same_seed_gives_the_same_weights_on_one_thread_and_on_two() {
    let weights = |threads, seed| {
        let output = tempfile::tempdir().unwrap();
        let mut program = on_digits("ch07_convnet", output.path());
        stdout(program.args(["--epochs", "2", "--seed", seed]).env("RAYON_NUM_THREADS", threads));
        fs::read(output.path().join("weights.safetensors")).unwrap()
    };
    let on_one = weights("1", "7");
    assert!(weights("2", "7") == on_one);
    assert!(weights("2", "8") != on_one);
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    let output = tempfile::tempdir().unwrap();
    let outcome = run(on_digits("ch07_convnet", output.path()).args(["--learning-rate", "1e30"]));
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stderr.starts_with("Error: training has diverged: choose a smaller learning rate"));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_training_and_everything_is_saved() {
    let output = tempfile::tempdir().unwrap();
    let mut program = on_digits("ch07_convnet", output.path());
    program.args(["--epochs", "2000"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut training = program.spawn().unwrap();
    let mut lines = BufReader::new(training.stdout.take().unwrap()).lines().map(Result::unwrap);
    lines.find(|line| line.starts_with("epoch ")).unwrap();
    assert!(Command::new("kill").args(["-INT", &training.id().to_string()]).status().unwrap().success());
    let rest: Vec<String> = lines.collect();
    assert!(training.wait().unwrap().success(), "{rest:?}");
    assert!(rest.last().unwrap().starts_with("final test accuracy "), "{rest:?}");
    assert_eq!(fs::read_dir(&output).unwrap().count(), 4, "{rest:?}");
}

#[test]
fn the_trained_weights_classify_the_embedded_digits_as_recorded() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut on_digits("apply_filter", output.path()));
    let accuracy = format!("test accuracy {}", printed(&stdout, "test accuracy"));
    let readme = fs::read_to_string(settings::workspace().join("chapters/ch07_convnet/README.md")).unwrap();
    assert!(readme.contains(&accuracy), "{accuracy}");
    assert!(self::accuracy("digits.safetensors", &digits::load().test) > 0.96);
}

#[test]
#[ignore = "needs MNIST: set DLFS_DATASETS"]
fn the_trained_weights_classify_mnist() {
    assert!(env::var_os("DLFS_DATASETS").is_some(), "DLFS_DATASETS is not set");
    let folder = datasets::folder().join("mnist");
    for name in MNIST_FILES {
        assert!(folder.join(name).is_file(), "{name} is not in {}", folder.display());
    }
    let accuracy = accuracy("mnist.safetensors", &mnist::load(&folder).unwrap().test);
    assert!(accuracy >= 0.987, "{accuracy}");
}

#[test]
fn an_image_that_does_not_exist_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let outcome = run(on_digits("apply_filter", output.path()).args(["--image", "360"]));
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.starts_with("Error: there is no test image 360: the last one is 359"), "{}", outcome.stderr);
    stdout(on_digits("apply_filter", output.path()).args(["--image", "359"]));
}

#[test]
fn trained_weights_for_other_images_are_refused_by_name_and_shape() {
    let (output, weights) = (tempfile::tempdir().unwrap(), trained("mnist.safetensors"));
    let outcome = run(on_digits("apply_filter", output.path()).arg("--weights").arg(&weights));
    assert_eq!(outcome.code, Some(1));
    let expected = format!("weights file {}: 3.weight is 100 x 4320, expected 100 x 120", weights.display());
    assert!(outcome.stderr.starts_with(&format!("Error: {expected}")), "{}", outcome.stderr);
}

/// Images, filters and window of a comparison: N, C, H, W; F; FH, FW, stride, pad.
type Geometry = ([usize; 4], usize, [usize; 4]);

/// The batches and filters do not fill a vector or a block of eight, or fill several.
const GEOMETRIES: [Geometry; 5] = [
    ([100, 1, 8, 8], 30, [5, 5, 1, 0]),
    ([3, 2, 7, 6], 5, [3, 2, 1, 1]),
    ([17, 3, 6, 9], 9, [2, 4, 2, 1]),
    ([1, 2, 5, 5], 1, [3, 3, 3, 2]),
    ([37, 1, 9, 4], 16, [1, 1, 2, 0]),
];

#[test]
fn the_convolution_of_common_agrees_with_im2col() {
    for (images @ [n, c, h, w], filters, [fh, fw, stride, pad]) in GEOMETRIES {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut random = |rows, columns| -> Matrix<f64> { random_normal(rows, columns, 1.0, &mut rng) };
        let (x, weights, b) = (random(n, c * h * w), random(c * fh * fw, filters), random(1, filters));
        let window = Window { height: fh, width: fw, stride, pad };
        let size = Image { channels: c, height: h, width: w };
        let mut fast = layers::Convolution::new(weights.clone(), b.clone(), window, size);
        let dout = random(n, fast.output().len());

        // The rows of the book's matrix are filters.
        let book_weights = Array4::from_matrix(&weights.transpose(), [filters, c, fh, fw]);
        let mut book = Convolution::new(book_weights, b, stride, pad);
        let out = book.forward(&Array4::from_matrix(&x, images));
        let dx = book.backward(&Array4::from_matrix(&dout, out.shape()));

        assert_abs_diff_eq!(fast.forward(x.clone()), out.to_matrix(n), epsilon = 1e-12);
        assert_abs_diff_eq!(fast.backward(dout), dx.to_matrix(n), epsilon = 1e-12);
        assert_abs_diff_eq!(fast.w.grad, book.dw.to_matrix(filters).transpose(), epsilon = 1e-10);
        assert_abs_diff_eq!(fast.b.grad, book.db, epsilon = 1e-10);
        assert_eq!(fast.predict(x.clone()), fast.forward(x));
    }
}

#[test]
fn the_pooling_of_common_agrees_with_im2col() {
    for (images @ [n, c, h, w], _, [ph, pw, stride, pad]) in GEOMETRIES {
        let (mut rng, pad) = (ChaCha8Rng::seed_from_u64(2), pad.min(ph.min(pw) - 1));
        let mut random = |rows, columns| -> Matrix<f64> { random_normal(rows, columns, 1.0, &mut rng) };
        let window = Window { height: ph, width: pw, stride, pad };
        let mut fast = layers::Pooling::new(window, Image { channels: c, height: h, width: w });
        let (x, dout) = (random(n, c * h * w), random(n, fast.output().len()));
        let mut book = Pooling::new(ph, pw, stride, pad);
        let out = book.forward(&Array4::from_matrix(&x, images));
        let dx: Array4<f64> = book.backward(&Array4::from_matrix(&dout, out.shape()));
        assert_eq!(fast.forward(x), out.to_matrix(n));
        assert_abs_diff_eq!(fast.backward(dout), dx.to_matrix(n), epsilon = 1e-12);
    }
}
