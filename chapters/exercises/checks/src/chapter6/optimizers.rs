//! 6.1 Updating parameters (매개변수 갱신).

use common::Matrix;

use crate::compare::{Outcome, ensure, equal, rows};
use crate::{Optimizer, Verdict};

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
