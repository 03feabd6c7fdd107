//! Course: one step by hand, the yields of fruit, the progression of diabetes.

use approx::assert_abs_diff_eq;
use ch01_linear_regression::{fruit_yields, gradient, in_original_units, loss, pred};
use common::layers::{Affine, MeanSquaredError};
use common::optimizers::{Optimizer, Sgd};
use common::regression::{least_squares, r_squared};
use common::{Matrix, Network, Sampling};
use datasets::{StandardScaler, diabetes};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// Weights and biases.
type Line = (Matrix<f64>, Matrix<f64>);

/// The line that full-batch gradient descent finds from 0 in `steps` steps.
fn descend(x: &Matrix<f64>, y: &Matrix<f64>, learning_rate: f64, steps: usize) -> Line {
    let (mut w, mut b) = (Matrix::zeros(x.ncols(), y.ncols()), Matrix::zeros(1, y.ncols()));
    for _ in 0..steps {
        let (dw, db) = gradient(&w, &b, x, y);
        w -= learning_rate * dw;
        b -= learning_rate * db;
    }
    (w, b)
}

/// The smallest possible loss.
fn optimum(x: &Matrix<f64>, y: &Matrix<f64>) -> f64 {
    let (w, b) = least_squares(x, y);
    loss(&w, &b, x, y)
}

/// Relative excess of the loss of [`descend`] over the smallest possible loss.
fn excess(x: &Matrix<f64>, y: &Matrix<f64>, learning_rate: f64, steps: usize) -> f64 {
    let (w, b) = descend(x, y, learning_rate, steps);
    loss(&w, &b, x, y) / optimum(x, y) - 1.0
}

/// The diabetes data with standardized inputs.
fn standardized_diabetes() -> (Matrix<f64>, Matrix<f64>) {
    let table = diabetes::load();
    (StandardScaler::fit(&table.x).transform(&table.x), table.y)
}

#[test]
fn one_step_for_one_sample_has_the_figures_of_the_course() {
    let [x, y, w] = [30.2, 10.5, 0.2].map(|value| Matrix::from_element(1, 1, value));
    let no_b = Matrix::zeros(1, 1);
    let (dw, _) = gradient(&w, &no_b, &x, &y);
    assert_abs_diff_eq!(pred(&w, &no_b, &x)[0], 6.04, epsilon = 1e-10);
    assert_abs_diff_eq!(loss(&w, &no_b, &x, &y), 19.8916, epsilon = 1e-10);
    assert_abs_diff_eq!(dw[0], -269.384, epsilon = 1e-10);
    assert_abs_diff_eq!((w - 0.0001 * dw)[0], 0.2269384, epsilon = 1e-10);
}

/// The least-squares solution of [`fruit_yields`].
fn best_fruit_line() -> Line {
    let w = [-0.38757424, -0.28515813, 0.84775684, 0.79400664, 0.69817818, 0.92497532];
    (Matrix::from_row_slice(3, 2, &w), Matrix::from_row_slice(1, 2, &[-1.637613, -2.21827939]))
}

#[test]
fn least_squares_gives_the_weights_and_the_loss_of_the_fruit_yields() {
    let (x, y) = fruit_yields();
    let (w, b) = least_squares(&x, &y);
    assert_abs_diff_eq!(w, best_fruit_line().0, epsilon = 5e-9);
    assert_abs_diff_eq!(b, best_fruit_line().1, epsilon = 5e-9);
    assert_abs_diff_eq!(loss(&w, &b, &x, &y), 0.48312122, epsilon = 5e-9);
}

#[test]
fn gradient_descent_on_the_fruit_yields_reaches_the_optimum_to_a_millionth() {
    let (weather, y) = fruit_yields();
    let scaler = StandardScaler::fit(&weather);
    let x = scaler.transform(&weather);
    assert!(excess(&x, &y, 0.5, 50) > 1e-6);
    assert!(excess(&x, &y, 0.5, 60) < 1e-6);

    let (w, b) = descend(&x, &y, 0.5, 200);
    let (w, b) = in_original_units(&w, &b, &scaler);
    assert_abs_diff_eq!(w, best_fruit_line().0, epsilon = 6e-9);
    assert_abs_diff_eq!(b, best_fruit_line().1, epsilon = 6e-9);
}

#[test]
fn weights_in_original_units_predict_diabetes_as_the_standardized_ones_do() {
    let table = diabetes::load();
    let scaler = StandardScaler::fit(&table.x);
    let z = scaler.transform(&table.x);
    let (w, b) = descend(&z, &table.y, 0.1, 100);
    let (original_w, original_b) = in_original_units(&w, &b, &scaler);
    assert_abs_diff_eq!(pred(&original_w, &original_b, &table.x), pred(&w, &b, &z), epsilon = 1e-10);
}

#[test]
fn least_squares_explains_half_of_the_variance_of_diabetes() {
    let (x, y) = standardized_diabetes();
    let (w, b) = least_squares(&x, &y);
    assert_abs_diff_eq!(loss(&w, &b, &x, &y), 2859.69634759, epsilon = 5e-9);
    assert_abs_diff_eq!(r_squared(&pred(&w, &b, &x), &y), 0.51774842, epsilon = 5e-9);
}

#[test]
fn full_batch_gradient_descent_on_diabetes_reaches_the_optimum_to_a_millionth() {
    let (x, y) = standardized_diabetes();
    assert!(excess(&x, &y, 0.1, 2600) > 1e-6);
    assert!(excess(&x, &y, 0.1, 2630) < 1e-6);
}

#[test]
fn mini_batches_on_diabetes_come_near_the_optimum_quickly_and_never_reach_it() {
    let (x, y) = standardized_diabetes();
    let optimum = optimum(&x, &y);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (mut w, mut b) = (Matrix::zeros(10, 1), Matrix::zeros(1, 1));
    for epoch in 1..=300 {
        for indices in Sampling::Shuffled.epoch(442, 32, &mut rng) {
            let (x, y) = (x.select_rows(&indices), y.select_rows(&indices));
            let (dw, db) = gradient(&w, &b, &x, &y);
            w -= 0.1 * dw;
            b -= 0.1 * db;
        }
        let excess = loss(&w, &b, &x, &y) / optimum - 1.0;
        assert!(epoch < 5 || excess < 0.3, "epoch {epoch}: {excess}");
        assert!(excess > 1e-6, "epoch {epoch}: {excess}");
    }
}

#[test]
fn a_network_of_one_affine_layer_with_the_mean_squared_error_descends_the_same_way() {
    let (x, y) = standardized_diabetes();
    let affine = Affine::new(Matrix::zeros(10, 1), Matrix::zeros(1, 1));
    let mut network = Network::with_loss(vec![Box::new(affine)], MeanSquaredError::default());
    let mut sgd = Optimizer::new(Sgd, 0.1);
    for _ in 0..100 {
        network.loss_and_gradient(x.clone(), &y);
        sgd.update(network.params_mut());
    }
    let (w, b) = descend(&x, &y, 0.1, 100);
    let [network_w, network_b] = network.params()[..] else { panic!("weights and biases") };
    assert_abs_diff_eq!(network_w.value, w, epsilon = 1e-10);
    assert_abs_diff_eq!(network_b.value, b, epsilon = 1e-10);
    assert_abs_diff_eq!(network.loss(x.clone(), &y), loss(&w, &b, &x, &y), epsilon = 1e-9);
}
