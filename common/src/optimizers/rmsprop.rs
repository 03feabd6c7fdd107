//! RMSprop (Hinton 2012): [`AdaGrad`](super::AdaGrad) that forgets. The book names it in a note of 6.1.5.
//!
//! ```text
//! h ← decay·h + (1 - decay)·g²
//! w ← w - lr·g / (√h + ε)
//! ```

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

const EPSILON: f64 = 1e-8;

/// A learning rate for each number, by its recent gradients.
#[derive(Clone, Copy, Debug)]
pub struct RmsProp {
    /// The fraction of h that is left after a step; 0.99 by default, as in PyTorch, which calls it `alpha`.
    pub decay: f64,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self { decay: 0.99 }
    }
}

impl<T: Float> Rule<T> for RmsProp {
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>) {
        let (lr, decay, epsilon) = (T::of(lr), T::of(self.decay), T::of(EPSILON));
        state.update(params, |w, g, [h]| {
            *h = decay * *h + (T::one() - decay) * g * g;
            *w -= lr * g / (h.sqrt() + epsilon);
        });
    }
}
