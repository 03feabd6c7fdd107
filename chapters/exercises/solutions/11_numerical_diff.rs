//! 4.3.1 The derivative (미분) of a function of one number, by a central difference.
//!
//! ```text
//! f'(x) ≈ (f(x + h) - f(x - h)) / 2h        h = 1e-4
//! ```
//!
//! The difference of two points on both sides of x has an error of about h², that of x and one other point of about h. If h is
//! too small, x + h and x - h are rounded, and little is left of their difference.

use checks::{Verdict, chapter4};

/// The derivative of `f` at `x`.
pub fn numerical_diff(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    // <solution>
    let h = 1e-4;
    (f(x + h) - f(x - h)) / (2.0 * h)
    // </solution>
}

/// `cargo run -p exercises -- numerical_diff` runs this check.
pub fn main() -> Verdict {
    chapter4::numerical_diff(numerical_diff)
}
