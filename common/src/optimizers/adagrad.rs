//! 6.1.5 AdaGrad (Duchi, Hazan and Singer 2011): a number whose gradients were large takes smaller steps.
//!
//! ```text
//! h ← h + g²
//! w ← w - lr·g / (√h + ε)
//! ```

use super::Optimizer;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// PyTorch's; the book adds 1e-7.
const EPSILON: f64 = 1e-10;

/// A learning rate for each number, which only ever falls.
#[derive(Clone, Debug)]
pub struct AdaGrad<T> {
    /// The length of the first step.
    pub lr: f64,
    state: State<T, 1>,
}

impl<T: Float> AdaGrad<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr, state: State::new() }
    }
}

impl<T: Float> Optimizer<T> for AdaGrad<T> {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        let (lr, epsilon) = (T::of(self.lr), T::of(EPSILON));
        self.state.update(params, |w, g, [h]| {
            *h += g * g;
            *w -= lr * g / (h.sqrt() + epsilon);
        });
    }
}
