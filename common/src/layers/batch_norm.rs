//! 6.3.1 Batch normalization (배치 정규화), Ioffe and Szegedy 2015.
//!
//! ```text
//! x̂ = (x - μ) / σ        out = γ x̂ + β        x, out: N x C, or N x (C·H·W) for images of C channels
//! dβ = Σ dout            dγ = Σ dout x̂        γ, β: 1 x C
//! dx = γ/σ (dout - dβ/M - x̂ dγ/M)
//! ```
//!
//! μ and σ² are mean and variance of the M values of one feature: N of them, or N·H·W in all places of a channel. They are
//! neighbours in memory either way. The variance has 1e-5 added to it, as in PyTorch; the book adds 1e-6.

use super::{Layer, Param, kept};
use crate::{Float, Matrix};

const EPSILON: f64 = 1e-5;

/// The share of the running statistics that stays at each batch (PyTorch's `momentum` is 1 minus this).
const MOMENTUM: f64 = 0.9;

/// Brings each feature to mean β and standard deviation γ, both learned.
///
/// # Panics
///
/// `predict` and `forward` panic if the columns are not a multiple of C, `forward` if a feature has fewer than two values.
#[derive(Clone, Debug)]
pub struct BatchNorm<T: Float> {
    /// The standard deviations, 1 x C.
    pub gamma: Param<T>,
    /// The means, 1 x C.
    pub beta: Param<T>,
    /// The mean that inference uses, 1 x C: a moving average over the batches.
    pub running_mean: Matrix<T>,
    /// The variance that inference uses, 1 x C: a moving average of the unbiased estimates, as in PyTorch. The book takes
    /// the biased ones and begins with 0.
    pub running_var: Matrix<T>,
    /// x̂ and, for each feature, σ.
    kept: Option<(Matrix<T>, Vec<T>)>,
}

impl<T: Float> BatchNorm<T> {
    /// A layer for C features or channels, which begin with γ = 1 and β = 0.
    pub fn new(features: usize) -> Self {
        let (ones, zeros) = (Matrix::from_element(1, features, T::one()), Matrix::zeros(1, features));
        Self {
            gamma: Param::new(ones.clone()),
            beta: Param::new(zeros.clone()),
            running_mean: zeros,
            running_var: ones,
            kept: None,
        }
    }

    /// How many columns of `x` a feature has.
    fn width(&self, x: &Matrix<T>) -> usize {
        let features = self.gamma.value.len();
        assert!(x.ncols().is_multiple_of(features), "BatchNorm of {features} features: {:?} does not fit", x.shape());
        x.ncols() / features
    }

    /// `γ x̂ + β`.
    fn scale_and_shift(&self, mut x_hat: Matrix<T>) -> Matrix<T> {
        let width = self.width(&x_hat);
        for (c, (&gamma, &beta)) in self.gamma.value.iter().zip(&self.beta.value).enumerate() {
            x_hat.columns_mut(c * width, width).apply(|x| *x = gamma * *x + beta);
        }
        x_hat
    }

    fn keep_running(&mut self, c: usize, mean: T, variance: T) {
        let momentum = T::of(MOMENTUM);
        self.running_mean[c] = momentum * self.running_mean[c] + (T::one() - momentum) * mean;
        self.running_var[c] = momentum * self.running_var[c] + (T::one() - momentum) * variance;
    }
}

impl<T: Float> Layer<T> for BatchNorm<T> {
    fn predict(&self, mut x: Matrix<T>) -> Matrix<T> {
        let width = self.width(&x);
        for (c, (&mean, &variance)) in self.running_mean.iter().zip(&self.running_var).enumerate() {
            let sigma = (variance + T::of(EPSILON)).sqrt();
            x.columns_mut(c * width, width).apply(|x| *x = (*x - mean) / sigma);
        }
        self.scale_and_shift(x)
    }

    fn forward(&mut self, mut x: Matrix<T>) -> Matrix<T> {
        let width = self.width(&x);
        let m = x.nrows() * width;
        assert!(m > 1, "BatchNorm: {:?} is too small a batch to have a variance", x.shape());
        let unbiased = T::of(m as f64 / (m - 1) as f64);
        let mut sigmas = Vec::new();
        for c in 0..self.gamma.value.len() {
            let mut values = x.columns_mut(c * width, width);
            // Column by column, since one long sum in f32 loses what is small beside it.
            let mean = values.row_mean().mean();
            values.apply(|x| *x -= mean);
            let squares = values.column_iter().fold(T::zero(), |sum, column| sum + column.norm_squared());
            let variance = squares / T::of(m as f64);
            let sigma = (variance + T::of(EPSILON)).sqrt();
            values.apply(|x| *x /= sigma);
            sigmas.push(sigma);
            self.keep_running(c, mean, variance * unbiased);
        }
        self.kept = Some((x.clone(), sigmas));
        self.scale_and_shift(x)
    }

