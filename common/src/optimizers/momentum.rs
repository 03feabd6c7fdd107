//! 6.1.4 Momentum (모멘텀), Polyak 1964: the gradient is a force, and v a velocity that friction slows down.
//!
//! ```text
//! v ← momentum·v - lr·g
//! w ← w + v
//! ```
//!
//! PyTorch keeps -v / lr instead, which gives the same path for a constant learning rate.

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// Momentum: a velocity that grows as long as the gradient keeps its direction.
#[derive(Clone, Copy, Debug)]
pub struct Momentum {
    /// Momentum coefficient: the fraction of the velocity kept at each step; 0.9 by default.
    pub momentum: f64,
}

impl Default for Momentum {
    fn default() -> Self {
        Self { momentum: 0.9 }
    }
}

impl<T: Float> Rule<T> for Momentum {
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>) {
        let (lr, momentum) = (T::of(lr), T::of(self.momentum));
        state.update(params, move |w, g, [v]| {
            *v = momentum * *v - lr * g;
            *w += *v;
        });
    }
}
