//! 6.1.6 Adam (Kingma and Ba 2015): the mean of the gradients, as [`Momentum`](super::Momentum) has it, over their recent size, as
//! [`RmsProp`](super::RmsProp) has it.
//!
//! ```text
//! m ← β₁ m + (1 - β₁) g         m̂ = m / (1 - β₁ᵗ)
//! v ← β₂ v + (1 - β₂) g²        v̂ = v / (1 - β₂ᵗ)        t: 1, 2, 3, … steps
//! w ← w - lr·m̂ / (√v̂ + ε)
//! ```
//!
//! m and v begin with 0; the divisions make up for that.

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// PyTorch's, outside the root. The book adds 1e-7, and beside √v, not beside √v̂.
const EPSILON: f64 = 1e-8;

/// Momentum, and a learning rate for each number.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// The fraction of m that is left after a step; 0.9 by default.
    pub beta1: f64,
    /// The fraction of v that is left after a step; 0.999 by default.
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
        state.update(params, |w, g, [m, v]| {
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            *w -= lr * *m / ((v_scale * *v).sqrt() + epsilon);
        });
    }
}
