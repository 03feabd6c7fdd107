//! What a regression (회귀) is compared with: the least-squares solution, and the variance of the targets.

use crate::Matrix;
use crate::matrix::{add_row, column_sums};

/// The least-squares solution (최소제곱법): the `(w, b)` that minimize the mean squared error of `x·w + b`, computed by
/// nalgebra's singular value decomposition instead of gradient descent. `b` is the weight of one more feature that is
/// always 1. `x`: N x D, `y`: N x K, `w`: D x K, `b`: 1 x K.
///
/// # Panics
///
/// If `x` and `y` differ in their number of rows.
pub fn least_squares(x: &Matrix<f64>, y: &Matrix<f64>) -> (Matrix<f64>, Matrix<f64>) {
    let features = x.ncols();
    let svd = x.clone().insert_column(features, 1.0).svd(true, true);
    let smallest = 1e-12 * svd.singular_values.max();
    let w_and_b = svd.solve(y, smallest).expect("both factors were asked for");
    (w_and_b.rows(0, features).into_owned(), w_and_b.rows(features, 1).into_owned())
}

/// R², the coefficient of determination (결정 계수): the fraction of the variance of `y` that `pred` explains. 1 is
/// perfect, 0 is as good as always predicting the mean of `y`, and below 0 is worse than that. Both are N x K.
///
/// # Panics
///
/// If `pred` and `y` differ in shape.
pub fn r_squared(pred: &Matrix<f64>, y: &Matrix<f64>) -> f64 {
    assert_eq!(pred.shape(), y.shape(), "predictions and targets differ in shape");
    let mean = column_sums(y) / y.nrows() as f64;
    let from_mean = add_row(y.clone(), &-mean);
    1.0 - (y - pred).norm_squared() / from_mean.norm_squared()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{dot, random_normal, transposed};
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    fn matrix<const R: usize, const C: usize>(rows: [[f64; C]; R]) -> Matrix<f64> {
        Matrix::from_row_slice(R, C, rows.as_flattened())
    }

    #[test]
    fn the_residuals_of_least_squares_are_orthogonal_to_every_feature() {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let [x, y] = [3, 2].map(|columns| random_normal(6, columns, 1.0, &mut rng));
        let (w, b) = least_squares(&x, &y);
        let residuals = add_row(dot(&x, &w), &b) - y;
        assert!(dot(transposed(&x), &residuals).amax() < 1e-14);
        assert!(column_sums(&residuals).amax() < 1e-14);
    }

    #[test]
    fn least_squares_finds_the_line_through_points_without_noise() {
        let (w, b) = least_squares(&matrix([[0.0], [1.0], [3.0]]), &matrix([[1.0], [3.0], [7.0]]));
        assert!((w[0] - 2.0).abs().max((b[0] - 1.0).abs()) < 1e-13);
    }

    #[test]
    fn r_squared_is_one_for_the_truth_and_zero_for_the_mean() {
        let y = matrix([[1.0, 10.0], [3.0, 30.0]]);
        assert_eq!(r_squared(&y, &y), 1.0);
        assert_eq!(r_squared(&matrix([[2.0, 20.0], [2.0, 20.0]]), &y), 0.0);
        assert_eq!(r_squared(&matrix([[3.0, 30.0], [1.0, 10.0]]), &y), -3.0);
    }
}
