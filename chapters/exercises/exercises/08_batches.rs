//! 3.6.3 The accuracy of a network, computed in batches (배치 처리).
//!
//! ```text
//! accuracy = images whose highest score is that of their label / all images        x: N x D   t: N labels
//! ```
//!
//! A batch has `batch_size` images, the last one what is left. `x.rows(first, count).into_owned()` copies rows of a
//! matrix. Of two equal highest scores the first counts, as with `np.argmax`.

use checks::{Scores, Verdict, chapter3};
use common::Matrix;

/// The index of the largest element of row `n`.
pub fn argmax(scores: &Matrix<f64>, n: usize) -> usize {
    todo!()
}

/// The accuracy, from 0 to 1. `predict` computes scores, n x C, from n x D images; it accepts `batch_size` of them or fewer.
pub fn accuracy(predict: Scores, x: &Matrix<f64>, t: &[usize], batch_size: usize) -> f64 {
    todo!()
}

/// `cargo run -p exercises -- batches` runs this check.
pub fn main() -> Verdict {
    chapter3::batches(argmax, accuracy)
}
