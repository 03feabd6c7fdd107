//! Leaky ReLU, with a small slope below 0, so that no unit dies (Maas et al. 2013).
//!
//! ```text
//! out = x if x > 0, else 0.01 x          x, out: N x D
//! dx = dout if x > 0, else 0.01 dout
//! ```

use super::{Layer, kept};
use crate::functions::{LEAKY_SLOPE, leaky_relu, leaky_relu_grad};
use crate::matrix::{map, zip_map};
use crate::{Float, Matrix};

/// Leaky ReLU layer: see [`leaky_relu`].
#[derive(Clone, Debug, Default)]
pub struct LeakyRelu<T: Float> {
    x: Option<Matrix<T>>,
}

impl<T: Float> Layer<T> for LeakyRelu<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, leaky_relu)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        self.x = Some(x.clone());
        self.predict(x)
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.x), |d, x| d * leaky_relu_grad(x)) // out = x or 0.01 x
    }

    fn describe(&self) -> String {
        format!("LeakyReLU(negative_slope={LEAKY_SLOPE})")
    }
}
