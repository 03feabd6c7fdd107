//! 4 Training neural networks (신경망 학습).

use std::cell::Cell;

use common::Matrix;

use crate::Verdict;
use crate::compare::{ensure, equal, rows};

/// A function of a matrix.
pub type Loss<'a> = &'a dyn Fn(&Matrix<f64>) -> f64;

/// The gradient of a function by central differences.
pub fn numerical_gradient(numerical_gradient: fn(Loss, &Matrix<f64>) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let (x, h) = (rows([[3.0, 4.0], [0.5, -2.0], [-1.0, 0.0]]), 1e-4);
        let f = |x: &Matrix<f64>| x.map(|x| x * x * x).sum();
        let right = x.map(|x| 3.0 * x * x);
        let forward = &right + x.map(|x| 3.0 * x * h);
        let half = &forward / 2.0;
        let got = numerical_gradient(&f, &x);
        let mistakes = [
            (&right * 2.0, "the gradient is twice as large as it should be: the two points are 2h apart, not h"),
            (forward, "the gradient is a forward difference, (f(x + h) - f(x)) / h: it is off by about h"),
            (half, "the gradient is half as large as it should be: between x and x + h there is only h, not 2h"),
        ];
        equal("the gradient", &got, &right, &mistakes)?;

        let moved = Cell::new(0);
        let count_moved = |y: &Matrix<f64>| {
            moved.set(moved.get().max(x.iter().zip(y).filter(|(x, y)| x != y).count()));
            f(y)
        };
        numerical_gradient(&count_moved, &x);
        ensure(moved.get() <= 1, "f is evaluated where several elements of x are moved: put the old value back first")
    })
}
