//! 4.2.4 Cross entropy of a batch ((배치용) 교차 엔트로피 오차 구현하기).
//!
//! ```text
//! L = -1/N Σₙ ln(y[n, tₙ] + 1e-7)        y: N x C probabilities   t: N class indices
//! ```
//!
//! Only the probability of the right class counts. ln 0 is -∞, and 1e-7 avoids it.

use checks::{Verdict, chapter4};
use common::Matrix;

/// The cross entropy, mean over the batch. `y[(n, c)]` is the probability of class c in sample n.
pub fn cross_entropy_error(y: &Matrix<f64>, t: &[usize]) -> f64 {
    todo!()
}

/// `cargo run -p exercises -- cross_entropy` runs this check.
pub fn main() -> Verdict {
    chapter4::cross_entropy(cross_entropy_error)
}
