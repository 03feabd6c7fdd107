//! 2.2 to 2.5: truth tables; and from the course, which models can learn XOR.

use std::f64::consts::LN_2;

use approx::assert_abs_diff_eq;
use ch02_perceptron::{
    HiddenLayerNetwork, INPUTS, LogisticRegression, and, count_correct, nand, or, perceptron, xor, xor_data,
};
use common::Matrix;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// The outputs for (0, 0), (1, 0), (0, 1), (1, 1).
fn outputs(gate: fn(f64, f64) -> f64) -> [f64; 4] {
    INPUTS.map(|[x1, x2]| gate(x1, x2))
}

#[test]
fn the_gates_have_the_truth_tables_of_sections_2_2_and_2_4() {
    assert_eq!(INPUTS, [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]);
    assert_eq!(outputs(and), [0.0, 0.0, 0.0, 1.0]);
    assert_eq!(outputs(nand), [1.0, 1.0, 1.0, 0.0]);
    assert_eq!(outputs(or), [0.0, 1.0, 1.0, 1.0]);
    assert_eq!(outputs(xor), [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn the_gates_have_the_weights_of_sections_2_2_and_2_3() {
    // One input on either side of the line 0.5 x1 + 0.5 x2 = 0.7, then of 0.5 x1 + 0.5 x2 = 0.2.
    assert_eq!([and(0.65, 0.76), and(0.65, 0.74), and(0.76, 0.65), and(0.74, 0.65)], [1.0, 0.0, 1.0, 0.0]);
    assert_eq!([nand(0.65, 0.76), nand(0.65, 0.74), nand(0.76, 0.65), nand(0.74, 0.65)], [0.0, 1.0, 0.0, 1.0]);
    assert_eq!([or(0.15, 0.26), or(0.15, 0.24), or(0.26, 0.15), or(0.24, 0.15)], [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(perceptron([0.0, 0.0], [1.0, 1.0], 0.0), 0.0);
}

#[test]
fn logistic_regression_converges_to_a_loss_of_ln_2_and_weights_of_0() {
    let (x, t) = xor_data();
    let mut model = LogisticRegression::new(&mut ChaCha8Rng::seed_from_u64(1));
    assert!(model.loss(&x, &t) > LN_2 + 0.01);
    for _ in 0..2_000 {
        model.update(&model.gradient(&x, &t), 1.0);
    }
    assert_abs_diff_eq!(model.loss(&x, &t), LN_2, epsilon = 1e-6);
    assert_abs_diff_eq!(model.w, Matrix::zeros(2, 1), epsilon = 1e-6);
    assert_abs_diff_eq!(model.b, Matrix::zeros(1, 1), epsilon = 1e-6);
}

#[test]
fn logistic_regression_has_at_most_three_of_four_right_at_every_step_with_every_seed() {
    let (x, t) = xor_data();
    let mut most = 0;
    for seed in 1..=20 {
        let mut model = LogisticRegression::new(&mut ChaCha8Rng::seed_from_u64(seed));
        for _ in 0..2_000 {
            model.update(&model.gradient(&x, &t), 1.0);
            most = most.max(count_correct(&model.probabilities(&x), &t));
        }
    }
    assert_eq!(most, 3);
}

/// Number of random seeds out of 20 with which a network with `hidden` units learns XOR.
fn seeds_solved(hidden: usize) -> usize {
    let (x, t) = xor_data();
    let solves = |seed: &u64| {
        let mut network = HiddenLayerNetwork::new(hidden, &mut ChaCha8Rng::seed_from_u64(*seed));
        for _ in 0..2_000 {
            network.update(&network.gradient(&x, &t), 1.0);
        }
        count_correct(&network.probabilities(&x), &t) == 4
    };
    (1..=20).filter(solves).count()
}

#[test]
fn four_hidden_units_learn_xor_with_nineteen_of_twenty_seeds_and_one_unit_with_none() {
    assert!(seeds_solved(4) >= 19);
    assert_eq!(seeds_solved(1), 0);
}
