//! 6.3.1 The algorithm of batch normalization (배치 정규화 알고리즘), Ioffe and Szegedy 2015.
//!
//! ```text
//! x̂ = (x - μ) / σ        out = γ x̂ + β        x, out: N x C, or N x (C·H·W) for images of C channels
//! dβ = Σ dout            dγ = Σ dout x̂        γ, β: 1 x C
//! dx = γ/σ (dout - dβ/M - x̂ dγ/M)
//! ```
//!
//! μ and σ² are mean and variance of the M values of one feature: the N values of a column, or the N·H·W values of a
//! channel. They are contiguous in memory either way. 1e-5 is added to the variance, as in PyTorch; the book adds 1e-6.

use rayon::prelude::*;

use super::{Layer, Param, Role, kept};
use crate::matrix::{PIECE, long_sum};
use crate::{Float, Matrix};

const EPSILON: f64 = 1e-5;

/// Momentum of the running statistics: the fraction kept at each batch (PyTorch's `momentum` is 1 minus this).
const MOMENTUM: f64 = 0.9;

/// Batch normalization: normalizes each feature to mean β and standard deviation γ, both learned.
///
/// # Panics
///
/// `predict` and `forward` panic if their input does not have the number of columns that the layer is for, `forward` if
/// a feature has fewer than two values.
#[derive(Clone, Debug)]
pub struct BatchNorm<T: Float> {
    /// Scale γ, 1 x C: the standard deviations of the output.
    pub gamma: Param<T>,
    /// Shift β, 1 x C: the means of the output.
    pub beta: Param<T>,
    /// Running mean, 1 x C, used at inference: a moving average over the batches.
    pub running_mean: Param<T>,
    /// Running variance, 1 x C, used at inference: a moving average of the unbiased estimates, as in PyTorch. The book
    /// averages the biased ones, initialized to 0.
    pub running_var: Param<T>,
    /// Columns per feature: H·W.
    pixels: usize,
    /// x̂ and, for each feature, σ.
    kept: Option<(Matrix<T>, Vec<T>)>,
}

impl<T: Float> BatchNorm<T> {
    /// A layer for N x C inputs, initialized to γ = 1 and β = 0.
    pub fn new(features: usize) -> Self {
        Self::for_images(features, 1)
    }

    /// A layer for N x (C·H·W) inputs: N images of C `channels`, each of H·W `pixels`.
    pub fn for_images(channels: usize, pixels: usize) -> Self {
        let row = |value| Matrix::from_element(1, channels, value);
        Self {
            gamma: Param::new("weight", Role::Bias, row(T::one())),
            beta: Param::new("bias", Role::Bias, row(T::zero())),
            running_mean: Param::new("running_mean", Role::Statistic, row(T::zero())),
            running_var: Param::new("running_var", Role::Statistic, row(T::one())),
            pixels,
            kept: None,
        }
    }

    /// Number of values per feature in `x`: M.
    fn values(&self, x: &Matrix<T>) -> usize {
        let columns = self.gamma.value.len() * self.pixels;
        assert_eq!(x.ncols(), columns, "BatchNorm of {columns} columns: an input of {:?} does not match", x.shape());
        x.nrows() * self.pixels
    }

    /// Sets `x̂` to `γ x̂ + β`.
    fn scale_and_shift(&self, mut x_hat: Matrix<T>) -> Matrix<T> {
        let (gamma, beta) = (self.gamma.value.as_slice(), self.beta.value.as_slice());
        let m = self.values(&x_hat);
        features(&mut x_hat, m).zip(gamma).zip(beta).for_each(|((values, &gamma), &beta)| {
            values.iter_mut().for_each(|x| *x = gamma * *x + beta);
        });
        x_hat
    }

    /// Updates the running statistics with the `mean` and the unbiased `variance` of each feature.
    fn track(&mut self, mean: &[T], variance: &[T]) {
        let momentum = T::of(MOMENTUM);
        for (running, batch) in [(&mut self.running_mean, mean), (&mut self.running_var, variance)] {
            for (running, &batch) in running.value.iter_mut().zip(batch) {
                *running = momentum * *running + (T::one() - momentum) * batch;
            }
        }
    }
}

/// The values of each feature, `m` of them, mutable and in parallel on all cores.
fn features<T: Float>(x: &mut Matrix<T>, m: usize) -> impl IndexedParallelIterator<Item = &mut [T]> {
    let m = m.max(1);
    x.as_mut_slice().par_chunks_exact_mut(m).with_min_len(PIECE / m + 1)
}

impl<T: Float> Layer<T> for BatchNorm<T> {
    fn predict(&self, mut x: Matrix<T>) -> Matrix<T> {
        let (mean, variance) = (self.running_mean.value.as_slice(), self.running_var.value.as_slice());
        let m = self.values(&x);
        features(&mut x, m).zip(mean).zip(variance).for_each(|((values, &mean), &variance)| {
            let sigma = (variance + T::of(EPSILON)).sqrt();
            values.iter_mut().for_each(|x| *x = (*x - mean) / sigma);
        });
        self.scale_and_shift(x)
    }

