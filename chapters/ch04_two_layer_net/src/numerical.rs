//! 4.4.2 Gradients of a neural network (신경망에서의 기울기) by numerical differentiation: as in the book, and the same central
//! difference a hundred times faster.
//!
//! The book perturbs one weight and runs the whole network twice. But a weight influences only few of the intermediate
//! results:
//!
//! ```text
//! w1[d, j]  moves one hidden unit, in the images whose pixel d is not 0:
//!           δ± = sigmoid(a1[n, j] ± h·x[n, d]) - z1[n, j]     a2±[n] = a2[n] + δ±·w2[j]
//! w2[j, k]  moves the score of one class:
//!           δ± = ± h·z1[n, j]                                 a2±[n] = a2[n] + δ±·e[k]
//! ```
//!
//! Either way the scores `a2[n]` (1 x C) change by δ along a direction that depends only on the unit. The biases are
//! the weights of an input that is always 1.

use common::Matrix;
use common::functions::{log_sum_exp, sigmoid};
use common::gradient::{H, numerical_gradient};
use nalgebra::DVectorView;
use rayon::prelude::*;

use crate::TwoLayerNet;

impl TwoLayerNet {
    /// The gradient of [`TwoLayerNet::loss`], one weight at a time, with two forward passes of the whole network for
    /// each.
    pub fn numerical_gradient(&self, x: &Matrix<f64>, t: &[usize]) -> Self {
        let mut network = self.clone();
        let loss = |network: &Self| network.loss(x, t);
        Self {
            w1: numerical_gradient(&mut network, |network| &mut network.w1, loss),
            b1: numerical_gradient(&mut network, |network| &mut network.b1, loss),
            w2: numerical_gradient(&mut network, |network| &mut network.w2, loss),
            b2: numerical_gradient(&mut network, |network| &mut network.b2, loss),
        }
    }

    /// The same central differences as [`TwoLayerNet::numerical_gradient`], up to rounding, computed only from what a
    /// perturbed weight changes. The units of each layer are computed in parallel.
    pub fn numerical_gradient_by_unit(&self, x: &Matrix<f64>, t: &[usize]) -> Self {
        let a1 = self.hidden_sums(x);
        let z1 = a1.map(sigmoid);
        let a2 = self.output(&z1).transpose();
        let (hidden_directions, output_directions) = (self.w2.transpose(), Matrix::identity(a2.nrows(), a2.nrows()));

        let hidden = |j: usize, inputs: &[Input]| {
            let delta = |n: usize, step: f64| sigmoid(a1[(n, j)] + step) - z1[(n, j)];
            slope(&a2, t, hidden_directions.column(j), inputs, delta)
        };
        let output = |k: usize, inputs: &[Input]| slope(&a2, t, output_directions.column(k), inputs, |_, step| step);
        let ones = Matrix::from_element(t.len(), 1, 1.0);
        Self {
            w1: for_each_weight(x, a1.ncols(), hidden),
            b1: for_each_weight(&ones, a1.ncols(), hidden),
            w2: for_each_weight(&z1, a2.nrows(), output),
            b2: for_each_weight(&ones, a2.nrows(), output),
        }
    }
}

/// What a weight is multiplied by in image `n`; never 0.
struct Input {
    n: usize,
    x: f64,
}

/// The gradient of a layer: `slope(unit, inputs)` for each weight, from a column of `x` (N x D) to one of the `units`.
fn for_each_weight(x: &Matrix<f64>, units: usize, slope: impl Fn(usize, &[Input]) -> f64 + Sync) -> Matrix<f64> {
    let inputs = |column: DVectorView<f64>| -> Vec<Input> {
        column.iter().enumerate().filter(|(_, x)| **x != 0.0).map(|(n, &x)| Input { n, x }).collect()
    };
    let inputs: Vec<Vec<Input>> = x.column_iter().map(inputs).collect();
    let mut slopes = Matrix::zeros(inputs.len(), units);
    slopes.as_mut_slice().par_chunks_mut(inputs.len()).enumerate().for_each(|(unit, column)| {
        for (weight, inputs) in column.iter_mut().zip(&inputs) {
            *weight = slope(unit, inputs);
        }
    });
    slopes
}

/// ∂L/∂w for the weight that carries `inputs` to a unit. A step of the unit's weighted sum in image n moves its scores,
/// column n of `a2` (C x N), by `delta(n, step)` along the unit's `direction` (C).
fn slope(
    a2: &Matrix<f64>,
    t: &[usize],
    direction: DVectorView<f64>,
    inputs: &[Input],
    delta: impl Fn(usize, f64) -> f64,
) -> f64 {
    let loss = |n: usize, delta: f64| {
        let a2 = a2.column(n);
        let right = a2[t[n]] + delta * direction[t[n]];
        log_sum_exp(a2.iter().zip(&direction).map(|(score, direction)| score + delta * direction - right))
    };
    let rise: f64 = inputs.iter().map(|&Input { n, x }| loss(n, delta(n, H * x)) - loss(n, delta(n, -H * x))).sum();
    rise / (2.0 * H * t.len() as f64)
}
