//! 3.2.2 The step function (계단 함수 구현하기), of each element of a matrix.
//!
//! ```text
//! out = 1 if x > 0, else 0        x, out: N x D
//! ```
//!
//! The book's `np.array(x > 0, dtype=np.int)` is a comparison of the whole array; a matrix here has `x.map(…)`, which
//! calls a function for each element.

use checks::{Verdict, chapter3};
use common::Matrix;

/// The step function, N x D to N x D.
pub fn step(x: &Matrix<f64>) -> Matrix<f64> {
    todo!()
}

/// `cargo run -p exercises -- step` runs this check.
pub fn main() -> Verdict {
    chapter3::step(step)
}
