//! 2.3.3 Gates from weights (가중치와 편향 구현하기): a perceptron, and NAND as a perceptron.
//!
//! ```text
//! y = 1 if b + w1·x1 + w2·x2 > 0, else 0
//! ```

use checks::{Verdict, chapter2};

/// The perceptron with inputs `x`, weights `w` and bias `b`: 1.0 or 0.0.
pub fn perceptron(x: [f64; 2], w: [f64; 2], b: f64) -> f64 {
    todo!()
}

/// NAND, a perceptron whose weights and bias you choose: 0.0 if both inputs are 1.0, else 1.0.
pub fn nand(x1: f64, x2: f64) -> f64 {
    todo!()
}

/// `cargo run -p exercises -- gate` runs this check.
pub fn main() -> Verdict {
    chapter2::gate(perceptron, nand)
}
