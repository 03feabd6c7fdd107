//! 5.6.3 Softmax with loss (Softmax-with-Loss 계층): the last layer in training.
//!
//! ```text
//! y = softmax(x)         L = -1/N Σₙ ln y[n, tₙ]         x, y: N x C scores and probabilities   t: N class indices
//! dx = (y - onehot(t)) / N
//! ```
//!
//! `one_hot(t, classes)` is an N x C matrix: row n is 1 at column tₙ, else 0.

use checks::{LossLayer, Verdict, chapter5};
use common::Matrix;
use common::functions::{one_hot, softmax, softmax_cross_entropy};

/// Softmax and cross entropy.
#[derive(Default)]
pub struct SoftmaxWithLoss {
    /// The probabilities, N x C, and the labels: `forward` keeps them for `backward`.
    y: Matrix<f64>,
    t: Vec<usize>,
}

impl LossLayer for SoftmaxWithLoss {
    /// The loss, mean over the batch. `softmax_cross_entropy(x, t)` computes it from scores without overflow.
    fn forward(&mut self, x: &Matrix<f64>, t: &[usize]) -> f64 {
        todo!()
    }

    /// ∂L/∂x, N x C.
    fn backward(&mut self) -> Matrix<f64> {
        todo!()
    }
}

/// `cargo run -p exercises -- softmax_with_loss` runs this check.
pub fn main() -> Verdict {
    chapter5::softmax_with_loss(&mut SoftmaxWithLoss::default())
}
