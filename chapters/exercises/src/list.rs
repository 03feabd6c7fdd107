//! The exercises, in the book's order.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use common::settings;

use crate::blank::blank;

/// An exercise. Its number, section and title are in its file.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// The name by which the program knows it.
    pub name: &'static str,
    /// Shown with `--hint`.
    pub hint: &'static str,
    /// Where the chapters have it: file and item.
    pub compare: (&'static str, &'static str),
}

/// All exercises.
pub const EXERCISES: [Exercise; 37] = [
    Exercise {
        name: "gate",
        hint: "NAND is not AND: take weights and bias of AND, (0.5, 0.5) and -0.7, and flip every sign.",
        compare: ("chapters/ch02_perceptron/src/lib.rs", "perceptron"),
    },
    Exercise {
        name: "xor",
        hint: "Which two gates are both 1 for (1, 0) and (0, 1), and not for (0, 0) and (1, 1)? Their AND is XOR.",
        compare: ("chapters/ch02_perceptron/src/lib.rs", "xor"),
    },
    Exercise {
        name: "adder",
        hint: "The sum of two bits is XOR, their carry AND. At most one of the two half adders of a full adder carries: OR joins them.",
        compare: ("chapters/ch02_perceptron/src/adder.rs", "full_adder"),
    },
    Exercise {
        name: "step",
        hint: "The closure is an `if`: x.map(|x| if … { 1.0 } else { 0.0 }).",
        compare: ("common/src/functions/activations.rs", "step"),
    },
    Exercise {
        name: "sigmoid",
        hint: "e⁻ˣ is `(-x).exp()`. Without the parentheses, `-x.exp()` is -eˣ.",
        compare: ("common/src/functions/activations.rs", "sigmoid"),
    },
    Exercise {
        name: "three_layers",
        hint: "One layer is `add_row(dot(x, &w[0]), &b[0]).map(sigmoid)`; the next one has its output as x.",
        compare: ("chapters/ch03_neural_network/src/lib.rs", "Network::forward"),
    },
    Exercise {
        name: "softmax",
        hint: "Go through the rows with `row_iter_mut`. `row.max()` is the maximum of a row, `row.apply` changes each element.",
        compare: ("common/src/functions/activations.rs", "softmax"),
    },
    Exercise {
        name: "batches",
        hint: "`(0..n).step_by(batch_size)` are the first rows of the batches; the smaller of batch_size and n - first is their length.",
        compare: ("chapters/ch03_neural_network/src/lib.rs", "Network::classify"),
    },
    Exercise {
        name: "mini_batch",
        hint: "Draw the indices first, into a Vec; then take both rows and labels with them.",
        compare: ("common/src/dataset/batch.rs", "sample"),
    },
    Exercise {
        name: "cross_entropy",
        hint: "Go through the labels: `for (n, &label) in t.iter().enumerate()`, and `y[(n, label)]` is what counts.",
        compare: ("common/src/functions/losses.rs", "cross_entropy_error"),
    },
    Exercise {
        name: "numerical_diff",
        hint: "Mind the parentheses: `a / 2.0 * h` is a·h/2.",
        compare: ("common/src/gradient.rs", "numerical_diff"),
    },
    Exercise {
        name: "numerical_gradient",
        hint: "Work on a copy of x: set one element to x + h, then to x - h, and put the old value back before the next one.",
        compare: ("common/src/gradient.rs", "numerical_gradient"),
    },
    Exercise {
        name: "gradient_descent",
        hint: "`x -= learning_rate * numerical_gradient(f, &x);` is one step. Begin with `start.clone()`.",
        compare: ("chapters/ch04_numerical_gradient/src/lib.rs", "gradient_descent"),
    },
    Exercise {
        name: "two_layer_net",
        hint: "predict is the exercise three_layers with one layer less. loss needs predict and nothing else.",
        compare: ("chapters/ch04_two_layer_net/src/lib.rs", "TwoLayerNet"),
    },
    Exercise {
        name: "training_loop",
        hint: "`let (loss, gradient) = gradient(w, &batch);`, and `*w -= …` changes what w refers to.",
        compare: ("chapters/ch04_two_layer_net/src/main.rs", "main"),
    },
    Exercise {
        name: "simple_layers",
        hint: "`*self = Self { x, y };` keeps both numbers. With L = x·y, ∂L/∂x is y.",
        compare: ("chapters/ch05_backprop/src/simple_layers.rs", "MulLayer"),
    },
    Exercise {
        name: "relu",
        hint: "`x.map(…)` gives the mask, `dout.zip_map(&mask, …)` combines two matrices element by element.",
        compare: ("common/src/layers/relu.rs", "Relu"),
    },
    Exercise {
        name: "sigmoid_layer",
        hint: "`dout.zip_map(&self.out, |dout, out| …)` combines two matrices element by element.",
        compare: ("common/src/layers/sigmoid.rs", "Sigmoid"),
    },
    Exercise {
        name: "affine",
        hint: "Write down the shapes: only one product of w and dout is N x D, and only one of x and dout is D x H.",
        compare: ("common/src/layers/affine.rs", "Affine"),
    },
    Exercise {
        name: "softmax_with_loss",
        hint: "backward is one line: subtract the one-hot labels from y, divide by the number of labels.",
        compare: ("common/src/layers/softmax_with_loss.rs", "SoftmaxWithLoss"),
    },
    Exercise {
        name: "network_of_layers",
        hint: "`for layer in &mut self.layers` goes forward, `for layer in self.layers.iter_mut().rev()` back.",
        compare: ("chapters/ch05_backprop/src/lib.rs", "TwoLayerNet::loss_and_gradient"),
    },
    Exercise {
        name: "gradient_check",
        hint: "`.abs()` of a matrix takes the absolute value of each element. Then go through all of them and keep the largest, or NaN.",
        compare: ("chapters/ch04_two_layer_net/src/lib.rs", "largest_difference"),
    },
    Exercise {
        name: "tape",
        hint: "mul looks like add, with other slopes. backward needs two loops: over the nodes from `output` down, and over the inputs of each.",
        compare: ("chapters/ch05_autograd/src/backward.rs", "Var::backward"),
    },
    Exercise {
        name: "sgd",
        hint: "`*w -= …` changes the matrix that w refers to; `self.lr * g` is a matrix.",
        compare: ("common/src/optimizers/sgd.rs", "Sgd"),
    },
    Exercise {
        name: "momentum",
        hint: "Two lines, in the order of the formulas. `self.momentum * &self.v` is a new matrix.",
        compare: ("common/src/optimizers/momentum.rs", "Momentum"),
    },
    Exercise {
        name: "adam",
        hint: "`g.component_mul(g)` is g² element by element, `beta1.powi(self.steps)` is β₁ᵗ.",
        compare: ("common/src/optimizers/adam.rs", "Adam"),
    },
    Exercise {
        name: "he",
        hint: "`(2.0 / inputs as f64).sqrt()` is the standard deviation.",
        compare: ("common/src/init.rs", "WeightInit::std"),
    },
    Exercise {
        name: "batch_norm",
        hint: "`for (d, mut column) in out.column_iter_mut().enumerate()`: compute mean and σ before `column.apply` changes it.",
        compare: ("common/src/layers/batch_norm.rs", "BatchNorm"),
    },
    Exercise {
        name: "batch_norm_backward",
        hint: "dβ and dγ first: `dout.column(d).sum()` and `dout.column(d).dot(&x_hat)`. dx is the third formula for each n.",
        compare: ("common/src/layers/batch_norm.rs", "BatchNorm::backward"),
    },
    Exercise {
        name: "dropout",
        hint: "The mask contains the scale already, so forward and backward are both one `component_mul` with it.",
        compare: ("common/src/layers/dropout.rs", "Dropout"),
    },
    Exercise {
        name: "early_stopping",
        hint: "Keep only the best epoch: `epoch - best` is the number of epochs without a better one.",
        compare: ("common/src/early_stopping.rs", "EarlyStopping"),
    },
    Exercise {
        name: "output_size",
        hint: "Division of `usize` rounds down already. Add the padding before you subtract the filter.",
        compare: ("chapters/ch07_convnet/src/output_size.rs", "conv_output_size"),
    },
    Exercise {
        name: "im2col",
        hint: "Two loops, over rows and columns of col; in them (n, oy, ox) from the row and (c, fy, fx) from the column.",
        compare: ("chapters/ch07_convnet/src/im2col.rs", "im2col"),
    },
    Exercise {
        name: "convolution",
        hint: "`add_row(dot(&im2col(x, filter, stride), transposed(w)), b)` is the product. Then one loop over its rows and one over its columns.",
        compare: ("chapters/ch07_convnet/src/convolution.rs", "Convolution"),
    },
    Exercise {
        name: "pooling",
        hint: "Two loops, over py and px, with the largest pixel so far; it begins as `f64::NEG_INFINITY`.",
        compare: ("chapters/ch07_convnet/src/pooling.rs", "Pooling"),
    },
    Exercise {
        name: "augmentation",
        hint: "`Matrix::from_fn(rows, columns, |i, j| …)`, and `i as isize - down` may be negative: ask before you index.",
        compare: ("common/src/dataset/augmentation/change.rs", "Change"),
    },
    Exercise {
        name: "your_network",
        hint: "Affine, ReLU, affine, with 100 hidden units and He initialization; Adam with 0.003; 1,000 mini-batches of 100.",
        compare: ("chapters/ch08_deep_convnet/src/plan.rs", "Plan"),
    },
];

