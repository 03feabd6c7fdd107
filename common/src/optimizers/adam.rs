//! 6.1.6 Adam (Kingma and Ba 2015): a moving average of the gradients, as in [`Momentum`](super::Momentum), divided by
//! the root of a moving average of their squares, as in [`RmsProp`](super::RmsProp).
//!
//! ```text
//! m ← β₁ m + (1 - β₁) g         m̂ = m / (1 - β₁ᵗ)
//! v ← β₂ v + (1 - β₂) g²        v̂ = v / (1 - β₂ᵗ)        t: 1, 2, 3, … steps
//! w ← w - lr·m̂ / (√v̂ + ε)
//! ```
//!
//! m and v are initialized to 0; m̂ and v̂ correct the resulting bias.

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// ε: PyTorch's default, added outside the root. The book adds 1e-7, to √v instead of √v̂.
const EPSILON: f64 = 1e-8;

/// Adam: momentum, and an adaptive learning rate for each element.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// Decay rate of m: the fraction kept at each step; 0.9 by default.
    pub beta1: f64,
    /// Decay rate of v: the fraction kept at each step; 0.999 by default.
    pub beta2: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Self { beta1: 0.9, beta2: 0.999 }
    }
}

impl<T: Float> Rule<T> for Adam {
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>) {
        let (beta1, beta2, epsilon) = (T::of(self.beta1), T::of(self.beta2), T::of(EPSILON));
        let lr = T::of(lr / (1.0 - self.beta1.powi(state.steps)));
        let v_scale = T::of(1.0 / (1.0 - self.beta2.powi(state.steps)));
        state.update(params, move |w, g, [m, v]| {
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            *w -= lr * *m / ((v_scale * *v).sqrt() + epsilon);
        });
    }
}
