//! Chapter 7's network from end to end: on the embedded digits, with its trained weights, and interrupted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::settings;
use tests::{assert_diverges, printed, program, run, stdout};

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
    assert_diverges(on_digits("ch07_convnet", output.path()).args(["--learning-rate", "1e30"]));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_training_and_everything_is_saved() {
    let output = tempfile::tempdir().unwrap();
    let mut program = on_digits("ch07_convnet", output.path());
    let stdout = tests::interrupted(program.args(["--epochs", "2000"]), "epoch ");
    assert!(stdout.lines().last().unwrap().starts_with("final test accuracy "), "{stdout}");
    assert_eq!(fs::read_dir(&output).unwrap().count(), 4, "{stdout}");
}

#[test]
fn the_trained_weights_classify_the_embedded_digits_as_recorded() {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(&mut on_digits("apply_filter", output.path()));
    let accuracy = printed(&stdout, "test accuracy");
    assert!(accuracy.parse::<f64>().unwrap() > 0.96, "{stdout}");
    let readme = fs::read_to_string(settings::workspace().join("chapters/ch07_convnet/README.md")).unwrap();
    assert!(readme.contains(&format!("test accuracy {accuracy}")), "{stdout}");
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
