//! 2 The perceptron (퍼셉트론).

use crate::Verdict;
use crate::compare::equal_function;

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
