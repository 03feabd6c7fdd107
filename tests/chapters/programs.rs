//! Every program of the workspace, and how the tests run it.

use std::path::Path;
use std::process::Command;

use tests::program;

/// A program, arguments that make it quick and keep it off the network, and the files that it writes.
pub struct Program {
    pub package: &'static str,
    pub binary: &'static str,
    pub arguments: &'static [&'static str],
    pub files: &'static [&'static str],
}

impl Program {
    /// The program with its arguments; its files, if it writes any, go to `output`.
    pub fn writing_to(&self, output: &Path) -> Command {
        let mut program = program(self.package, self.binary);
        program.args(self.arguments);
        if !self.files.is_empty() {
            program.arg("--output").arg(output);
        }
        program
    }
}

/// The program that runs until Ctrl-C, by its package and its own name: a server.
pub const SERVER: (&str, &str) = ("ch10_playground", "ch10_playground");

/// All other programs of the workspace.
pub const PROGRAMS: [Program; 39] = [
    Program {
        package: "ch01_nalgebra_tour",
        binary: "ch01_nalgebra_tour",
        arguments: &[],
        files: &["sin.png", "sin_cos.png", "digit.png"],
    },
    Program {
        package: "ch01_linear_regression",
        binary: "ch01_linear_regression",
        arguments: &[],
        files: &["fit.png", "loss.png"],
    },
    Program { package: "ch01_linear_regression", binary: "one_step", arguments: &[], files: &[] },
    Program {
        package: "ch01_linear_regression",
        binary: "fruit_yield",
        arguments: &[],
        files: &["fruit_yield_loss.png", "fruit_yield_predictions.png"],
    },
    Program {
        package: "ch01_linear_regression",
        binary: "diabetes",
        arguments: &["--epochs", "20"],
        files: &["diabetes_histograms.png", "diabetes_loss.png", "diabetes_predictions.png"],
    },
    Program { package: "ch02_perceptron", binary: "ch02_perceptron", arguments: &[], files: &["regions.png"] },
    Program { package: "ch02_perceptron", binary: "adder", arguments: &[], files: &[] },
    Program {
        package: "ch02_perceptron",
        binary: "learn_xor",
        arguments: &[],
        files: &["learn_xor_regions.png", "learn_xor.png", "learn_xor_loss.png"],
    },
    Program {
        package: "ch03_activation_functions",
        binary: "ch03_activation_functions",
        arguments: &[],
        files: &["step_and_sigmoid.png", "activations.png", "output_layer.png"],
    },
    Program {
        package: "ch03_sigmoid_derivative",
        binary: "ch03_sigmoid_derivative",
        arguments: &[],
        files: &["sigmoid.png", "vanishing.png"],
    },
    Program {
        package: "ch03_neural_network",
        binary: "ch03_neural_network",
        arguments: &["--data", "digits"],
        files: &["digits.png", "mistakes.png"],
    },
    Program {
        package: "ch03_neural_network",
        binary: "mnist_show",
        arguments: &["--data", "digits"],
        files: &["mnist_show.png"],
    },
    Program {
        package: "ch03_neural_network",
        binary: "train",
        arguments: &["--data", "digits", "--epochs", "2"],
        files: &["digits.safetensors"],
    },
    Program {
        package: "ch04_numerical_gradient",
        binary: "ch04_numerical_gradient",
        arguments: &[],
        files: &["tangents.png", "step_size.png", "gradient_field.png", "descent.png"],
    },
    Program {
        package: "ch04_two_layer_net",
        binary: "ch04_two_layer_net",
        arguments: &["--data", "digits", "--iterations", "50"],
        files: &["accuracy.png", "loss.png", "weights.safetensors"],
    },
    Program {
        package: "ch04_two_layer_net",
        binary: "hidden_units",
        arguments: &["--data", "digits", "--iterations", "50"],
        files: &["hidden_units.png"],
    },
    Program {
        package: "ch05_backprop",
        binary: "ch05_backprop",
        arguments: &["--data", "digits", "--iterations", "50"],
        files: &["accuracy.png", "loss.png", "weights.safetensors"],
    },
    Program {
        package: "ch05_backprop",
        binary: "sigmoid_and_relu",
        arguments: &["--data", "digits", "--iterations", "50"],
        files: &["sigmoid_and_relu.png"],
    },
    Program { package: "ch05_backprop", binary: "buy_apple", arguments: &[], files: &[] },
    Program {
        package: "ch05_backprop",
        binary: "gradient_check",
        arguments: &["--data", "digits"],
        files: &["gradient_check.png"],
    },
    Program { package: "ch05_autograd", binary: "ch05_autograd", arguments: &[], files: &["xor_loss.png"] },
    Program { package: "ch05_autograd", binary: "graph", arguments: &[], files: &["fruit.dot", "fruit.mmd"] },
    Program {
        package: "ch06_optimizers",
        binary: "ch06_optimizers",
        arguments: &["--data", "digits", "--iterations", "20"],
        files: &["loss.png"],
    },
    Program { package: "ch06_optimizers", binary: "paths", arguments: &[], files: &["paths.png", "race.png"] },
    Program {
        package: "ch06_batch_norm",
        binary: "ch06_batch_norm",
        arguments: &["--data", "digits", "--epochs", "1", "--images", "200"],
        files: &["scales.png", "summary.png", "losses.png"],
    },
    Program {
        package: "ch06_hyperparameters",
        binary: "ch06_hyperparameters",
        arguments: &["--data", "digits", "--trials", "10", "--epochs", "2"],
        files: &["search.png", "trials.png"],
    },
    Program {
        package: "ch06_weight_init",
        binary: "ch06_weight_init",
        arguments: &["--data", "digits", "--iterations", "20"],
        files: &["loss.png"],
    },
    Program {
        package: "ch06_weight_init",
        binary: "equal_weights",
        arguments: &["--data", "digits", "--iterations", "20"],
        files: &["equal_weights.png"],
    },
    Program {
        package: "ch06_weight_init",
        binary: "activations",
        arguments: &["--layers", "1"],
        files: &["activations_sigmoid.png", "activations_tanh.png", "activations_relu.png", "spread.png"],
    },
    Program {
        package: "ch06_overfitting",
        binary: "ch06_overfitting",
        arguments: &["--data", "digits", "--epochs", "2"],
        files: &["accuracy.png", "gap.png"],
    },
    Program {
        package: "ch07_convnet",
        binary: "ch07_convnet",
        arguments: &["--data", "digits", "--epochs", "2"],
        files: &["weights.safetensors", "loss.png", "accuracy.png", "filters.png"],
    },
    Program {
        package: "ch07_convnet",
        binary: "apply_filter",
        arguments: &["--data", "digits"],
        files: &["apply_filter.png"],
    },
    Program {
        package: "ch08_deep_convnet",
        binary: "ch08_deep_convnet",
        arguments: &["--data", "digits", "--epochs", "2"],
        files: &["checkpoint.safetensors", "weights.safetensors", "loss.png", "accuracy.png"],
    },
    Program {
        package: "ch08_deep_convnet",
        binary: "misclassified",
        arguments: &["--data", "digits"],
        files: &["misclassified.png", "confusion.png"],
    },
    Program { package: "ch08_deep_convnet", binary: "half_float", arguments: &["--data", "digits"], files: &[] },
    Program {
        package: "ch08_deep_convnet",
        binary: "ensemble",
        arguments: &["--data", "digits", "--networks", "2", "--epochs", "1"],
        files: &["ensemble_1.safetensors", "ensemble_2.safetensors"],
    },
    Program {
        package: "ch09_california_housing",
        binary: "ch09_california_housing",
        arguments: &["--data", "diabetes", "--epochs", "20"],
        files: &["histograms.png", "loss.png", "predictions.png"],
    },
    Program {
        package: "ch09_mnist_mlp",
        binary: "ch09_mnist_mlp",
        arguments: &["--data", "digits", "--epochs", "2"],
        files: &["loss.png", "accuracy.png"],
    },
    Program { package: "exercises", binary: "exercises", arguments: &[], files: &[] },
];
