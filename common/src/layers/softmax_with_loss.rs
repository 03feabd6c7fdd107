//! 5.6.3 Softmax-with-Loss layer (Softmax-with-Loss 계층): softmax and cross entropy combined.
//!
//! ```text
//! y = softmax(x)         L = -1/N Σₙ ln y[n, tₙ]         x, y: N x C scores and probabilities   t: N class indices
//! dx = (y - onehot(t)) / N
//! ```

use super::{Loss, kept};
use crate::functions::{softmax, softmax_cross_entropy};
use crate::{Float, Matrix};

/// Softmax with cross entropy: the last layer of a classifier.
#[derive(Clone, Debug, Default)]
pub struct SoftmaxWithLoss<T: Float> {
    /// y and t.
    kept: Option<(Matrix<T>, Vec<usize>)>,
}

impl<T: Float> Loss<T> for SoftmaxWithLoss<T> {
    type Target = [usize];

    fn value(&self, x: &Matrix<T>, t: &[usize]) -> T {
        softmax_cross_entropy(x, t)
    }

    fn forward(&mut self, x: Matrix<T>, t: &[usize]) -> T {
        let loss = self.value(&x, t);
        self.kept = Some((softmax(&x), t.to_vec()));
        loss
    }

    fn backward(&mut self) -> Matrix<T> {
        let (mut dx, t) = kept(&mut self.kept);
        for (n, &label) in t.iter().enumerate() {
            dx[(n, label)] -= T::one();
        }
        dx / T::of(t.len() as f64) // L = -1/N Σₙ ln y[n, tₙ]
    }
}
