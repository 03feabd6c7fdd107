//! What the programs of chapters 1 to 5 print with their default settings.

use common::settings;
use tests::{printed, program, run, stdout};

/// What a program prints. Its files go to a temporary folder.
fn printed_by(package: &str, binary: &str, arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    stdout(program(package, binary).args(arguments).arg("--output").arg(output.path()))
}

#[test]
fn one_step_prints_the_figures_of_the_course() {
    let stdout = stdout(&mut program("ch01_linear_regression", "one_step"));
    for figure in ["6.04", "19.8916", "-269.384", "0.2269384"] {
        assert!(stdout.contains(&format!("= {figure}\n")), "{figure} is missing:\n{stdout}");
    }
}

#[test]
fn regressions_print_the_number_of_steps_to_within_a_millionth_of_the_optimum() {
    let fruit = printed_by("ch01_linear_regression", "fruit_yield", &[]);
    assert_eq!(printed(&fruit, "within a millionth of the smallest loss after"), "58 steps");
    let diabetes = printed_by("ch01_linear_regression", "diabetes", &[]);
    assert_eq!(printed(&diabetes, "full batch: within a millionth of the smallest MSE after"), "2616 epochs");
    assert_eq!(printed(&diabetes, "least squares:"), "MSE 2859.69634759, R2 0.51774842");
}

#[test]
fn divergence_is_an_error_and_not_a_result() {
    let output = tempfile::tempdir().unwrap();
    for (package, binary, rate) in [
        ("ch01_linear_regression", "ch01_linear_regression", "10"),
        ("ch01_linear_regression", "fruit_yield", "10"),
        ("ch01_linear_regression", "diabetes", "10"),
        ("ch05_autograd", "ch05_autograd", "1000"),
    ] {
        let mut program = program(package, binary);
        let outcome = run(program.args(["--learning-rate", rate, "--output"]).arg(output.path()));
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(outcome.stderr.starts_with("Error: gradient descent has diverged: choose a smaller --learning-rate"));
    }
}

#[test]
fn learn_xor_counts_the_seeds_that_succeed() {
    let stdout = printed_by("ch02_perceptron", "learn_xor", &[]);
    let (solved, _) = printed(&stdout, "hidden layer, 20 seeds:").split_once(" solved").unwrap();
    assert!(solved.parse::<u32>().unwrap() >= 19, "{stdout}");
    let right = printed(&stdout, "logistic regression, 20 seeds: never more than");
    assert_eq!(right, "3 of 4 right, at any step");
}

#[test]
fn mnist_show_prints_the_label_of_the_first_training_image_and_its_two_shapes() {
    let stdout = printed_by("ch03_neural_network", "mnist_show", &["--data", "digits"]);
    let [label, features, image] = ["label", "features", "image"].map(|name| printed(&stdout, name));
    assert_eq!((label, features, image), ("1", "(1, 64)", "(8, 8)"));
}

#[test]
fn trained_weights_for_other_images_are_refused_by_name_and_shape() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch03_neural_network", "ch03_neural_network");
    let weights = settings::workspace().join("chapters/ch03_neural_network/weights/mnist.safetensors");
    let outcome = run(program.args(["--data", "digits", "--weights"]).arg(&weights).arg("--output").arg(output.path()));
    assert_eq!(outcome.code, Some(1));
    let expected = format!("weights file {}: w1 is 784 x 50, expected 64 x 50", weights.display());
    assert!(outcome.stderr.starts_with(&format!("Error: {expected}")), "{}", outcome.stderr);
}
