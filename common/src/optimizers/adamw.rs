//! AdamW (Loshchilov and Hutter 2019): [`Adam`] with weight decay beside it. If the decay were part of the gradient, Adam
//! would divide it by the size of the gradients, and weights with large gradients would shrink less.
//!
//! ```text
//! w ← w - lr·weight_decay·w
//! w ← as Adam moves it
//! ```

use super::state::State;
use super::{Adam, Rule};
use crate::Float;
use crate::layers::Param;

/// Adam, and every number shrinks a little at each step.
#[derive(Clone, Copy, Debug)]
pub struct AdamW {
    /// Moves the elements after they have shrunk.
    pub adam: Adam,
    /// How strongly they shrink: by the factor 1 - lr·`weight_decay`; 0.01 by default.
    pub weight_decay: f64,
}

impl Default for AdamW {
    fn default() -> Self {
        Self { adam: Adam::default(), weight_decay: 0.01 }
    }
}

impl<T: Float> Rule<T> for AdamW {
    fn step(&self, lr: f64, state: &mut State<T>, mut params: Vec<&mut Param<T>>) {
        let factor = T::of(1.0 - lr * self.weight_decay);
        for param in &mut params {
            param.value *= factor;
        }
        self.adam.step(lr, state, params);
    }
}