    fn forward(&mut self, mut x: Matrix<T>) -> Matrix<T> {
        let m = self.values(&x);
        assert!(m > 1, "BatchNorm: a batch of {:?} is too small for a variance", x.shape());
        let normalized = features(&mut x, m).map(|values| {
            let mean = T::of(long_sum(m, |i| values[i]) / m as f64);
            values.iter_mut().for_each(|x| *x -= mean);
            let variance = T::of(long_sum(m, |i| values[i] * values[i]) / m as f64);
            let sigma = (variance + T::of(EPSILON)).sqrt();
            values.iter_mut().for_each(|x| *x /= sigma);
            (mean, (variance, sigma))
        });
        let (means, (variances, sigmas)): (Vec<T>, (Vec<T>, Vec<T>)) = normalized.unzip();
        let unbiased = T::of(m as f64 / (m - 1) as f64);
        self.track(&means, &variances.iter().map(|&variance| variance * unbiased).collect::<Vec<_>>());
        self.kept = Some((x.clone(), sigmas));
        self.scale_and_shift(x)
    }

    fn backward(&mut self, mut dout: Matrix<T>) -> Matrix<T> {
        let (x_hat, sigmas) = kept(&mut self.kept);
        let (back, out) = (dout.shape(), x_hat.shape());
        assert_eq!(back, out, "BatchNorm: dout of {back:?} does not match an output of {out:?}");
        let m = self.values(&dout);
        let count = T::of(m as f64);
        let (x_hat, gamma) = (x_hat.as_slice().par_chunks_exact(m), self.gamma.value.as_slice());
        let gradients =
            features(&mut dout, m).zip(x_hat).zip(&sigmas).zip(gamma).map(|(((dout, x_hat), &sigma), &gamma)| {
                let dbeta = T::of(long_sum(m, |i| dout[i])); // out = γ x̂ + β
                let dgamma = T::of(long_sum(m, |i| dout[i] * x_hat[i]));
                let (factor, mean) = (gamma / sigma, dbeta / count);
                for (d, &x_hat) in dout.iter_mut().zip(x_hat) {
                    *d = factor * (*d - mean - x_hat * dgamma / count); // x̂ = (x - μ) / σ
                }
                (dbeta, dgamma)
            });
        let (dbeta, dgamma): (Vec<T>, Vec<T>) = gradients.unzip();
        self.beta.grad.copy_from_slice(&dbeta);
        self.gamma.grad.copy_from_slice(&dgamma);
        dout
    }

    fn params(&self) -> Vec<&Param<T>> {
        vec![&self.gamma, &self.beta, &self.running_mean, &self.running_var]
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        vec![&mut self.gamma, &mut self.beta, &mut self.running_mean, &mut self.running_var]
    }

    fn describe(&self) -> String {
        let (kind, features) = (if self.pixels == 1 { "1d" } else { "2d" }, self.gamma.value.len());
        let momentum = 1.0 - MOMENTUM;
        format!(
            "BatchNorm{kind}({features}, eps=1e-05, momentum={momentum:.1}, affine=True, bias=True, track_running_stats=True)"
        )
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
    fn each_feature_gets_mean_beta_and_standard_deviation_gamma() {
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
    fn a_channel_is_one_feature_over_all_its_pixels() {
        let out = BatchNorm::for_images(1, 2).forward(samples());
        assert!(out.mean().abs() < 1e-12 && (out.variance() - 1.0).abs() < 1e-5);
        assert!(out.column(0).mean() < -0.5);
    }

    #[test]
    fn inference_uses_the_running_statistics() {
        let mut layer = BatchNorm::new(2);
        for _ in 0..300 {
            layer.forward(samples());
        }
        // Means and unbiased variances of the two features.
        assert!((&layer.running_mean.value - Matrix::from_row_slice(1, 2, &[3.0, 25.0])).amax() < 1e-10);
        assert!((&layer.running_var.value - Matrix::from_row_slice(1, 2, &[14.0 / 3.0, 1100.0 / 3.0])).amax() < 1e-10);
        let alone = layer.predict(Matrix::from_row_slice(1, 2, &[3.0, 25.0 + (1100.0_f64 / 3.0).sqrt()]));
        assert!((alone - Matrix::from_row_slice(1, 2, &[0.0, 1.0])).amax() < 1e-6);
    }

    #[test]
    #[should_panic(expected = "a batch of (1, 2) is too small for a variance")]
    fn one_sample_has_no_variance() {
        BatchNorm::<f64>::new(2).forward(Matrix::zeros(1, 2));
    }

    #[test]
    #[should_panic(expected = "BatchNorm of 3 columns: an input of (4, 2) does not match")]
    fn an_input_with_another_number_of_columns_panics() {
        BatchNorm::new(3).forward(samples());
    }

    #[test]
    #[should_panic(expected = "BatchNorm: dout of (4, 2) does not match an output of (4, 4)")]
    fn a_dout_that_does_not_match_the_output_panics() {
        let mut layer = BatchNorm::new(4);
        layer.forward(Matrix::from_fn(4, 4, |i, j| (i * j) as f64));
        layer.backward(Matrix::zeros(4, 2));
    }
}
