//! 5.7.3 A gradient check (오차역전파법으로 구한 기울기 검증하기): is a gradient that somebody computed that of the loss?
//!
//! ```text
//! max |gradient - numerical gradient|        over all elements        both: R x C
//! ```
//!
//! A right gradient differs by about 1e-10, a wrong one by much more in at least one element. Signs must not cancel, and
//! a gradient with NaN must not pass: every comparison with NaN is false, and `f64::max` ignores it.

use checks::{Loss, Verdict, chapter5, numerical_gradient};
use common::Matrix;

/// How far `gradient` is from the numerical gradient of `f` at `x`; NaN if it contains NaN.
pub fn largest_difference(f: Loss, gradient: &Matrix<f64>, x: &Matrix<f64>) -> f64 {
    // <solution>
    let differences = (gradient - numerical_gradient(f, x)).abs();
    let mut largest = 0.0;
    for &difference in &differences {
        if difference > largest || difference.is_nan() {
            largest = difference;
        }
    }
    largest
    // </solution>
}

/// `cargo run -p exercises -- gradient_check` runs this check.
pub fn main() -> Verdict {
    chapter5::gradient_check(largest_difference)
}