    fn backward(&mut self, mut dout: Matrix<T>) -> Matrix<T> {
        let (x_hat, sigmas) = kept(&mut self.kept);
        let (back, out) = (dout.shape(), x_hat.shape());
        assert_eq!(back, out, "BatchNorm: {back:?} came back to a layer that gave {out:?}");
        let width = self.width(&dout);
        let m = T::of((dout.nrows() * width) as f64);
        for (c, &sigma) in sigmas.iter().enumerate() {
            let x_hat = x_hat.columns(c * width, width);
            let mut dout = dout.columns_mut(c * width, width);
            let (dbeta, dgamma) = (dout.row_sum().sum(), dout.dot(&x_hat)); // out = γ x̂ + β
            let (factor, mean) = (self.gamma.value[c] / sigma, dbeta / m);
            dout.zip_apply(&x_hat, |d, x_hat| *d = factor * (*d - mean - x_hat * dgamma / m));
            (self.beta.grad[c], self.gamma.grad[c]) = (dbeta, dgamma);
        }
        dout
    }

    fn params(&mut self) -> Vec<&mut Param<T>> {
        vec![&mut self.gamma, &mut self.beta]
    }

    fn state(&mut self) -> Vec<&mut Matrix<T>> {
        let Self { gamma, beta, running_mean, running_var, .. } = self;
        vec![&mut gamma.value, &mut beta.value, running_mean, running_var]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four samples of two features, or of one channel of two pixels.
    fn samples() -> Matrix<f64> {
        Matrix::from_row_slice(4, 2, &[1.0, 10.0, 2.0, 30.0, 3.0, 10.0, 6.0, 50.0])
    }

    #[test]
    fn each_feature_gets_mean_beta_and_deviation_gamma() {
        let mut layer = BatchNorm::new(2);
        layer.gamma.value[1] = 3.0;
        layer.beta.value[1] = 7.0;
        let out = layer.forward(samples());
        for (c, (mean, deviation)) in [(0.0, 1.0), (7.0, 3.0)].into_iter().enumerate() {
            assert!((out.column(c).mean() - mean).abs() < 1e-12);
            assert!((out.column(c).variance().sqrt() - deviation).abs() < 1e-5);
        }
    }

    #[test]
    fn a_channel_is_one_feature_in_all_its_places() {
        let out = BatchNorm::new(1).forward(samples());
        assert!(out.mean().abs() < 1e-12 && (out.variance() - 1.0).abs() < 1e-5);
        assert!(out.column(0).mean() < -0.5);
    }

    #[test]
    fn inference_takes_the_running_statistics() {
        let mut layer = BatchNorm::new(2);
        for _ in 0..300 {
            layer.forward(samples());
        }
        // Means and unbiased variances of the two features.
        assert!((&layer.running_mean - Matrix::from_row_slice(1, 2, &[3.0, 25.0])).amax() < 1e-10);
        assert!((&layer.running_var - Matrix::from_row_slice(1, 2, &[14.0 / 3.0, 1100.0 / 3.0])).amax() < 1e-10);
        let alone = layer.predict(Matrix::from_row_slice(1, 2, &[3.0, 25.0 + (1100.0_f64 / 3.0).sqrt()]));
        assert!((alone - Matrix::from_row_slice(1, 2, &[0.0, 1.0])).amax() < 1e-6);
    }

    #[test]
    #[should_panic(expected = "(1, 2) is too small a batch to have a variance")]
    fn one_sample_has_no_variance() {
        BatchNorm::<f64>::new(2).forward(Matrix::zeros(1, 2));
    }

    #[test]
    #[should_panic(expected = "BatchNorm of 3 features: (4, 2) does not fit")]
    fn columns_that_do_not_fit_are_named() {
        BatchNorm::new(3).forward(samples());
    }

    #[test]
    #[should_panic(expected = "BatchNorm: (4, 2) came back to a layer that gave (4, 4)")]
    fn what_comes_back_has_the_shape_of_what_went_out() {
        let mut layer = BatchNorm::new(2);
        layer.forward(Matrix::from_fn(4, 4, |i, j| (i * j) as f64));
        layer.backward(Matrix::zeros(4, 2));
    }
}
