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

use super::Optimizer;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// PyTorch's, outside the root. The book adds 1e-7, and beside √v, not beside √v̂.
const EPSILON: f64 = 1e-8;

/// Momentum, and a learning rate for each number.
#[derive(Clone, Debug)]
pub struct Adam<T> {
    /// How far to step where all gradients agree; 0.001 is usual.
    pub lr: f64,
    /// The share of m that is left after a step; 0.9 by default.
    pub beta1: f64,
    /// The share of v that is left after a step; 0.999 by default.
    pub beta2: f64,
    steps: i32,
    state: State<T, 2>,
}

impl<T: Float> Adam<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr, beta1: 0.9, beta2: 0.999, steps: 0, state: State::new() }
    }
}

impl<T: Float> Optimizer<T> for Adam<T> {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        self.steps += 1;
        let (beta1, beta2, epsilon) = (T::of(self.beta1), T::of(self.beta2), T::of(EPSILON));
        let lr = T::of(self.lr / (1.0 - self.beta1.powi(self.steps)));
        let v_scale = T::of(1.0 / (1.0 - self.beta2.powi(self.steps)));
        self.state.update(params, |w, g, [m, v]| {
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            *w -= lr * *m / ((v_scale * *v).sqrt() + epsilon);
        });
    }
}
