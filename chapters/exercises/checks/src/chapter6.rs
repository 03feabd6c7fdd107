//! 6 Training techniques (학습 관련 기술들).

use common::Matrix;
use common::gradient::numerical_gradient;
use common::layers::{BatchNorm, Layer};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::compare::{Outcome, close_numbers, ensure, equal, equal_number, rows};
use crate::{Gradients, MaskLayer, Optimizer, Verdict};

/// One step of a single weight with the gradient `g`: step number t from 1, two numbers of state.
type Rule<'a> = &'a dyn Fn(i32, f64, &mut f64, &mut [f64; 2]);

/// Gradients of two weights, step by step.
const GRADIENTS: [[f64; 2]; 4] = [[1.0, -4.0], [0.5, 2.0], [-2.0, 3.0], [0.3, -1.0]];

/// The two weights after each step: 4 x 2.
fn path(mut update: impl FnMut(&mut Matrix<f64>, &Matrix<f64>)) -> Matrix<f64> {
    let mut w = rows([[3.0, -2.0]]);
    let mut path = Matrix::zeros(4, 2);
    for (step, &g) in GRADIENTS.iter().enumerate() {
        update(&mut w, &rows([g]));
        path.set_row(step, &w.row(0));
    }
    path
}

/// [`path`] of a rule.
fn path_of(rule: Rule) -> Matrix<f64> {
    let (mut state, mut t) = ([[0.0; 2]; 2], 0);
    path(|w, g| {
        t += 1;
        for i in 0..2 {
            rule(t, g[i], &mut w[i], &mut state[i]);
        }
    })
}

fn equal_paths(optimizer: &mut dyn Optimizer, right: Rule, mistakes: &[(Rule, &str)]) -> Outcome {
    let got = path(|w, g| optimizer.update(w, g));
    let mistakes: Vec<_> = mistakes.iter().map(|&(rule, sentence)| (path_of(rule), sentence)).collect();
    equal("the path of w, with a row for each step,", &got, &path_of(right), &mistakes)
}

/// SGD with a learning rate.
pub fn sgd(new: fn(f64) -> Box<dyn Optimizer>) -> Verdict {
    const LR: f64 = 0.1;
    Verdict::of(|| {
        equal_paths(
            &mut *new(LR),
            &|_, g, w, _| *w -= LR * g,
            &[
                (&|_, g, w, _| *w += LR * g, "w climbs: the gradient is subtracted"),
                (&|_, g, w, _| *w -= g, "the learning rate is not used"),
                (&|_, g, w, _| *w = -LR * g, "w is replaced by the step: subtract the step from w"),
                (&|_, _, _, _| (), "w does not change: write the update into *w"),
            ],
        )
    })
}

/// Momentum, with a learning rate and the coefficient.
pub fn momentum(new: fn(f64, f64) -> Box<dyn Optimizer>) -> Verdict {
    const LR: f64 = 0.1;
    Verdict::of(|| {
        let step = |kept: f64, lr: f64, g: f64, w: &mut f64, v: &mut f64| {
            *v = kept * *v - lr * g;
            *w += *v;
        };
        equal_paths(
            &mut *new(LR, 0.9),
            &|_, g, w, [v, _]| step(0.9, LR, g, w, v),
            &[
                (&|_, g, w, _| *w -= LR * g, "this is SGD: v must be kept for the next step"),
                (&|_, g, w, [v, _]| step(1.0, LR, g, w, v), "v is not slowed down: multiply it by `momentum` first"),
                (
                    &|_, g, w, [v, _]| step(0.9, -LR, g, w, v),
                    "w climbs: a sign is wrong in v ← momentum·v - lr·g or in w ← w + v",
                ),
                (&|_, g, w, [v, _]| step(0.9, 1.0, g, w, v), "the learning rate is not used"),
                (
                    &|_, g, w, [v, _]| {
                        *w += *v;
                        *v = 0.9 * *v - LR * g;
                    },
                    "w moves by the old v: first v, then w",
                ),
                (
                    &|_, g, w, [v, _]| {
                        *v = 0.9 * *v - 0.1 * LR * g;
                        *w += *v;
                    },
                    "the gradient is multiplied by 1 - momentum: v is no average here",
                ),
            ],
        )
    })
}

