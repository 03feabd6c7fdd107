//! 4.3 Numerical differentiation (수치 미분), 4.4 Gradient (기울기).

use std::cell::Cell;

use common::Matrix;

use crate::Verdict;
use crate::compare::{ensure, equal, equal_number, rows};

/// A function of a number.
type Curve<'a> = &'a dyn Fn(f64) -> f64;

/// The derivative by a central difference.
pub fn numerical_diff(numerical_diff: fn(Curve, f64) -> f64) -> Verdict {
    Verdict::of(|| {
        let (x, h) = (2.0_f64, 1e-4);
        let mistakes = [
            (0.0, "the derivative of x³ at 2 is 0: h is so small that 2 + h is rounded to 2"),
            (-12.0, "the derivative has the wrong sign: f(x + h) comes first"),
            (24.0, "the derivative is twice as large as it should be: the two points are 2h apart, not h"),
            (6.0 + 3.0 * h, "the derivative is half as large as it should be: the two points are h apart, not 2h"),
            (12.0 + 6.0 * h, "the derivative is a forward difference, (f(x + h) - f(x)) / h: it is off by about h"),
            (12.0 - 6.0 * h, "the derivative is a backward difference, (f(x) - f(x - h)) / h: it is off by about h"),
            (12.0 * h, "the derivative is not divided by 2h"),
            (12.0 * h * h, "the derivative is multiplied by h: write (2.0 * h) in parentheses"),
        ];
        equal_number("the derivative of x³ at 2", numerical_diff(&|x| x.powi(3), x), 12.0, &mistakes)?;
        // The rounding error of f is 1e-10, which a small h multiplies.
        let steep = numerical_diff(&|x| 1e6 + x * x, 3.0);
        ensure(
            (steep - 6.0).abs() < 1e-4,
            "rounding spoils the derivative of 1000000 + x²: h is too small, take 1e-4",
        )?;
        let function_1 = |x: f64| 0.01 * x * x + 0.1 * x;
        equal_number("the derivative of 0.01x² + 0.1x at 10", numerical_diff(&function_1, 10.0), 0.3, &[])
    })
}

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

/// Gradient descent.
pub fn gradient_descent(gradient_descent: fn(Loss, &Matrix<f64>, f64, usize) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        // Each step of f = Σ x² with the learning rate η multiplies x by 1 - 2η.
        let (start, f) = (rows([[-3.0, 4.0]]), |x: &Matrix<f64>| x.norm_squared());
        let mistakes = [
            (&start * 1.2_f64.powi(3), "x climbs: the gradient points up, so it is subtracted"),
            (&start * 0.8_f64.powi(4), "there is one step too many: `steps` is 3, and 4 are taken"),
            (&start * 0.8_f64.powi(2), "there is one step too few: `steps` is 3, and 2 are taken"),
            (&start * 0.4, "every step has the gradient at the start: compute it anew at each x"),
            (&start * -1.0, "the learning rate is not used: a step is learning_rate times the gradient"),
            (&start * 0.2, "the last gradient replaces x: it is subtracted from x"),
            (start.clone(), "x does not move"),
        ];
        let right = &start * 0.8_f64.powi(3);
        equal("x after 3 steps", &gradient_descent(&f, &start, 0.1, 3), &right, &mistakes)?;
        equal("x after 0 steps", &gradient_descent(&f, &start, 0.1, 0), &start, &[])?;
        ensure(
            gradient_descent(&f, &start, 0.1, 100).amax() < 1e-8,
            "x is not near the minimum (0, 0) after 100 steps from (-3, 4) with the learning rate 0.1",
        )
    })
}
