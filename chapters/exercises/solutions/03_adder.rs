//! 2.6 From NAND to a computer (NAND에서 컴퓨터까지): gates that add.
//!
//! ```text
//! half adder   a + b     = 2 carry + sum
//! full adder   a + b + c = 2 carry + sum     c: the carry from the digit to the right
//! ```
//!
//! All are 0.0 or 1.0. Decimal digits do the same: 7 + 5 gives the sum digit 2 and carries 1.

use checks::{Verdict, and, chapter2, nand, or};

/// The sum of two bits, as `(carry, sum)`.
pub fn half_adder(a: f64, b: f64) -> (f64, f64) {
    // <solution>
    let sum = and(nand(a, b), or(a, b));
    (and(a, b), sum)
    // </solution>
}

/// The sum of three bits, as `(carry, sum)`: two half adders, and a gate for their carries.
pub fn full_adder(a: f64, b: f64, c: f64) -> (f64, f64) {
    // <solution>
    let (carry1, sum) = half_adder(a, b);
    let (carry2, sum) = half_adder(sum, c);
    (or(carry1, carry2), sum)
    // </solution>
}

/// `cargo run -p exercises -- adder` runs this check.
pub fn main() -> Verdict {
    chapter2::adder(half_adder, full_adder)
}
