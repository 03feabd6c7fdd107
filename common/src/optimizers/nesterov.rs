//! Nesterov's accelerated gradient (Nesterov 1983; Sutskever et al. 2013; in the form of Bengio, Boulanger-Lewandowski and Pascanu 2012): [`Momentum`](super::Momentum) that takes the
//! gradient where the velocity is about to carry w. It is in the book's repository, not in its text.
//!
//! ```text
//! v ← momentum·v - lr·g
//! w ← w + momentum·v - lr·g
//! ```
//!
//! Here w is the point that momentum has already carried ahead, so that the gradient at w is the one ahead. The book's repository
//! computes the second line from the new v where its formula needs the old one.

use super::Optimizer;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// Rolls down and looks ahead.
#[derive(Clone, Debug)]
pub struct Nesterov<T> {
    /// How strongly the gradient pushes.
    pub lr: f64,
    /// The share of the velocity that is left after a step; 0.9 by default.
    pub momentum: f64,
    state: State<T, 1>,
}

impl<T: Float> Nesterov<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { lr, momentum: 0.9, state: State::new() }
    }
}

impl<T: Float> Optimizer<T> for Nesterov<T> {
    fn update(&mut self, params: Vec<&mut Param<T>>) {
        let (lr, momentum) = (T::of(self.lr), T::of(self.momentum));
        self.state.update(params, |w, g, [v]| {
            *v = momentum * *v - lr * g;
            *w += momentum * *v - lr * g;
        });
    }
}
