//! GELU, the activation function of transformers (Hendrycks and Gimpel 2016), in its exact form, PyTorch's default.
//!
//! ```text
//! out = x Φ(x)                       x, out: N x D
//! dx = dout ∘ (Φ(x) + x φ(x))        Φ, φ: cumulative distribution function and density of N(0, 1)
//! ```

use super::{Layer, kept};
use crate::functions::{gelu, gelu_grad};
use crate::matrix::{map, zip_map};
use crate::{Float, Matrix};

/// GELU layer: see [`gelu`].
#[derive(Clone, Debug, Default)]
pub struct Gelu<T: Float> {
    x: Option<Matrix<T>>,
}

impl<T: Float> Layer<T> for Gelu<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, gelu)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        self.x = Some(x.clone());
        self.predict(x)
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.x), |d, x| d * gelu_grad(x)) // out = x Φ(x)
    }

    fn describe(&self) -> String {
        "GELU(approximate='none')".into()
    }
}
