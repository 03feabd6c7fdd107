//! 3.2.4 The sigmoid (시그모이드 함수 구현하기): the step function made smooth.
//!
//! ```text
//! sigmoid(x) = 1 / (1 + e⁻ˣ)
//! ```
//!
//! From 0 for large negative x over 1/2 at 0 to 1 for large positive x. At x = ±1000 it must be 0 and 1, not NaN: e¹⁰⁰⁰ is
//! infinite in `f64`, and a number divided by infinity is 0, but infinity divided by infinity is NaN.

use checks::{Verdict, chapter3};

/// The sigmoid of a number.
pub fn sigmoid(x: f64) -> f64 {
    // <solution>
    (1.0 + (-x).exp()).recip()
    // </solution>
}

/// `cargo run -p exercises -- sigmoid` runs this check.
pub fn main() -> Verdict {
    chapter3::sigmoid(sigmoid)
}
