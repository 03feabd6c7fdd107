//! RMSprop (Hinton 2012): [`AdaGrad`](super::AdaGrad) that forgets. The book names it in a note of 6.1.5.
//!
//! ```text
//! h ← decay·h + (1 - decay)·g²
//! w ← w - lr·g / (√h + ε)
//! ```

use super::Optimizer;
use super::state::State;
use crate::Float;
use crate::layers::Param;

const EPSILON: f64 = 1e-8;

/// A learning rate for each number, by its recent gradients.
#[derive(Clone, Debug)]
pub struct RmsProp<T> {
    /// How far to step where the gradient is as large as it usually is.
    pub lr: f64,
    /// The share of h that is left after a step; 0.99 by default, as in PyTorch, which calls it `alpha`.
    pub decay: f64,
    state: State<T, 1>,
}

impl<T: Float> RmsProp<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr, decay: 0.99, state: State::new() }
    }
}

impl<T: Float> Optimizer<T> for RmsProp<T> {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        let (lr, decay, epsilon) = (T::of(self.lr), T::of(self.decay), T::of(EPSILON));
        self.state.update(params, |w, g, [h]| {
            *h = decay * *h + (T::one() - decay) * g * g;
            *w -= lr * g / (h.sqrt() + epsilon);
        });
    }
}
