//! Hyperbolic tangent (쌍곡탄젠트), 6.2.2.
//!
//! ```text
//! out = tanh x                       x, out: N x D
//! dx = dout ∘ (1 - out²)
//! ```

use super::{Layer, kept};
use crate::functions::tanh;
use crate::matrix::{map, zip_map};
use crate::{Float, Matrix};

/// Tanh layer, with outputs from -1 to 1: see [`tanh`].
#[derive(Clone, Debug, Default)]
pub struct Tanh<T: Float> {
    out: Option<Matrix<T>>,
}

impl<T: Float> Layer<T> for Tanh<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, tanh)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let out = self.predict(x);
        self.out = Some(out.clone());
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.out), |d, out| d * (T::one() - out * out)) // out = tanh x
    }
}
