//! Nesterov's accelerated gradient (Nesterov 1983; Sutskever et al. 2013; in the form of Bengio, Boulanger-Lewandowski
//! and Pascanu 2012): [`Momentum`](super::Momentum) with the gradient at the look-ahead point, where the velocity is
//! about to carry w. It is in the book's repository, not in its text.
//!
//! ```text
//! v ← momentum·v - lr·g
//! w ← w + momentum·v - lr·g
//! ```
//!
//! Here w is the look-ahead point itself, so that g is the gradient there. The Korean edition's repository computes the
//! second line from the new v where its formula needs the old one; the Japanese edition's did until January 2021.

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// Nesterov momentum: momentum with a look-ahead gradient.
#[derive(Clone, Copy, Debug)]
pub struct Nesterov {
    /// Momentum coefficient: the fraction of the velocity kept at each step; 0.9 by default.
    pub momentum: f64,
}

impl Default for Nesterov {
    fn default() -> Self {
        Self { momentum: 0.9 }
    }
}

impl<T: Float> Rule<T> for Nesterov {
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>) {
        let (lr, momentum) = (T::of(lr), T::of(self.momentum));
        state.update(params, move |w, g, [v]| {
            *v = momentum * *v - lr * g;
            *w += momentum * *v - lr * g;
        });
    }
}
