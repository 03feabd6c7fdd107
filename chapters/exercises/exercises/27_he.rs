//! 6.2.3 He initialization (ReLU를 사용할 때의 가중치 초깃값).
//!
//! ```text
//! w ~ N(0, std²)        std = √(2 / D)        w: D x H, for D inputs and H outputs
//! ```
//!
//! ReLU sets half of its inputs to 0, and the 2 makes up for that: the outputs of all layers spread about equally.

use checks::{Verdict, chapter6};
use common::Matrix;
use common::matrix::random_normal;
use rand::rngs::ChaCha8Rng;

/// Initial weights of a layer. `random_normal(rows, columns, std, rng)` draws a matrix from N(0, std²).
pub fn he(inputs: usize, outputs: usize, rng: &mut ChaCha8Rng) -> Matrix<f64> {
    todo!()
}

/// `cargo run -p exercises -- he` runs this check.
pub fn main() -> Verdict {
    chapter6::he(he)
}
