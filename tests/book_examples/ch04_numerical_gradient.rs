//! 4.2 to 4.4: losses, derivatives, gradients and where they lead.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use common::Matrix;
use common::functions::{cross_entropy_error, one_hot, softmax, softmax_cross_entropy, sum_squares_error};
use common::gradient::{numerical_diff, numerical_gradient};
use common::matrix::{dot, sub_scaled};
use tests::row;

/// 4.2: the probabilities of a network that sees a 2, once when it is right and once when it thinks of a 7.
fn right_and_wrong() -> [Matrix<f64>; 2] {
    [
        row([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]),
        row([0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]),
    ]
}

#[test]
fn sum_squares_error_gives_the_losses_of_section_4_2_1() {
    let losses = right_and_wrong().map(|y| sum_squares_error(&y, &one_hot(&[2], 10)));
    assert_abs_diff_eq!(losses[..], [0.0975, 0.5975][..], epsilon = 1e-15);
}

#[test]
fn cross_entropy_error_gives_the_losses_of_section_4_2_2() {
    let losses = right_and_wrong().map(|y| cross_entropy_error(&y, &[2]));
    assert_abs_diff_eq!(losses[..], [0.510825457099338, 2.302584092994546][..], epsilon = 1e-15);
}

#[test]
fn numerical_diff_gives_the_derivatives_of_section_4_3_2() {
    let slopes = [5.0, 10.0].map(|x| numerical_diff(|x: f64| 0.01 * x * x + 0.1 * x, x));
    assert_abs_diff_eq!(slopes[..], [0.1999999999990898, 0.2999999999986347][..], epsilon = 1e-11);
}

/// 4.4: x₀² + x₁².
fn bowl(x: &Matrix<f64>) -> f64 {
    x.norm_squared()
}

#[test]
fn numerical_gradient_gives_the_gradients_of_section_4_4() {
    for (x, gradient) in [([3.0, 4.0], [6.0, 8.0]), ([0.0, 2.0], [0.0, 4.0]), ([3.0, 0.0], [6.0, 0.0])] {
        assert_abs_diff_eq!(numerical_gradient(&mut row(x), |x| x, bowl), row(gradient), epsilon = 1e-9);
    }
}

/// 4.4.1: where a hundred steps of gradient descent on [`bowl`] lead from (-3, 4).
fn descend(learning_rate: f64) -> Matrix<f64> {
    let mut x = row([-3.0, 4.0]);
    for _ in 0..100 {
        let gradient = numerical_gradient(&mut x, |x| x, bowl);
        sub_scaled(&mut x, learning_rate, &gradient);
    }
    x
}

#[test]
fn gradient_descent_of_section_4_4_1_arrives_diverges_or_hardly_moves() {
    assert_relative_eq!(descend(0.1), row([-6.11110793e-10, 8.14814391e-10]), max_relative = 1e-8);
    assert!(descend(10.0).norm() > 1e12);
    assert_abs_diff_eq!(descend(1e-10), row([-2.99999994, 3.99999992]), epsilon = 5e-9);
}

#[test]
fn the_simple_network_has_the_loss_and_the_gradient_of_section_4_4_2() {
    let x = row([0.6, 0.9]);
    let mut w = Matrix::from_row_slice(2, 3, &[0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093]);
    let dw = Matrix::from_row_slice(2, 3, &[0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514]);

    assert_abs_diff_eq!(dot(&x, &w), row([1.05414809, 0.63071653, 1.1328074]), epsilon = 5e-9);
    // In the eighth digit one sees that the book's loss has the 1e-7 in its logarithm, and its gradient has not.
    assert_abs_diff_eq!(cross_entropy_error(&softmax(&dot(&x, &w)), &[2]), 0.92806829, epsilon = 5e-9);
    let gradient = numerical_gradient(&mut w, |w| w, |w| softmax_cross_entropy(&dot(&x, w), &[2]));
    assert_abs_diff_eq!(gradient, dw, epsilon = 6e-9);
}
