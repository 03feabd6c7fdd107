//! Loss functions.
//!
//! Scores, probabilities and targets are N x C matrices, one sample per row; labels are class indices, as in PyTorch.

use crate::matrix::{long_sum, sum};
use crate::{Float, Matrix};

/// 4.2.1 Sum of squared errors (오차제곱합): `½ Σ (y - t)²` over all elements.
///
/// # Panics
///
/// If `y` and `t` differ in shape.
pub fn sum_squares_error<T: Float>(y: &Matrix<T>, t: &Matrix<T>) -> T {
    check_shapes("sum_squares_error", y, t);
    T::of(0.5 * squared_distance(y, t))
}

/// Mean squared error (평균 제곱 오차): `(y - t)²`, mean over all elements.
///
/// # Panics
///
/// If `y` and `t` differ in shape.
pub fn mean_squared_error<T: Float>(y: &Matrix<T>, t: &Matrix<T>) -> T {
    check_shapes("mean_squared_error", y, t);
    T::of(squared_distance(y, t) / t.len() as f64)
}

/// 4.2.2 Cross entropy (교차 엔트로피 오차) of probabilities, mean over the batch: `-1/N Σₙ ln(y[n, tₙ] + 1e-7)`.
///
/// `y`: N x C, the output of [`softmax`](super::softmax); `t`: N class indices. The book's 1e-7 avoids `ln 0`, and is
/// part of the values that it prints. Networks use [`softmax_cross_entropy`], which does not need it.
///
/// # Panics
///
/// If `t` does not hold one index below C for each row.
pub fn cross_entropy_error<T: Float>(y: &Matrix<T>, t: &[usize]) -> T {
    let delta = T::of(1e-7);
    mean_over_labels(y, t, |n, label| -(y[(n, label)] + delta).ln())
}

/// Softmax and cross entropy combined, from scores (logits), mean over the batch:
/// `1/N Σₙ ln Σⱼ e^(x[n, j] - x[n, tₙ])`.
///
/// `x`: N x C scores; `t`: N class indices. Equal to [`cross_entropy_error`] of the [`softmax`](super::softmax) without
/// the 1e-7.
///
/// # Panics
///
/// If `t` does not hold one index below C for each row.
pub fn softmax_cross_entropy<T: Float>(x: &Matrix<T>, t: &[usize]) -> T {
    mean_over_labels(x, t, |n, label| log_sum_exp(x.row(n).iter().map(|&score| score - x[(n, label)])))
}

/// Sigmoid and binary cross entropy (이진 교차 엔트로피) combined, from scores (logits), mean over all elements:
/// `-t ln s(x) - (1 - t) ln(1 - s(x))` with `s` = [`sigmoid`](super::sigmoid), computed as
/// `max(x, 0) - x·t + ln(1 + e^-|x|)`.
///
/// `x`: scores; `t`: of the same shape, 1 for one class and 0 for the other. Its gradient is `(s(x) - t) / len`.
///
/// # Panics
///
/// If `x` and `t` differ in shape.
pub fn sigmoid_cross_entropy<T: Float>(x: &Matrix<T>, t: &Matrix<T>) -> T {
    check_shapes("sigmoid_cross_entropy", x, t);
    let loss = |(&x, &t): (&T, &T)| x.max(T::zero()) - x * t + (-x.abs()).exp().ln_1p();
    T::of(sum(x.iter().zip(t).map(loss)) / t.len() as f64)
}

/// Log-sum-exp: `ln Σⱼ e^(xⱼ)`, computed as `max + ln Σⱼ e^(xⱼ - max)`. It is -∞ if there are no values or all are -∞.
pub fn log_sum_exp<T: Float>(x: impl Iterator<Item = T> + Clone) -> T {
    let lowest = T::of(f64::NEG_INFINITY);
    let max = x.clone().fold(lowest, |max: T, x| max.max(x));
    if max == lowest { lowest } else { max + T::of(sum(x.map(|x| (x - max).exp()))).ln() }
}

/// In NumPy and PyTorch N x 1 predictions and N targets give N x N differences instead of an error.
#[track_caller]
fn check_shapes<T: Float>(function: &str, y: &Matrix<T>, t: &Matrix<T>) {
    let (y, t) = (y.shape(), t.shape());
    assert_eq!(y, t, "{function}: predictions of {y:?} do not match targets of {t:?}");
}

