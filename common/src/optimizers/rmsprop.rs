//! RMSprop (Hinton 2012): [`AdaGrad`](super::AdaGrad) with a moving average of the squared gradients instead of their
//! sum. The book mentions it in a note of 6.1.5.
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

/// RMSprop: an adaptive learning rate for each element, from its recent gradients.
#[derive(Clone, Copy, Debug)]
pub struct RmsProp {
    /// Decay rate of h: the fraction kept at each step; 0.99 by default, as in PyTorch, which calls it `alpha`.
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
        state.update(params, move |w, g, [h]| {
            *h = decay * *h + (T::one() - decay) * g * g;
            *w -= lr * g / (h.sqrt() + epsilon);
        });
    }
}
