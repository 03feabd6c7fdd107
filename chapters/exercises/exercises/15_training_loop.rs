//! 4.5.2 The training loop (미니배치 학습 구현하기).
//!
//! ```text
//! 1. mini-batch   draw a new one
//! 2. gradient     of the loss of this mini-batch, at the weights w as they are now
//! 3. update       w ← w - learning_rate · gradient
//! 4. repeat       `iterations` times, and keep the loss of each
//! ```
//!
//! The network is a single matrix w here, and what a mini-batch looks like does not matter: `sample()` draws one,
//! `gradient(&w, &batch)` computes its loss and the gradient of the loss, of the shape of w.

use checks::{LossAndGradient, Sample, Verdict, chapter4};
use common::Matrix;

/// Trains the weights `w`, and returns the loss of each mini-batch, computed before its update.
pub fn train(
    w: &mut Matrix<f64>,
    sample: Sample,
    gradient: LossAndGradient,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    todo!()
}

/// `cargo run -p exercises -- training_loop` runs this check.
pub fn main() -> Verdict {
    chapter4::training_loop(train)
}