/// `Σ (y - t)²`.
fn squared_distance<T: Float>(y: &Matrix<T>, t: &Matrix<T>) -> f64 {
    let (y, t) = (y.as_slice(), t.as_slice());
    long_sum(y.len(), |i| (y[i] - t[i]) * (y[i] - t[i]))
}

/// The mean of `loss(n, t[n])` over the rows `n` of `x`.
fn mean_over_labels<T: Float>(x: &Matrix<T>, t: &[usize], loss: impl Fn(usize, usize) -> T) -> T {
    assert_eq!(x.nrows(), t.len(), "{} labels for a batch of {:?}", t.len(), x.shape());
    let losses = t.iter().enumerate().map(|(n, &label)| {
        assert!(label < x.ncols(), "label {label} of sample {n} for {} classes", x.ncols());
        loss(n, label)
    });
    T::of(sum(losses) / t.len() as f64)
}

/// 3.6.1 One-hot encoding (원-핫 인코딩): row `n` is 1 at column `t[n]` and 0 elsewhere.
///
/// # Panics
///
/// If a label is not below `classes`.
pub fn one_hot<T: Float>(t: &[usize], classes: usize) -> Matrix<T> {
    let mut rows = Matrix::zeros(t.len(), classes);
    for (n, &label) in t.iter().enumerate() {
        assert!(label < classes, "label {label} of sample {n} for {classes} classes");
        rows[(n, label)] = T::one();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_scores_do_not_overflow() {
        let scores = Matrix::from_row_slice(1, 3, &[1000.0, -1000.0, 1000.0]);
        assert_eq!(softmax_cross_entropy(&scores, &[0]), 2.0_f64.ln());
        assert_eq!(softmax_cross_entropy(&scores, &[1]), 2000.0 + 2.0_f64.ln());
        let all_wrong = Matrix::from_row_slice(1, 3, &[0.0, 1.0, 0.0]);
        assert_eq!(sigmoid_cross_entropy(&scores, &all_wrong), 1000.0);
    }

    #[test]
    fn the_mean_of_many_equal_losses_in_f32_is_that_loss() {
        let (scores, t) = (Matrix::from_element(60_000, 10, 1.0_f32), vec![0; 60_000]);
        let ln_10 = 10_f32.ln();
        assert!((softmax_cross_entropy(&scores, &t) - ln_10).abs() < 5e-6);
        assert!((cross_entropy_error(&scores.map(|x| x / 10.0), &t) - ln_10).abs() < 5e-6);
        let (y, zeros) = (Matrix::from_element(60_000, 10, 0.1_f32), Matrix::zeros(60_000, 10));
        assert!((mean_squared_error(&y, &zeros) - 0.01).abs() < 1e-8);
        assert!((sum_squares_error(&y, &zeros) - 3000.0).abs() < 0.01);
        assert!((sigmoid_cross_entropy(&zeros, &y) - 2_f32.ln()).abs() < 5e-6);
    }

    #[test]
    fn log_sum_exp_of_minus_infinities_is_minus_infinity() {
        let lowest = f64::NEG_INFINITY;
        assert_eq!(log_sum_exp([lowest, lowest].into_iter()), lowest);
        assert_eq!(log_sum_exp([lowest, 3.0].into_iter()), 3.0);
        assert!(log_sum_exp([f64::NAN, 3.0].into_iter()).is_nan());
    }

    #[test]
    fn a_score_of_zero_costs_ln_2() {
        let t = Matrix::from_row_slice(1, 2, &[0.0, 1.0]);
        assert_eq!(sigmoid_cross_entropy(&Matrix::zeros(1, 2), &t), 2.0_f64.ln());
    }

    #[test]
    fn one_hot_puts_a_one_at_every_label() {
        assert_eq!(one_hot::<f64>(&[2, 0], 3), Matrix::from_row_slice(2, 3, &[0.0, 0.0, 1.0, 1.0, 0.0, 0.0]));
    }

    #[test]
    #[should_panic(expected = "label 3 of sample 1 for 3 classes")]
    fn a_label_outside_the_classes_panics() {
        softmax_cross_entropy::<f64>(&Matrix::zeros(2, 3), &[0, 3]);
    }

    #[test]
    #[should_panic(expected = "mean_squared_error: predictions of (2, 3) do not match targets of (3, 2)")]
    fn targets_of_another_shape_panic() {
        mean_squared_error::<f64>(&Matrix::zeros(2, 3), &Matrix::zeros(3, 2));
    }
}
