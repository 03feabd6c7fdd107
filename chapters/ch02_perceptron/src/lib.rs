//! 2.1 The perceptron (퍼셉트론이란?): it adds a bias to the weighted sum of its inputs and outputs 1 if the result is above
//! 0.
//!
//! ```text
//! y = 1 if b + w1·x1 + w2·x2 > 0, else 0
//! ```
//!
//! In this file the weights are chosen by hand, as in the book. In `learning.rs`, which follows the course, they are
//! learned from the four rows of a truth table.

mod adder;
mod learning;

pub use adder::{add_four_bits, from_bits, full_adder, half_adder, to_bits};
pub use learning::{HiddenLayerNetwork, LogisticRegression, count_correct, xor_data};

/// The inputs (x1, x2) of a logic gate, in the order of the book's truth tables (진리표).
pub const INPUTS: [[f64; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];

/// 2.3.1 AND in the book's first form (간단한 구현부터): 1 if the weighted sum is above a threshold θ (임계값).
pub fn and_by_threshold(x1: f64, x2: f64) -> f64 {
    let (w1, w2, theta) = (0.5, 0.5, 0.7);
    if w1 * x1 + w2 * x2 > theta { 1.0 } else { 0.0 }
}

/// 2.3.3 The perceptron with weights and bias (가중치와 편향 구현하기): 1 if `b + w·x > 0`, else 0. The bias is `b = -θ`.
pub fn perceptron(x: [f64; 2], w: [f64; 2], b: f64) -> f64 {
    if b + w[0] * x[0] + w[1] * x[1] > 0.0 { 1.0 } else { 0.0 }
}

/// 2.2.1 The AND gate (AND 게이트): 1 if both are 1.
pub fn and(x1: f64, x2: f64) -> f64 {
    perceptron([x1, x2], [0.5, 0.5], -0.7)
}

/// 2.2.2 The NAND gate (NAND 게이트와 OR 게이트), not AND: with every sign of [`and`] flipped.
pub fn nand(x1: f64, x2: f64) -> f64 {
    perceptron([x1, x2], [-0.5, -0.5], 0.7)
}

/// 2.2.2 The OR gate (NAND 게이트와 OR 게이트): 1 if at least one is 1.
pub fn or(x1: f64, x2: f64) -> f64 {
    perceptron([x1, x2], [0.5, 0.5], -0.2)
}

/// 2.5.2 The XOR gate (XOR 게이트 구현하기), exclusive or: 1 if exactly one is 1. It takes two layers of perceptrons.
pub fn xor(x1: f64, x2: f64) -> f64 {
    let s1 = nand(x1, x2);
    let s2 = or(x1, x2);
    and(s1, s2)
}

/// The inputs of the truth table for which `gate` outputs `y`.
pub fn inputs_answered(y: f64, gate: fn(f64, f64) -> f64) -> Vec<(f64, f64)> {
    INPUTS.into_iter().map(|[x1, x2]| (x1, x2)).filter(|&(x1, x2)| gate(x1, x2) == y).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bias_is_the_threshold_with_the_other_sign() {
        for [x1, x2] in INPUTS {
            assert_eq!(and_by_threshold(x1, x2), and(x1, x2));
        }
    }

    /// How many rows of the truth table of `gate` the best perceptron gets right, among all weights and biases from
    /// -2.0, -1.9, …, 2.0.
    fn most_lines_right(gate: fn(f64, f64) -> f64) -> usize {
        let tenths = || (-20..=20).map(|tenths| f64::from(tenths) / 10.0);
        let mut most = 0;
        for w1 in tenths() {
            for w2 in tenths() {
                for b in tenths() {
                    let right = INPUTS.iter().filter(|&&x| perceptron(x, [w1, w2], b) == gate(x[0], x[1])).count();
                    most = most.max(right);
                }
            }
        }
        most
    }

    #[test]
    fn a_perceptron_can_be_any_of_and_nand_or_but_not_xor() {
        assert_eq!([and, nand, or, xor].map(most_lines_right), [4, 4, 4, 3]);
    }
}
