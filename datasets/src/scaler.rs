//! Standardization (표준화): every feature gets mean 0 and standard deviation 1, so that one learning rate suits them all
//! (scikit-learn's `StandardScaler`).
//!
//! ```text
//! z = (x - mean) / deviation     x, z: N x D     mean, deviation: 1 x D, for every row
//!
//! mean = Σₙ x / N                deviation = √(Σₙ (x - mean)² / N)
//! ```
//!
//! Test data is transformed with the mean and the standard deviation of the training data: nothing about it may leak
//! into training.

use common::Matrix;

/// Standardizes features: mean and standard deviation of every column.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardScaler {
    /// Mean of every column, 1 x D.
    pub mean: Matrix<f64>,
    /// Standard deviation of every column (of the population, over N), 1 x D; 1 for a constant column.
    pub deviation: Matrix<f64>,
}

impl StandardScaler {
    /// Computes mean and standard deviation of the columns of `x` (N x D).
    ///
    /// # Panics
    ///
    /// If `x` has no rows.
    pub fn fit(x: &Matrix<f64>) -> Self {
        assert!(x.nrows() > 0, "StandardScaler: {:?} has no rows", x.shape());
        Self {
            mean: Matrix::from_fn(1, x.ncols(), |_, d| x.column(d).mean()),
            deviation: Matrix::from_fn(1, x.ncols(), |_, d| deviation(x, d)),
        }
    }

    /// Standardizes `x`: `(x - mean) / deviation`, N x D to N x D.
    ///
    /// # Panics
    ///
    /// If `x` does not have the number of columns of the fitted matrix.
    pub fn transform(&self, x: &Matrix<f64>) -> Matrix<f64> {
        self.check(x);
        Matrix::from_fn(x.nrows(), x.ncols(), |n, d| (x[(n, d)] - self.mean[d]) / self.deviation[d])
    }

    /// Inverse of [`StandardScaler::transform`]: `z · deviation + mean`, N x D to N x D.
    ///
    /// # Panics
    ///
    /// If `z` does not have the number of columns of the fitted matrix.
    pub fn inverse(&self, z: &Matrix<f64>) -> Matrix<f64> {
        self.check(z);
        Matrix::from_fn(z.nrows(), z.ncols(), |n, d| z[(n, d)] * self.deviation[d] + self.mean[d])
    }

    fn check(&self, x: &Matrix<f64>) {
        let (x, mean) = (x.shape(), self.mean.shape());
        assert_eq!(x.1, mean.1, "StandardScaler: {x:?} does not match the mean, {mean:?}");
    }
}

/// Standard deviation of column `d`, or 1 if it is no larger than the rounding error of a constant column.
fn deviation(x: &Matrix<f64>, d: usize) -> f64 {
    let column = x.column(d);
    let (deviation, mean) = (column.variance().sqrt(), column.mean());
    let rounding = x.nrows() as f64 * f64::EPSILON * mean.abs();
    if deviation > rounding { deviation } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Means 3 and 40; squared deviations sum to 4 + 1 + 9 = 14 and to 400 + 100 + 900 = 1400.
    fn x() -> Matrix<f64> {
        Matrix::from_row_slice(3, 2, &[1.0, 60.0, 2.0, 50.0, 6.0, 10.0])
    }

    #[test]
    fn mean_and_deviation_of_three_rows() {
        let scaler = StandardScaler::fit(&x());
        let deviation = (14.0_f64 / 3.0).sqrt();
        assert_eq!(scaler.mean, Matrix::from_row_slice(1, 2, &[3.0, 40.0]));
        assert!((&scaler.deviation - Matrix::from_row_slice(1, 2, &[deviation, 10.0 * deviation])).amax() < 1e-12);
        let z = Matrix::from_row_slice(3, 2, &[-2.0, 2.0, -1.0, 1.0, 3.0, -3.0]) / deviation;
        assert!((scaler.transform(&x()) - z).amax() < 1e-12);
    }

    #[test]
    fn other_rows_are_scaled_with_the_same_mean_and_deviation() {
        let scaler =
            StandardScaler { mean: Matrix::from_element(1, 1, 3.0), deviation: Matrix::from_element(1, 1, 2.0) };
        assert_eq!(scaler.transform(&Matrix::from_element(1, 1, 7.0))[0], 2.0);
        assert_eq!(scaler.inverse(&Matrix::from_element(1, 1, 2.0))[0], 7.0);
    }

    #[test]
    fn the_inverse_restores_the_table() {
        let x = crate::diabetes::load().x;
        let scaler = StandardScaler::fit(&x);
        let z = scaler.transform(&x);
        assert!((scaler.inverse(&z) - x).amax() < 1e-12);
        let again = StandardScaler::fit(&z);
        assert!(again.mean.amax() < 1e-12);
        assert!(again.deviation.iter().all(|deviation| (deviation - 1.0).abs() < 1e-12));
    }

    #[test]
    fn a_constant_column_is_only_centred() {
        for (value, rows) in [(0.1, 10), (0.0, 3), (1e9 + 0.1, 7), (5.0, 1)] {
            let x = Matrix::from_element(rows, 1, value);
            let scaler = StandardScaler::fit(&x);
            assert_eq!(scaler.deviation[0], 1.0, "{value}");
            assert!(scaler.transform(&x).amax() <= 1e-15 * value, "{value}");
        }
        // The rounding error of the mean grows with the number of rows.
        assert_eq!(StandardScaler::fit(&Matrix::from_element(100_000, 1, 0.1)).deviation[0], 1.0);
        let almost = Matrix::from_row_slice(2, 1, &[1e9, 1e9 + 1.0 / 32768.0]);
        assert_eq!(StandardScaler::fit(&almost).transform(&almost).as_slice(), [-1.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "StandardScaler: (3, 2) does not match the mean, (1, 1)")]
    fn another_number_of_columns_is_refused() {
        StandardScaler::fit(&Matrix::zeros(4, 1)).transform(&x());
    }

    #[test]
    #[should_panic(expected = "StandardScaler: (3, 2) does not match the mean, (1, 1)")]
    fn another_number_of_columns_is_refused_by_the_inverse() {
        StandardScaler::fit(&Matrix::zeros(4, 1)).inverse(&x());
    }

    #[test]
    #[should_panic(expected = "StandardScaler: (0, 2) has no rows")]
    fn a_matrix_without_rows_panics() {
        StandardScaler::fit(&Matrix::zeros(0, 2));
    }
}
