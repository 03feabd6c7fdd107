//! 2 The perceptron (퍼셉트론).

use crate::compare::{ensure, equal_function};
use crate::{Verdict, and, nand, or};

const INPUTS: [(f64, f64); 4] = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];

/// An input, the weights and the bias of a perceptron.
type Neuron = ([f64; 2], [f64; 2], f64);

fn fires(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn weighted_sum(&(x, w, _): &Neuron) -> f64 {
    w[0] * x[0] + w[1] * x[1]
}

/// A perceptron, and NAND as one.
pub fn gate(perceptron: fn([f64; 2], [f64; 2], f64) -> f64, nand: fn(f64, f64) -> f64) -> Verdict {
    Verdict::of(|| {
        let weights = [[0.5, 0.5], [-0.5, -0.5], [1.0, 0.25]];
        let biases = [-0.7, -0.5, 0.0, 0.7, 0.9];
        let neurons = weights.into_iter().flat_map(|w| biases.map(|b| (w, b)));
        let inputs: Vec<Neuron> = neurons.flat_map(|(w, b)| INPUTS.map(|(x1, x2)| ([x1, x2], w, b))).collect();
        equal_function(
            "perceptron",
            &inputs,
            |&(x, w, b)| perceptron(x, w, b),
            |neuron| fires(neuron.2 + weighted_sum(neuron) > 0.0),
            &[
                (
                    |neuron| fires(neuron.2 + weighted_sum(neuron) >= 0.0),
                    "perceptron gives 1 where b + w·x is exactly 0: the condition is > 0, not >= 0",
                ),
                (|neuron| fires(weighted_sum(neuron) > 0.0), "perceptron ignores the bias b"),
                (
                    |neuron| fires(weighted_sum(neuron) > neuron.2),
                    "perceptron takes b for the threshold θ: the bias is added to w·x, so b = -θ",
                ),
                (|neuron| neuron.2 + weighted_sum(neuron), "perceptron returns the sum b + w·x itself, not 1 or 0"),
            ],
        )?;
        equal_function(
            "nand",
            &INPUTS,
            |&(x1, x2)| nand(x1, x2),
            |&(x1, x2)| fires(x1 + x2 < 2.0),
            &[
                (|&(x1, x2)| fires(x1 + x2 == 2.0), "nand is AND: flip the sign of both weights and of the bias"),
                (|&(x1, x2)| fires(x1 + x2 == 0.0), "nand is NOR, 1 only for (0, 0): its bias is too small"),
                (|_| 1.0, "nand gives 1 for every input: for (1, 1) the weights must outweigh the bias"),
                (|_| 0.0, "nand gives 0 for every input: for (0, 0) only the bias counts, so it must be positive"),
            ],
        )
    })
}

/// XOR of two layers of gates.
pub fn xor(xor: fn(f64, f64) -> f64) -> Verdict {
    Verdict::of(|| {
        equal_function(
            "xor",
            &INPUTS,
            |&(x1, x2)| xor(x1, x2),
            |&(x1, x2)| fires(x1 != x2),
            &[
                (|&(x1, x2)| fires(x1 == x2), "xor is XNOR, 1 where the inputs are equal: is the last gate AND?"),
                (|&(x1, x2)| and(x1, x2), "xor is AND: of the gates of the first layer one has to be NAND"),
                (|&(x1, x2)| or(x1, x2), "xor is OR: it must be 0 for (1, 1), which NAND in the first layer tells"),
                (|&(x1, x2)| nand(x1, x2), "xor is NAND: it must be 0 for (0, 0), which OR in the first layer tells"),
                (|_| 1.0, "xor gives 1 for every input: the last gate must be 1 only if both of the first layer are"),
                (|_| 0.0, "xor gives 0 for every input: which two gates are both 1 for (1, 0) and for (0, 1)?"),
            ],
        )
    })
}

/// A half adder and a full adder.
pub fn adder(half: fn(f64, f64) -> (f64, f64), full: fn(f64, f64, f64) -> (f64, f64)) -> Verdict {
    Verdict::of(|| {
        let swapped = INPUTS.into_iter().all(|(a, b)| half(a, b) == (fires(a != b), and(a, b)));
        ensure(!swapped, "half_adder returns (sum, carry): the carry comes first, as when a number is written down")?;
        equal_function(
            "the carry of half_adder",
            &INPUTS,
            |&(a, b)| half(a, b).0,
            |&(a, b)| and(a, b),
            &[(|&(a, b)| nand(a, b), "half_adder carries 1 where it must not: the carry is AND, you have NAND")],
        )?;
        equal_function(
            "the sum of half_adder",
            &INPUTS,
            |&(a, b)| half(a, b).1,
            |&(a, b)| fires(a != b),
            &[(
                |&(a, b)| or(a, b),
                "half_adder gives the sum 1 for 1 + 1, which is 0 and carries 1: it is XOR, not OR",
            )],
        )?;
        let inputs: Vec<(f64, f64, f64)> =
            [0.0, 1.0].into_iter().flat_map(|c| INPUTS.map(|(a, b)| (a, b, c))).collect();
        equal_function(
            "the sum of full_adder",
            &inputs,
            |&(a, b, c)| full(a, b, c).1,
            |&(a, b, c)| (a + b + c) % 2.0,
            &[(
                |&(a, b, _)| fires(a != b),
                "full_adder ignores c: add it to the sum of a and b with a second half adder",
            )],
        )?;
        equal_function(
            "the carry of full_adder",
            &inputs,
            |&(a, b, c)| full(a, b, c).0,
            |&(a, b, c)| fires(a + b + c > 1.5),
            &[
                (|_| 0.0, "full_adder never carries: the carries of its half adders are never both 1, so AND is 0"),
                (|&(a, b, _)| and(a, b), "full_adder forgets the carry of the second half adder"),
                (|&(a, b, c)| and(fires(a != b), c), "full_adder forgets the carry of the first half adder"),
            ],
        )
    })
}
