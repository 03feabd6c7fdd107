//! AdamW (Loshchilov and Hutter 2019): [`Adam`] with decoupled weight decay. If the decay were part of the gradient,
//! Adam would divide it by the magnitude of the gradients, and weights with large gradients would shrink less.
//!
//! ```text
//! w ← w - lr·weight_decay·w
//! w ← Adam's update of w
//! ```

use super::state::State;
use super::{Adam, Rule};
use crate::Float;
use crate::layers::Param;

/// AdamW: Adam with decoupled weight decay, for each element.
#[derive(Clone, Copy, Debug)]
pub struct AdamW {
    /// Adam, applied to the elements after the decay.
    pub adam: Adam,
    /// Weight decay: each step multiplies the elements by 1 - lr·`weight_decay`; 0.01 by default.
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
