//! Mean squared error (평균 제곱 오차), the loss of regression.
//!
//! ```text
//! L = mean (y - t)²      over all N·D elements           y, t: N x D predictions and targets
//! dy = 2 (y - t) / (N·D)
//! ```

use super::{Loss, kept};
use crate::functions::mean_squared_error;
use crate::{Float, Matrix};

/// Mean squared error: the loss of a regression network.
#[derive(Clone, Debug, Default)]
pub struct MeanSquaredError<T: Float> {
    /// y - t.
    error: Option<Matrix<T>>,
}

impl<T: Float> Loss<T> for MeanSquaredError<T> {
    type Target = Matrix<T>;

    fn value(&self, y: &Matrix<T>, t: &Matrix<T>) -> T {
        mean_squared_error(y, t)
    }

    fn forward(&mut self, y: Matrix<T>, t: &Matrix<T>) -> T {
        let loss = self.value(&y, t);
        self.error = Some(y - t);
        loss
    }

    fn backward(&mut self) -> Matrix<T> {
        let error = kept(&mut self.error);
        let factor = T::of(2.0 / error.len() as f64);
        error * factor // L = mean (y - t)²
    }
}
