//! 4.4 The gradient (기울기) by numerical differentiation.
//!
//! ```text
//! ∂f/∂xᵢ ≈ (f(…, xᵢ + h, …) - f(…, xᵢ - h, …)) / 2h        h = 1e-4        x, gradient: R x C
//! ```
//!
//! A smaller h would lose more to rounding: f(x + h) and f(x - h) then agree in most of their digits.

use checks::{Verdict, chapter4};
use common::Matrix;

/// The gradient of `f` at `x`, of the shape of `x`: only one element is moved at a time.
pub fn numerical_gradient(f: &dyn Fn(&Matrix<f64>) -> f64, x: &Matrix<f64>) -> Matrix<f64> {
    // <solution>
    let h = 1e-4;
    let mut moved = x.clone();
    Matrix::from_fn(x.nrows(), x.ncols(), |i, j| {
        moved[(i, j)] = x[(i, j)] + h;
        let above = f(&moved);
        moved[(i, j)] = x[(i, j)] - h;
        let below = f(&moved);
        moved[(i, j)] = x[(i, j)];
        (above - below) / (2.0 * h)
    })
    // </solution>
}

/// `cargo run -p exercises -- numerical_gradient` runs this check.
pub fn main() -> Verdict {
    chapter4::numerical_gradient(numerical_gradient)
}
