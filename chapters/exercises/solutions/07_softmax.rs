//! 3.5.2 Softmax that does not overflow (소프트맥스 함수 구현 시 주의점), of each row of a matrix.
//!
//! ```text
//! yₖ = e^(xₖ) / Σⱼ e^(xⱼ)        x, y: N x C, one sample per row
//! ```
//!
//! e¹⁰⁰⁰ is infinite in `f64`, and ∞/∞ is NaN. A constant subtracted from all elements of a row does not change y.

use checks::{Verdict, chapter3};
use common::Matrix;

/// Probabilities, N x C, from the scores `x`, N x C.
pub fn softmax(x: &Matrix<f64>) -> Matrix<f64> {
    // <solution>
    let mut y = x.clone();
    for mut row in y.row_iter_mut() {
        let max = row.max();
        row.apply(|x| *x = (*x - max).exp());
        row /= row.sum();
    }
    y
    // </solution>
}

/// `cargo run -p exercises -- softmax` runs this check.
pub fn main() -> Verdict {
    chapter3::softmax(softmax)
}
