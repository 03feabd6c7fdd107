//! 5.6.3 Softmax-with-Loss layer (Softmax-with-Loss 계층): softmax and cross entropy in one.
//!
//! ```text
//! y = softmax(x)         L = -1/N Σₙ ln y[n, tₙ]         x, y: N x C scores and probabilities   t: N class indices
//! dx = (y - onehot(t)) / N
//! ```

use super::kept;
use crate::functions::{softmax, softmax_cross_entropy};
use crate::{Float, Matrix};

/// The last layer of a network that tells classes apart.
#[derive(Clone, Debug, Default)]
pub struct SoftmaxWithLoss<T: Float> {
    /// y and t.
    kept: Option<(Matrix<T>, Vec<usize>)>,
}

impl<T: Float> SoftmaxWithLoss<T> {
    /// The loss, mean over the batch, from scores `x`, N x C, and N class indices `t`. At inference,
    /// [`softmax_cross_entropy`] gives the same and keeps nothing.
    ///
    /// # Panics
    ///
    /// If `t` does not hold one index below C for each row.
    pub fn forward(&mut self, x: Matrix<T>, t: &[usize]) -> T {
        let loss = softmax_cross_entropy(&x, t);
        self.kept = Some((softmax(&x), t.to_vec()));
        loss
    }

    /// ∂L/∂x, N x C.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`.
    pub fn backward(&mut self) -> Matrix<T> {
        let (mut dx, t) = kept(&mut self.kept);
        for (n, &label) in t.iter().enumerate() {
            dx[(n, label)] -= T::one();
        }
        dx / T::of(t.len() as f64) // L = -1/N Σₙ ln y[n, tₙ]
    }
}
