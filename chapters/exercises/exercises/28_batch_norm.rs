//! 6.3.1 Batch normalization (배치 정규화 알고리즘): the forward pass in training.
//!
//! ```text
//! μ = 1/N Σₙ x        σ² = 1/N Σₙ (x - μ)²        x: N x D        μ, σ², γ, β: one number for each column
//! out = γ (x - μ) / √(σ² + ε) + β                 ε = 1e-5
//! ```
//!
//! `x.column(d)` is the N values of a feature, `column.mean()` their mean and `column.variance()` the σ² above.

use checks::{Verdict, chapter6};
use common::Matrix;

/// Each column of `x`, N x D, with mean β and standard deviation γ, both 1 x D.
pub fn batch_norm(x: &Matrix<f64>, gamma: &Matrix<f64>, beta: &Matrix<f64>) -> Matrix<f64> {
    todo!()
}

/// `cargo run -p exercises -- batch_norm` runs this check.
pub fn main() -> Verdict {
    chapter6::batch_norm(batch_norm)
}
