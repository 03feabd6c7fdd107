//! Mean squared error (평균 제곱 오차), the loss of regression.
//!
//! ```text
//! L = mean (y - t)²      over all N·D elements           y, t: N x D predictions and targets
//! dy = 2 (y - t) / (N·D)
//! ```

use super::kept;
use crate::functions::mean_squared_error;
use crate::{Float, Matrix};

/// The loss of a network that predicts numbers.
#[derive(Clone, Debug, Default)]
pub struct MeanSquaredError<T: Float> {
    /// y - t.
    error: Option<Matrix<T>>,
}

impl<T: Float> MeanSquaredError<T> {
    /// The loss of predictions `y`, N x D, for targets `t`, N x D. At inference, [`mean_squared_error`] gives the same and
    /// keeps nothing.
    ///
    /// # Panics
    ///
    /// If `y` and `t` differ in shape.
    pub fn forward(&mut self, y: Matrix<T>, t: &Matrix<T>) -> T {
        let loss = mean_squared_error(&y, t);
        self.error = Some(y - t);
        loss
    }

    /// ∂L/∂y, N x D.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`.
    pub fn backward(&mut self) -> Matrix<T> {
        let error = kept(&mut self.error);
        let factor = T::of(2.0 / error.len() as f64);
        error * factor // L = mean (y - t)²
    }
}
