//! 4.2.3 Mini-batches (미니배치 학습): a few samples, drawn at random with replacement.
//!
//! ```text
//! x: N x D   t: N labels        mini-batch: size x D, and its labels
//! ```
//!
//! The book draws indices with `np.random.choice(N, size)`: each of 0, …, N - 1 with the same probability, any of them several
//! times. Here `rng.random_range(0..n)` draws one index below n, and `x.select_rows(&indices)` copies rows.

use checks::{Verdict, chapter4};
use common::Matrix;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// A mini-batch of `size` rows of `x`, and the labels that belong to them.
pub fn mini_batch(x: &Matrix<f64>, t: &[usize], size: usize, rng: &mut ChaCha8Rng) -> (Matrix<f64>, Vec<usize>) {
    // <solution>
    let indices: Vec<usize> = (0..size).map(|_| rng.random_range(0..t.len())).collect();
    let labels = indices.iter().map(|&n| t[n]).collect();
    (x.select_rows(&indices), labels)
    // </solution>
}

/// `cargo run -p exercises -- mini_batch` runs this check.
pub fn main() -> Verdict {
    chapter4::mini_batch(mini_batch)
}
