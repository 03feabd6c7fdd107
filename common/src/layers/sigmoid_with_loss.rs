//! Sigmoid and binary cross entropy (이진 교차 엔트로피) in one, on scores.
//!
//! ```text
//! y = sigmoid(x)         L = mean (-t ln y - (1 - t) ln(1 - y))     x, y, t: N x D   t: 0 or 1
//! dx = (y - t) / (N·D)
//! ```

use super::kept;
use crate::functions::{sigmoid, sigmoid_cross_entropy};
use crate::{Float, Matrix};

/// The last layer of a network that answers yes or no.
#[derive(Clone, Debug, Default)]
pub struct SigmoidWithLoss<T: Float> {
    /// y - t.
    error: Option<Matrix<T>>,
}

impl<T: Float> SigmoidWithLoss<T> {
    /// The loss, mean over all elements, of scores `x`, N x D, for targets `t`, N x D. At inference,
    /// [`sigmoid_cross_entropy`] gives the same and keeps nothing.
    ///
    /// # Panics
    ///
    /// If `x` and `t` differ in shape.
    pub fn forward(&mut self, x: Matrix<T>, t: &Matrix<T>) -> T {
        let loss = sigmoid_cross_entropy(&x, t);
        self.error = Some(x.map(sigmoid) - t);
        loss
    }

    /// ∂L/∂x, N x D.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`.
    pub fn backward(&mut self) -> Matrix<T> {
        let error = kept(&mut self.error);
        let len = T::of(error.len() as f64);
        error / len // L = mean (-t ln y - (1 - t) ln(1 - y))
    }
}
