//! 2.6 From NAND to a computer (NAND에서 컴퓨터까지): binary addition by circuits of NAND perceptrons.

use ch02_perceptron::{INPUTS, add_four_bits, from_bits, full_adder, half_adder, to_bits};
use clap::Parser;
use common::settings;

fn main() {
    settings::parse::<Args>();

    println!("half adder: a + b");
    println!("a  b | carry  sum");
    for [a, b] in INPUTS {
        let (carry, sum) = half_adder(a, b);
        println!("{a}  {b} | {carry:5}  {sum:3}");
    }

    println!("\nfull adder: a + b + the carry c from the right");
    println!("a  b  c | carry  sum");
    for c in [0.0, 1.0] {
        for [a, b] in INPUTS {
            let (carry, sum) = full_adder(a, b, c);
            println!("{a}  {b}  {c} | {carry:5}  {sum:3}");
        }
    }

    println!("\nfour bits: a full adder for each, every carry goes into the next");
    println!("   a      b  | carries   sum");
    for (a, b) in [(5, 10), (6, 7), (5, 3), (15, 1), (15, 15)] {
        let (a_bits, b_bits) = (to_bits(a), to_bits(b));
        let (carries, sum) = add_four_bits(a_bits, b_bits);
        let five_bits = [&carries[..1], &sum].concat();
        let [a_bits, b_bits, carries, sum] = [&a_bits, &b_bits, &carries, &five_bits[..]].map(digits);
        println!("{a_bits} + {b_bits} |    {carries} {sum}   {a:2} + {b:2} = {:2}", from_bits(&five_bits));
    }
}

/// Adders made of NAND perceptrons alone (section 2.6)
#[derive(Parser)]
struct Args {}

/// Bits as they are written, 0101.
fn digits(bits: &[f64]) -> String {
    bits.iter().map(f64::to_string).collect()
}
