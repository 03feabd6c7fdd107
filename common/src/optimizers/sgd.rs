//! 6.1.2 Stochastic gradient descent (확률적 경사 하강법).
//!
//! ```text
//! w ← w - lr·g
//! ```

use super::Optimizer;
use crate::Float;
use crate::layers::Param;
use crate::matrix::sub_scaled;

/// Straight down the gradient of each mini-batch.
#[derive(Clone, Debug)]
pub struct Sgd {
    /// How far to step.
    pub lr: f64,
}

impl Sgd {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr }
    }
}

impl<T: Float> Optimizer<T> for Sgd {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        for param in params {
            sub_scaled(&mut param.value, T::of(self.lr), &param.grad);
        }
    }
}
