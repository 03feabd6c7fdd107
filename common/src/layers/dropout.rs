//! 6.4.3 Dropout (드롭아웃), inverted: the units that remain are scaled up in training, so that inference needs no scaling
//! (Srivastava et al. 2014). The book scales at inference instead.
//!
//! ```text
//! out = x ∘ mask         mask: 0 with probability `ratio`, else 1 / (1 - ratio)        x, mask, out: N x D
//! dx = dout ∘ mask
//! ```

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use super::{Layer, kept};
use crate::matrix::zip_map;
use crate::{Float, Matrix};

/// Dropout: sets random units to 0 in training; the identity at inference.
#[derive(Debug)]
pub struct Dropout<T: Float> {
    ratio: f64,
    rng: ChaCha8Rng,
    mask: Option<Matrix<T>>,
}

impl<T: Float> Dropout<T> {
    /// A layer that drops each unit with probability `ratio`, from 0 to below 1, drawn from `rng`.
    ///
    /// # Panics
    ///
    /// If `ratio` is not in this range.
    pub fn new(ratio: f64, rng: ChaCha8Rng) -> Self {
        assert!((0.0..1.0).contains(&ratio), "Dropout: a ratio of {ratio} is not from 0 to below 1");
        Self { ratio, rng, mask: None }
    }
}

impl<T: Float> Layer<T> for Dropout<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        x
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let scale = T::of(1.0 / (1.0 - self.ratio));
        let mask = x.map(|_| if self.rng.random_bool(self.ratio) { T::zero() } else { scale });
        let out = zip_map(x, &mask, |x, mask| x * mask);
        self.mask = Some(mask);
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.mask), |d, mask| d * mask) // out = x ∘ mask
    }

    fn reseed(&mut self, rng: &mut ChaCha8Rng) {
        self.rng = ChaCha8Rng::from_rng(rng);
    }

    fn describe(&self) -> String {
        format!("Dropout(p={:?}, inplace=False)", self.ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(ratio: f64) -> Dropout<f64> {
        Dropout::new(ratio, ChaCha8Rng::seed_from_u64(0))
    }

    #[test]
    fn training_preserves_the_expected_value_and_inference_the_input() {
        let x = Matrix::from_element(100, 200, 3.0);
        let out = layer(0.2).forward(x.clone());
        assert!(out.iter().all(|&out| out == 0.0 || out == 3.75));
        let dropped = out.iter().filter(|&&out| out == 0.0).count();
        // Four standard deviations of the binomial distribution.
        assert!((dropped as f64 - 4_000.0).abs() < 227.0, "{dropped}");
        assert_eq!(layer(0.2).predict(x.clone()), x);
        assert_eq!(layer(0.0).forward(x.clone()), x);
    }

    #[test]
    fn every_forward_pass_draws_a_new_mask_and_backward_uses_the_same() {
        let (ones, mut dropout) = (Matrix::from_element(4, 50, 1.0), layer(0.5));
        let first = dropout.forward(ones.clone());
        let second = dropout.forward(ones.clone());
        assert_ne!(first, second);
        assert_eq!(dropout.backward(ones), second);
    }

    #[test]
    #[should_panic(expected = "a ratio of 1 is not from 0 to below 1")]
    fn a_ratio_of_1_panics() {
        layer(1.0);
    }

    #[test]
    #[should_panic(expected = "a ratio of -0.1 is not from 0 to below 1")]
    fn a_negative_ratio_panics() {
        layer(-0.1);
    }

    #[test]
    #[should_panic(expected = "a ratio of NaN is not from 0 to below 1")]
    fn a_ratio_of_nan_panics() {
        layer(f64::NAN);
    }
}
