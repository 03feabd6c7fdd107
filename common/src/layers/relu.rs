//! 5.5.1 ReLU layer (ReLU 계층).
//!
//! ```text
//! out = max(0, x)        x, out: N x D
//! dx = dout where x > 0, else 0
//! ```

use super::{Layer, kept};
use crate::functions::relu;
use crate::matrix::map;
use crate::{Float, Matrix};

/// Rectified linear units: see [`relu`].
#[derive(Clone, Debug, Default)]
pub struct Relu {
    /// Where x was greater than 0, N x D.
    mask: Option<Matrix<bool>>,
}

impl<T: Float> Layer<T> for Relu {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, relu)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        self.mask = Some(x.map(|x| x > T::zero()));
        self.predict(x)
    }

    fn backward(&mut self, mut dout: Matrix<T>) -> Matrix<T> {
        dout.zip_apply(&kept(&mut self.mask), |d, positive| *d = if positive { *d } else { T::zero() }); // max(0, x)
        dout
    }
}
