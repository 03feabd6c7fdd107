//! 5.5.2 Sigmoid layer (Sigmoid 계층).
//!
//! ```text
//! out = 1 / (1 + e⁻ˣ)                x, out: N x D
//! dx = dout ∘ out ∘ (1 - out)
//! ```

use super::{Layer, kept};
use crate::functions::sigmoid;
use crate::matrix::{map, zip_map};
use crate::{Float, Matrix};

/// Sigmoid layer: see [`sigmoid`].
#[derive(Clone, Debug, Default)]
pub struct Sigmoid<T: Float> {
    out: Option<Matrix<T>>,
}

impl<T: Float> Layer<T> for Sigmoid<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, sigmoid)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let out = self.predict(x);
        self.out = Some(out.clone());
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.out), |d, out| d * out * (T::one() - out)) // out = 1 / (1 + e⁻ˣ)
    }
}
