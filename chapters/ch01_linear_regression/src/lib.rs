//! Course: linear regression (선형 회귀), a weighted sum of the inputs, learned by gradient descent (경사하강법).
//!
//! ```text
//! pred = x·w + b                     x: N x D   w: D x K   b: 1 x K   pred: N x K
//! loss = 1/(NK) Σ (pred - y)²        y: N x K
//! dw   = 2/(NK) xᵀ·(pred - y)        dw: D x K
//! db   = 2/(NK) Σₙ (pred - y)        db: 1 x K
//! ```
//!
//! N samples of D features each, K targets. A step of gradient descent is `w ← w - η dw`, `b ← b - η db`; the
//! programs write it out.

mod descent;

use common::Matrix;
use common::matrix::{add_row, column_sums, dot, transposed};
use datasets::StandardScaler;

pub use descent::{ARRIVED, Diverged, check_descent, excess, steps_to_optimum};

/// The prediction `x·w + b`, N x K.
pub fn pred(w: &Matrix<f64>, b: &Matrix<f64>, x: &Matrix<f64>) -> Matrix<f64> {
    add_row(dot(x, w), b)
}

/// `pred - y`, N x K.
fn error(w: &Matrix<f64>, b: &Matrix<f64>, x: &Matrix<f64>, y: &Matrix<f64>) -> Matrix<f64> {
    let predictions = pred(w, b, x);
    assert_eq!(predictions.shape(), y.shape(), "predictions and targets differ in shape");
    predictions - y
}

/// The mean squared error (평균 제곱 오차) over all N·K elements, as PyTorch's `mse_loss` takes it.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn loss(w: &Matrix<f64>, b: &Matrix<f64>, x: &Matrix<f64>, y: &Matrix<f64>) -> f64 {
    error(w, b, x, y).norm_squared() / y.len() as f64
}

/// The gradient of [`loss`], `(dw, db)`: error times input.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn gradient(w: &Matrix<f64>, b: &Matrix<f64>, x: &Matrix<f64>, y: &Matrix<f64>) -> (Matrix<f64>, Matrix<f64>) {
    let dpred = error(w, b, x, y) * (2.0 / y.len() as f64);
    let dw = dot(transposed(x), &dpred);
    let db = column_sums(&dpred);
    (dw, db)
}

/// The `(w, b)` for unscaled inputs that predict the same as the given ones for standardized inputs:
/// `(x - mean)/deviation · w + b = x · w/deviation + (b - mean · w/deviation)`.
///
/// # Panics
///
/// If the scaler does not have one column for each row of `w`.
pub fn in_original_units(w: &Matrix<f64>, b: &Matrix<f64>, scaler: &StandardScaler) -> (Matrix<f64>, Matrix<f64>) {
    assert_eq!(w.nrows(), scaler.deviation.ncols(), "weights and scaler differ in their number of features");
    let w = Matrix::from_fn(w.nrows(), w.ncols(), |d, k| w[(d, k)] / scaler.deviation[d]);
    let b = b - dot(&scaler.mean, &w);
    (w, b)
}

/// Temperature (°F), rainfall (mm) and humidity (%) of five regions, 5 x 3, and their yields of apples and oranges
/// (tons), 5 x 2.
pub fn fruit_yields() -> (Matrix<f64>, Matrix<f64>) {
    let weather =
        [[73.0, 67.0, 43.0], [91.0, 88.0, 64.0], [87.0, 134.0, 58.0], [102.0, 43.0, 37.0], [69.0, 96.0, 70.0]];
    let yields = [[56.0, 70.0], [81.0, 101.0], [119.0, 133.0], [22.0, 37.0], [103.0, 119.0]];
    (Matrix::from_row_slice(5, 3, weather.as_flattened()), Matrix::from_row_slice(5, 2, yields.as_flattened()))
}

#[cfg(test)]
mod tests {
    use common::matrix::random_normal;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    fn matrix<const R: usize, const C: usize>(rows: [[f64; C]; R]) -> Matrix<f64> {
        Matrix::from_row_slice(R, C, rows.as_flattened())
    }

    /// Random `(w, b, x, y)` of N = 6, D = 3, K = 2.
    fn random_case() -> [Matrix<f64>; 4] {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        [(3, 2), (1, 2), (6, 3), (6, 2)].map(|(rows, columns)| random_normal(rows, columns, 1.0, &mut rng))
    }

    #[test]
    fn two_points_worked_by_hand() {
        let (w, b) = (matrix([[2.0]]), matrix([[1.0]]));
        let (x, y) = (matrix([[1.0], [3.0]]), matrix([[4.0], [5.0]]));
        assert_eq!(pred(&w, &b, &x), matrix([[3.0], [7.0]]));
        assert_eq!(loss(&w, &b, &x, &y), 2.5); // errors -1 and 2
        assert_eq!(gradient(&w, &b, &x, &y), (matrix([[5.0]]), matrix([[1.0]])));
    }

    #[test]
    fn the_loss_is_a_mean_over_samples_and_outputs() {
        let (w, b, x) = (Matrix::zeros(1, 2), Matrix::zeros(1, 2), Matrix::zeros(2, 1));
        assert_eq!(loss(&w, &b, &x, &matrix([[1.0, 3.0], [1.0, 1.0]])), 3.0);
    }

    #[test]
    fn weights_in_original_units_predict_the_same() {
        let [w, b, x, _] = random_case();
        let scaler = StandardScaler::fit(&x);
        let (original_w, original_b) = in_original_units(&w, &b, &scaler);
        let difference = pred(&original_w, &original_b, &x) - pred(&w, &b, &scaler.transform(&x));
        assert!(difference.amax() < 1e-13);
    }

    #[test]
    #[should_panic(expected = "predictions and targets differ in shape")]
    fn targets_of_another_shape_are_refused() {
        let [w, b, x, y] = random_case();
        loss(&w, &b, &x, &y.transpose());
    }
}