/// Adam with a learning rate.
pub fn adam(new: fn(f64) -> Box<dyn Optimizer>) -> Verdict {
    const LR: f64 = 0.1;
    Verdict::of(|| {
        let step = |[beta1, beta2]: [f64; 2], [t1, t2]: [i32; 2], g: f64, w: &mut f64, [m, v]: &mut [f64; 2]| {
            *m = beta1 * *m + (1.0 - beta1) * g;
            *v = beta2 * *v + (1.0 - beta2) * g * g;
            let corrected = |average: f64, beta: f64, t| if t == 0 { average } else { average / (1.0 - beta.powi(t)) };
            *w -= LR * corrected(*m, beta1, t1) / (corrected(*v, beta2, t2).sqrt() + 1e-8);
        };
        let betas = [0.9, 0.999];
        let mut optimizer = new(LR);
        let is_nan = path(|w, g| optimizer.update(w, g)).iter().any(|w| w.is_nan());
        ensure(!is_nan, "w is NaN: 1 - βᵗ is 0 for t = 0, so count the step before you use t")?;
        equal_paths(
            &mut *new(LR),
            &|t, g, w, state| step(betas, [t, t], g, w, state),
            &[
                (&|_, g, w, state| step(betas, [0, 0], g, w, state), "m and v are not corrected: divide by 1 - βᵗ"),
                (&|t, g, w, state| step(betas, [t, 0], g, w, state), "v is not corrected: divide it by 1 - β₂ᵗ"),
                (&|t, g, w, state| step(betas, [0, t], g, w, state), "m is not corrected: divide it by 1 - β₁ᵗ"),
                (&|_, g, w, state| step(betas, [1, 1], g, w, state), "t is 1 in every step: count the steps"),
                (&|t, g, w, state| step(betas, [t + 1, t + 1], g, w, state), "t begins with 2: count each step once"),
                (&|t, g, w, state| step([0.999, 0.9], [t, t], g, w, state), "β₁ and β₂ are swapped"),
            ],
        )
    })
}

/// He initialization.
pub fn he(he: fn(usize, usize, &mut ChaCha8Rng) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let (inputs, outputs) = (200, 50);
        let w = he(inputs, outputs, &mut ChaCha8Rng::seed_from_u64(1));
        ensure(w.shape() != (outputs, inputs), "w is H x D: it has a row for each input, D x H")?;
        let (rows, columns) = w.shape();
        ensure(
            (rows, columns) == (inputs, outputs),
            format!("w is {rows} x {columns}, but should be D x H, 200 x 50"),
        )?;
        let std = w.variance().sqrt();
        // Ten thousand draws: the standard error is 0.7 %.
        let is = |right: f64| (std - right).abs() < 0.04 * right;
        let mistakes = [
            (1.0 / inputs as f64, "the standard deviation is 1/D: take the root of 2/D"),
            ((1.0 / inputs as f64).sqrt(), "the standard deviation is √(1/D), Xavier initialization: He has √(2/D)"),
            (2.0 / inputs as f64, "the standard deviation is 2/D, which is the variance: take its root"),
            ((2.0 / outputs as f64).sqrt(), "the standard deviation is √(2/H): D, the number of inputs, counts"),
            ((2.0 / (inputs + outputs) as f64).sqrt(), "the standard deviation is √(2/(D + H)): only the inputs count"),
            (1.0, "the standard deviation is 1: it is √(2/D)"),
            (0.01, "the standard deviation is 0.01: it is √(2/D)"),
        ];
        let mistake = mistakes.iter().find(|(wrong, _)| is(*wrong));
        ensure(mistake.is_none(), mistake.map_or("", |(_, sentence)| sentence))?;
        ensure(std > 0.0, "all weights are equal: then all units learn the same (6.2.1)")?;
        ensure(is(0.1), format!("the standard deviation of w is {std:.4}, but should be √(2/200) = 0.1"))?;
        ensure(w.mean().abs() < 0.005, format!("the mean of w is {:.4}, but should be 0", w.mean()))
    })
}

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