/// The folder of this crate.
pub fn folder() -> PathBuf {
    settings::workspace().join("chapters/exercises")
}

impl Exercise {
    /// The exercise with this name, or this number.
    pub fn find(name: &str) -> Option<Self> {
        EXERCISES.into_iter().find(|exercise| [exercise.name, &exercise.number().to_string()].contains(&name))
    }

    /// Its position in the list, from 1.
    pub fn number(self) -> usize {
        1 + EXERCISES.iter().position(|exercise| exercise.name == self.name).expect("it is in the list")
    }

    /// Its file name in `exercises/` and in `solutions/`.
    pub fn file(self) -> String {
        format!("{:02}_{}.rs", self.number(), self.name)
    }

    /// The reader's file.
    pub fn path(self) -> PathBuf {
        folder().join("exercises").join(self.file())
    }

    /// When the reader's file was last saved.
    pub fn saved_at(self) -> Option<SystemTime> {
        fs::metadata(self.path()).and_then(|file| file.modified()).ok()
    }

    /// The file of its solution.
    pub fn solution(self) -> PathBuf {
        folder().join("solutions").join(self.file())
    }

    /// The text of the exercise before the reader has written anything.
    ///
    /// # Panics
    ///
    /// If the file of its solution cannot be read.
    pub fn blank(self) -> String {
        let solution = self.solution();
        blank(&fs::read_to_string(&solution).unwrap_or_else(|error| panic!("{}: {error}", solution.display())))
    }

    /// Section and title, from the first line of its blank.
    pub fn title(self) -> String {
        let blank = self.blank();
        let first = blank.lines().next().unwrap_or_default().trim_start_matches("//! ");
        first.rfind(')').map_or(first, |end| &first[..=end]).into()
    }
}
