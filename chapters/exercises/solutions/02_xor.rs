//! 2.5.2 The XOR gate (XOR 게이트 구현하기), which takes two layers of gates.
//!
//! ```text
//! x1  x2 | XOR
//!  0   0 |   0
//!  1   0 |   1
//!  0   1 |   1
//!  1   1 |   0
//! ```
//!
//! No weights and bias give this table. Combine gates: the outputs of the first layer are the inputs of the second.

use checks::{Verdict, and, chapter2, nand, or};

/// XOR: 1.0 if exactly one of the inputs is 1.0, else 0.0.
pub fn xor(x1: f64, x2: f64) -> f64 {
    // <solution>
    let s1 = nand(x1, x2);
    let s2 = or(x1, x2);
    and(s1, s2)
    // </solution>
}

/// `cargo run -p exercises -- xor` runs this check.
pub fn main() -> Verdict {
    chapter2::xor(xor)
}
