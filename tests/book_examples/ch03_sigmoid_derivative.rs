//! The course's derivative of the sigmoid, f' = f(1 - f), which is 1/4 at most.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use ch03_sigmoid_derivative::maximum;
use common::functions::{sigmoid, sigmoid_grad};
use common::gradient::numerical_diff;

/// 201 values from -10 to 10.
fn places() -> impl Iterator<Item = f64> {
    (-100..=100).map(|place| f64::from(place) / 10.0)
}

#[test]
fn the_derivative_of_the_sigmoid_is_f_times_1_minus_f() {
    for x in places() {
        assert_abs_diff_eq!(sigmoid_grad(x), numerical_diff(sigmoid, x), epsilon = 1e-9);
    }
}

#[test]
fn f_times_1_plus_f_is_not_its_derivative() {
    let wrong = |x| sigmoid(x) * (1.0 + sigmoid(x));
    assert!(!places().any(|x| abs_diff_eq!(wrong(x), numerical_diff(sigmoid, x), epsilon = 1e-9)));
}

#[test]
fn the_derivative_is_a_quarter_at_most() {
    assert_eq!(maximum(sigmoid_grad), (0.0, 0.25));
}
