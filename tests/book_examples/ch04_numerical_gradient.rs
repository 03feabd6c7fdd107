//! 4.2 to 4.4: losses, derivatives, gradients and gradient descent.

use approx::{assert_abs_diff_eq, assert_abs_diff_ne, assert_relative_eq};
use ch04_numerical_gradient::{
    SimpleNet, forward_difference, function_1, function_2, gradient_descent, numerical_gradient, point, tangent_line,
};
use common::Matrix;
use common::functions::{cross_entropy_error, one_hot, sum_squares_error};
use common::gradient::{self, H, numerical_diff};
use common::matrix::argmax_rows;
use tests::row;

/// 4.2: the probabilities that a network predicts for a 2, once correctly and once in favour of 7.
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
fn a_step_of_1e_50_is_lost_as_section_4_3_1_says() {
    assert_eq!(1e-50_f32, 0.0);
    assert_eq!(forward_difference(function_1, 5.0, 1e-50), 0.0);
}

#[test]
fn numerical_diff_gives_the_derivatives_of_section_4_3_2() {
    let slopes = [5.0, 10.0].map(|x| numerical_diff(function_1, x));
    assert_abs_diff_eq!(slopes[..], [0.1999999999990898, 0.2999999999986347][..], epsilon = 1e-15);
}

#[test]
fn a_tangent_touches_and_has_the_slope_of_section_4_3_2() {
    for (x, slope) in [(5.0, 0.2), (10.0, 0.3)] {
        let tangent = tangent_line(function_1, x);
        assert_eq!(tangent(x), function_1(x));
        assert_abs_diff_eq!(tangent(x + 1.0) - tangent(x), slope, epsilon = 1e-11);
    }
}

#[test]
fn numerical_diff_gives_the_partial_derivatives_of_section_4_3_3() {
    let by_x0 = numerical_diff(|x0| function_2(&point(x0, 4.0)), 3.0);
    let by_x1 = numerical_diff(|x1| function_2(&point(3.0, x1)), 4.0);
    assert_abs_diff_eq!(row([by_x0, by_x1]), row([6.00000000000378, 7.999999999999119]), epsilon = 1e-14);
}

#[test]
fn numerical_gradient_gives_the_gradients_of_section_4_4() {
    for (x, gradient) in [([3.0, 4.0], [6.0, 8.0]), ([0.0, 2.0], [0.0, 4.0]), ([3.0, 0.0], [6.0, 0.0])] {
        assert_abs_diff_eq!(numerical_gradient(function_2, &row(x)), row(gradient), epsilon = 1e-9);
    }
}

/// 4.4.1: the point that a hundred steps from (-3, 4) reach.
fn descend(learning_rate: f64) -> Matrix<f64> {
    gradient_descent(function_2, point(-3.0, 4.0), learning_rate, 100).remove(100)
}

#[test]
fn gradient_descent_of_section_4_4_1_converges_diverges_or_hardly_moves() {
    assert_relative_eq!(descend(0.1), row([-6.11110793e-10, 8.14814391e-10]), max_relative = 1e-8);
    assert_relative_eq!(descend(10.0), row([-2.58983747e13, -1.29524862e12]), max_relative = 1e-8);
    assert_abs_diff_eq!(descend(1e-10), row([-2.99999994, 3.99999992]), epsilon = 5e-9);
}

#[test]
fn the_path_has_a_point_before_the_first_step_and_one_after_each() {
    let path = gradient_descent(function_2, point(-3.0, 4.0), 0.1, 7);
    assert_eq!(path.len(), 8);
    assert_eq!(path[0], point(-3.0, 4.0));
}

#[test]
fn the_gradient_of_the_accuracy_is_0_where_that_of_the_loss_is_not() {
    let (mut network, x, t, dw) = simple_net();
    let accuracy = |network: &SimpleNet| f64::from(u8::from(argmax_rows(&network.predict(&x)) == t.map(Some)));
    let gradient = gradient::numerical_gradient(&mut network, |network| &mut network.w, accuracy);
    assert_eq!(gradient, Matrix::zeros(2, 3));
    assert!(dw.iter().all(|slope| slope.abs() > 0.1));
}

/// 4.4.2: the network, its input and the right class, and dW as the book prints it.
fn simple_net() -> (SimpleNet, Matrix<f64>, [usize; 1], Matrix<f64>) {
    let w = Matrix::from_row_slice(2, 3, &[0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093]);
    let dw = [0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514];
    (SimpleNet { w }, row([0.6, 0.9]), [2], Matrix::from_row_slice(2, 3, &dw))
}

#[test]
fn the_simple_network_has_the_loss_and_the_gradient_of_section_4_4_2() {
    let (network, x, t, dw) = simple_net();
    assert_abs_diff_eq!(network.predict(&x), row([1.05414809, 0.63071653, 1.1328074]), epsilon = 5e-9);
    assert_abs_diff_eq!(network.loss(&x, &t), 0.92806829, epsilon = 5e-9);
    assert_abs_diff_eq!(network.numerical_gradient(&x, &t), dw, epsilon = 5e-9);
}

#[test]
fn a_gradient_that_is_slightly_wrong_has_other_digits_than_the_book() {
    let (network, x, t, dw) = simple_net();
    let one_sided = Matrix::from_fn(2, 3, |i, j| {
        let loss_at = |value| {
            let mut moved = network.clone();
            moved.w[(i, j)] = value;
            moved.loss(&x, &t)
        };
        forward_difference(loss_at, network.w[(i, j)], H)
    });
    let with_1e_7 = gradient::numerical_gradient(&mut network.clone(), |n| &mut n.w, |n| n.loss(&x, &t));
    assert_abs_diff_ne!(network.numerical_gradient(&x, &t) * 1.001, dw, epsilon = 6e-9);
    assert_abs_diff_ne!(one_sided, dw, epsilon = 6e-9);
    assert_abs_diff_ne!(with_1e_7, dw, epsilon = 6e-9);
}

#[test]
fn a_step_of_a_hundredth_changes_the_loss_by_a_hundredth_of_the_gradient() {
    let (network, x, t, dw) = simple_net();
    for ((i, j), change) in [((0, 0), 0.0021967), ((1, 2), -0.0054325)] {
        let mut moved = network.clone();
        moved.w[(i, j)] += 0.01;
        assert_abs_diff_eq!(moved.loss(&x, &t) - network.loss(&x, &t), change, epsilon = 5e-8);
        assert_relative_eq!(change, 0.01 * dw[(i, j)], max_relative = 0.003);
    }
}

#[test]
fn the_rows_of_dw_sum_to_0_and_are_proportional_to_the_inputs() {
    let (network, x, t, _) = simple_net();
    let dw = network.numerical_gradient(&x, &t);
    assert_abs_diff_eq!(dw.row(0).sum(), 0.0, epsilon = 1e-9);
    assert_abs_diff_eq!(dw.row(1).sum(), 0.0, epsilon = 1e-9);
    assert_abs_diff_eq!(dw.row(1) / 0.9, dw.row(0) / 0.6, epsilon = 1e-9);
}
