//! 6.1.2 Stochastic gradient descent (확률적 경사 하강법(SGD)).
//!
//! ```text
//! w ← w - lr·g
//! ```

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;
use crate::matrix::sub_scaled;

/// SGD: a step down the gradient of each mini-batch.
#[derive(Clone, Copy, Debug)]
pub struct Sgd;

impl<T: Float> Rule<T> for Sgd {
    fn step(&self, lr: f64, _state: &mut State<T>, params: Vec<&mut Param<T>>) {
        for param in params {
            sub_scaled(&mut param.value, T::of(lr), &param.grad);
        }
    }
}