/// Dropout with a ratio and a generator.
pub fn dropout(new: fn(f64, ChaCha8Rng) -> Box<dyn MaskLayer>) -> Verdict {
    Verdict::of(|| {
        let (ratio, x) = (0.2, Matrix::from_element(100, 100, 3.0));
        let mut layer = new(ratio, ChaCha8Rng::seed_from_u64(1));
        let out = layer.forward(&x, true);
        let has = |value: f64| out.iter().any(|&out| close_numbers(out, value));
        ensure(has(0.0), "no unit is dropped in training")?;
        ensure(!has(3.0), "the units that remain are not scaled up: multiply them by 1 / (1 - ratio)")?;
        ensure(!has(2.4), "the units that remain are scaled down: divide by 1 - ratio, do not multiply")?;
        ensure(!has(15.0), "the units that remain are multiplied by 1 / ratio: it is 1 / (1 - ratio)")?;
        let kept: Vec<f64> = out.iter().copied().filter(|&out| out != 0.0).collect();
        // Four standard deviations are 0.016.
        let dropped = 1.0 - kept.len() as f64 / out.len() as f64;
        let is = |right: f64| (dropped - right).abs() < 0.016;
        ensure(!is(1.0 - ratio), "units remain with probability `ratio`: they are dropped with it")?;
        ensure(is(ratio), format!("{:.0} % of the units are dropped, but ratio is 0.2", 100.0 * dropped))?;
        equal_number("what remains of 3", kept[0], 3.75, &[])?;
        let ones = Matrix::from_element(100, 100, 1.0);
        let mistakes = [
            (ones.clone(), "dx is dout: what was dropped gets no gradient"),
            (out.map(|out| f64::from(u8::from(out != 0.0))), "dx is not scaled up: multiply dout by the same mask"),
        ];
        let dx = layer.backward(&ones);
        let same_units = dx.iter().zip(&out).filter(|(dx, out)| (**dx == 0.0) == (**out == 0.0)).count();
        ensure(same_units == out.len() || dx == ones, "backward drops other units than forward: keep the mask")?;
        equal("dx", &dx, &(&out / 3.0), &mistakes)?;
        ensure(layer.forward(&x, true) != out, "two forward passes drop the same units: draw a new mask each time")?;
        let mistakes = [
            (&x * 0.8, "inference scales by 1 - ratio, as in the book: with the scale in training it changes nothing"),
            (&x * 1.25, "inference scales by 1 / (1 - ratio): it changes nothing"),
        ];
        let inference = layer.forward(&x, false);
        ensure(!inference.iter().any(|&out| out == 0.0), "inference drops units, too: it changes nothing")?;
        equal("out at inference", &inference, &x, &mistakes)
    })
}

/// Early stopping: the last and the best epoch.
pub fn early_stopping(early_stopping: fn(&[f64], usize) -> (usize, usize)) -> Verdict {
    Verdict::of(|| {
        let ends = |losses: &[f64], patience, right: (usize, usize), mistakes: &[((usize, usize), &str)]| {
            let got = early_stopping(losses, patience);
            let mistake = mistakes.iter().find(|(wrong, _)| *wrong == got);
            let (end, best) = right;
            ensure(got == right, mistake.map_or_else(
                || format!("losses {losses:?}, patience {patience}: it is {got:?}, but ends after epoch {end}, best is {best}"),
                |(_, sentence)| (*sentence).into(),
            ))
        };
        let mistakes = [
            ((6, 3), "training goes on after `patience` epochs without a new best loss: it must end then, one earlier"),
            ((2, 1), "training ends an epoch too early: `patience` epochs may pass without a new best loss"),
            ((7, 7), "a loss is compared with the one before it: compare it with the lowest so far"),
            ((4, 3), "epochs without a new best loss are counted in all: a new best loss begins the count anew"),
            ((3, 5), "the result is (best epoch, last epoch): it is (last epoch, best epoch)"),
        ];
        ends(&[0.9, 0.5, 0.6, 0.4, 0.45, 0.41, 0.46, 0.3], 2, (5, 3), &mistakes)?;
        let ties = [
            ((3, 3), "an equal loss counts as a new best: it must be below the lowest so far"),
            ((3, 0), "training goes on after `patience` epochs without a new best loss"),
        ];
        ends(&[0.5, 0.5, 0.5, 0.5], 2, (2, 0), &ties)?;
        ends(&[0.9, 0.8, 0.85, 0.7], 3, (3, 3), &[((4, 3), "the last epoch is the number of losses - 1")])?;
        let in_all = [((4, 3), "epochs without a new best loss are counted in all: a new best begins the count anew")];
        ends(&[0.9, 1.0, 0.8, 0.85, 0.7, 0.75], 2, (5, 4), &in_all)?;
        ends(
            &[0.5, f64::NAN, f64::NAN, 0.1],
            2,
            (2, 0),
            &[((3, 3), "a loss of NaN does not count as one without a new best")],
        )
    })
}
