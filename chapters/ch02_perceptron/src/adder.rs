//! 2.6 From NAND to a computer (NAND에서 컴퓨터까지): circuits that add binary numbers, built from [`nand`] alone.
//!
//! ```text
//! half adder   a + b     = 2 carry + sum     5 NAND
//! full adder   a + b + c = 2 carry + sum     two half adders and an OR: 13 NAND
//! four bits    a full adder each, from the right; every carry goes into the next: 52 NAND
//! ```
//!
//! All inputs and outputs are 0.0 or 1.0. A four-bit number is written as on paper, the highest bit first.

use crate::nand;

/// The sum of two bits, as `(carry, sum)`: the sum is XOR and the carry is AND.
pub fn half_adder(a: f64, b: f64) -> (f64, f64) {
    let not_both = nand(a, b);
    let sum = nand(nand(a, not_both), nand(b, not_both));
    (not(not_both), sum)
}

/// The sum of three bits, as `(carry, sum)`. The third is the carry from the digit to the right.
pub fn full_adder(a: f64, b: f64, carry_in: f64) -> (f64, f64) {
    let (carry1, sum) = half_adder(a, b);
    let (carry2, sum) = half_adder(sum, carry_in);
    (or(carry1, carry2), sum)
}

/// The sum of two four-bit numbers, as `(carries, sum)`. `carries[i]` comes out of the full adder of bit `i`, so
/// `carries[0]` is the fifth bit of the sum.
///
/// ```
/// use ch02_perceptron::{add_four_bits, from_bits, to_bits};
/// let (carries, sum) = add_four_bits(to_bits(6), to_bits(7)); // 0110 + 0111
/// assert_eq!(carries, [0.0, 1.0, 1.0, 0.0]);
/// assert_eq!(sum, [1.0, 1.0, 0.0, 1.0]);
/// assert_eq!(from_bits(&sum), 13.0);
/// ```
pub fn add_four_bits(a: [f64; 4], b: [f64; 4]) -> ([f64; 4], [f64; 4]) {
    let (mut carries, mut sum) = ([0.0; 4], [0.0; 4]);
    let mut carry = 0.0;
    for i in (0..4).rev() {
        (carry, sum[i]) = full_adder(a[i], b[i], carry);
        carries[i] = carry;
    }
    (carries, sum)
}

fn not(x: f64) -> f64 {
    nand(x, x)
}

fn or(x1: f64, x2: f64) -> f64 {
    nand(not(x1), not(x2))
}

/// The four bits of `number`, the highest one first.
///
/// # Panics
///
/// If it is not below 16.
pub fn to_bits(number: u8) -> [f64; 4] {
    assert!(number < 16, "to_bits: {number} has more than four bits");
    [3, 2, 1, 0].map(|place| f64::from(number >> place & 1))
}

/// The number that `bits` represent, the highest bit first.
pub fn from_bits(bits: &[f64]) -> f64 {
    bits.iter().fold(0.0, |number, bit| 2.0 * number + bit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::INPUTS;

    #[test]
    fn a_half_adder_counts_two_bits() {
        for [a, b] in INPUTS {
            let (carry, sum) = half_adder(a, b);
            assert_eq!(from_bits(&[carry, sum]), a + b);
        }
    }

    #[test]
    fn a_full_adder_counts_three_bits() {
        for [a, b] in INPUTS {
            for carry_in in [0.0, 1.0] {
                let (carry, sum) = full_adder(a, b, carry_in);
                assert_eq!(from_bits(&[carry, sum]), a + b + carry_in);
            }
        }
    }

    #[test]
    fn all_256_pairs_of_four_bit_numbers_have_the_right_sum() {
        for a in 0..16 {
            for b in 0..16 {
                let ([carry, ..], [s3, s2, s1, s0]) = add_four_bits(to_bits(a), to_bits(b));
                assert_eq!(from_bits(&[carry, s3, s2, s1, s0]), f64::from(a + b), "{a} + {b}");
            }
        }
    }

    #[test]
    fn each_carry_is_the_one_of_the_digits_up_to_its_own() {
        for a in 0..16_u8 {
            for b in 0..16_u8 {
                let (carries, _) = add_four_bits(to_bits(a), to_bits(b));
                let carried = [16, 8, 4, 2].map(|place| f64::from(u8::from(a % place + b % place >= place)));
                assert_eq!(carries, carried, "{a} + {b}");
            }
        }
    }
}
