//! 6.3 Batch normalization (배치 정규화).

use common::Matrix;
use common::gradient::numerical_gradient;
use common::layers::{BatchNorm, Layer};

use crate::compare::{ensure, equal, rows};
use crate::{Gradients, Verdict};

/// The output for x, γ and β.
type BatchNormForward = fn(&Matrix<f64>, &Matrix<f64>, &Matrix<f64>) -> Matrix<f64>;

/// Batch normalization in training.
pub fn batch_norm(batch_norm: BatchNormForward) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, 10.0], [2.0, 30.0], [3.0, 10.0], [6.0, 50.0]]);
        let (gamma, beta) = (rows([[1.0, 3.0]]), rows([[0.5, 7.0]]));
        // γ (x - μ) / d(σ²) + β
        let normalized = |d: fn(f64) -> f64, gamma: &Matrix<f64>, beta: &Matrix<f64>| {
            Matrix::from_fn(4, 2, |n, c| {
                let (mean, variance) = (x.column(c).mean(), x.column(c).variance());
                gamma[c] * (x[(n, c)] - mean) / d(variance) + beta[c]
            })
        };
        let sigma = |variance: f64| (variance + 1e-5).sqrt();
        let by_rows = Matrix::from_fn(4, 2, |n, c| {
            gamma[c] * (x[(n, c)] - x.row(n).mean()) / sigma(x.row(n).variance()) + beta[c]
        });
        let (ones, zeros) = (rows([[1.0, 1.0]]), rows([[0.0, 0.0]]));
        let mistakes = [
            (by_rows, "mean and variance are those of a row: a feature is a column, N values"),
            (
                normalized(|v| (v * 4.0 / 3.0 + 1e-5).sqrt(), &gamma, &beta),
                "the variance is divided by N - 1: divide by N",
            ),
            (normalized(|v| v + 1e-5, &gamma, &beta), "x - μ is divided by the variance: divide by its root"),
            (normalized(|_| 1.0, &gamma, &beta), "x - μ is not divided by √(σ² + ε)"),
            (normalized(sigma, &beta, &gamma), "γ and β are swapped: γ is the factor, β is added"),
            (normalized(sigma, &ones, &zeros), "γ and β are missing"),
            (normalized(sigma, &gamma, &zeros), "β is missing"),
            (normalized(sigma, &ones, &beta), "γ is missing"),
        ];
        equal("out", &batch_norm(&x, &gamma, &beta), &normalized(sigma, &gamma, &beta), &mistakes)?;
        let constant = batch_norm(&rows([[4.0], [4.0]]), &rows([[1.0]]), &rows([[2.0]]));
        ensure(
            !constant.iter().any(|out| out.is_nan()),
            "out is NaN where a column is constant: add ε to the variance",
        )?;
        equal("out for a constant column", &constant, &rows([[2.0], [2.0]]), &[])
    })
}

/// Batch normalization backward.
pub fn batch_norm_backward(backward: fn(&Matrix<f64>, &Matrix<f64>, &Matrix<f64>) -> Gradients) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, 10.0], [2.0, 30.0], [3.0, 10.0], [6.0, 50.0]]);
        let dout = rows([[0.5, -1.0], [0.3, 0.2], [-1.2, 0.7], [0.1, 0.9]]);
        let gamma = rows([[1.5, 3.0]]);
        let layer = |gamma: &Matrix<f64>, beta: f64| {
            let mut layer = BatchNorm::new(2);
            layer.gamma.value = gamma.clone();
            layer.beta.value.fill(beta);
            layer
        };
        let loss = |x: &Matrix<f64>, gamma: &Matrix<f64>| layer(gamma, 0.0).forward(x.clone()).dot(&dout);
        let Gradients { dx, dgamma, dbeta } = backward(&x, &gamma, &dout);
        let sums = rows([[dout.column(0).sum(), dout.column(1).sum()]]);
        equal("dβ", &dbeta, &sums, &[(&sums / 4.0, "dβ is a mean: it is the sum of the dout of a column")])?;
        let right = numerical_gradient(&mut gamma.clone(), |gamma| gamma, |gamma| loss(&x, gamma));
        let with_x = rows([[dout.column(0).dot(&x.column(0)), dout.column(1).dot(&x.column(1))]]);
        let mistakes = [
            (with_x, "dγ is Σ dout x: it is x̂ that γ multiplies"),
            (&right / 4.0, "dγ is a mean: it is a sum"),
            (sums.clone(), "dγ is Σ dout: that is dβ, and x̂ is missing"),
        ];
        equal("dγ", &dgamma, &right, &mistakes)?;
        let x_hat = layer(&rows([[1.0, 1.0]]), 0.0).forward(x.clone());
        // γ/σ (dout - a dβ/N - b x̂ dγ/N)
        let terms = |a: f64, b: f64| {
            Matrix::from_fn(4, 2, |n, c| {
                let sigma = (x.column(c).variance() + 1e-5).sqrt();
                gamma[c] / sigma * (dout[(n, c)] - a * sums[c] / 4.0 - b * x_hat[(n, c)] * right[c] / 4.0)
            })
        };
        let mistakes = [
            (terms(0.0, 0.0), "dx is γ/σ dout: each x also changes μ and σ, which gives the other two terms"),
            (terms(1.0, 0.0), "dx lacks the term x̂ dγ/N: each x also changes σ"),
            (terms(0.0, 1.0), "dx lacks the term dβ/N: each x also changes μ"),
            (terms(4.0, 4.0), "dx has dβ and x̂ dγ without 1/N"),
            (terms(-1.0, -1.0), "dx has the signs of dβ/N and x̂ dγ/N wrong: both are subtracted"),
        ];
        equal("dx", &dx, &numerical_gradient(&mut x.clone(), |x| x, |x| loss(x, &gamma)), &mistakes)
    })
}
