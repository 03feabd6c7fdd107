//! AdamW (Loshchilov and Hutter 2019): [`Adam`] with weight decay beside it. If the decay were part of the gradient, Adam
//! would divide it by the size of the gradients, and weights with large gradients would shrink less.
//!
//! ```text
//! w ← w - lr·weight_decay·w
//! w ← as Adam moves it
//! ```

use super::{Adam, Optimizer};
use crate::Float;
use crate::layers::Param;

/// Adam, and every number shrinks a little at each step.
#[derive(Clone, Debug)]
pub struct AdamW<T> {
    /// Moves the numbers after they have shrunk.
    pub adam: Adam<T>,
    /// How strongly they shrink: by the factor 1 - lr·`weight_decay`; 0.01 by default.
    pub weight_decay: f64,
}

impl<T: Float> AdamW<T> {
    /// An optimizer with this learning rate.
    pub fn new(lr: f64) -> Self {
        Self { adam: Adam::new(lr), weight_decay: 0.01 }
    }
}

impl<T: Float> Optimizer<T> for AdamW<T> {
    fn update(&mut self, mut params: Vec<&mut Param<T>>) {
        let factor = T::of(1.0 - self.adam.lr * self.weight_decay);
        for param in &mut params {
            param.value *= factor;
        }
        self.adam.update(params);
    }
}
