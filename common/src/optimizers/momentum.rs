//! 6.1.4 Momentum (모멘텀), Polyak 1964: the gradient is a force, and v a velocity that friction slows down.
//!
//! ```text
//! v ← momentum·v - lr·g
//! w ← w + v
//! ```
//!
//! PyTorch keeps -v / lr instead. For a learning rate that stays the same, that is the same path.

use super::Optimizer;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// Rolls down, and faster the longer the slope keeps its direction.
#[derive(Clone, Debug)]
pub struct Momentum<T> {
    /// How strongly the gradient pushes.
    pub lr: f64,
    /// The share of the velocity that is left after a step; 0.9 by default.
    pub momentum: f64,
    state: State<T, 1>,
}

impl<T: Float> Momentum<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr, momentum: 0.9, state: State::new() }
    }
}

impl<T: Float> Optimizer<T> for Momentum<T> {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        let (lr, momentum) = (T::of(self.lr), T::of(self.momentum));
        self.state.update(params, |w, g, [v]| {
            *v = momentum * *v - lr * g;
            *w += *v;
        });
    }
}
