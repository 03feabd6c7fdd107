//! 6.1.5 AdaGrad (Duchi, Hazan and Singer 2011): an adaptive learning rate for each element, smaller where gradients
//! were large.
//!
//! ```text
//! h ← h + g²
//! w ← w - lr·g / (√h + ε)
//! ```

use super::Rule;
use super::state::State;
use crate::Float;
use crate::layers::Param;

/// ε: PyTorch's default; the book adds 1e-7.
const EPSILON: f64 = 1e-10;

/// AdaGrad: an adaptive learning rate for each element, which only ever decreases.
#[derive(Clone, Copy, Debug)]
pub struct AdaGrad;

impl<T: Float> Rule<T> for AdaGrad {
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>) {
        let (lr, epsilon) = (T::of(lr), T::of(EPSILON));
        state.update(params, move |w, g, [h]| {
            *h += g * g;
            *w -= lr * g / (h.sqrt() + epsilon);
        });
    }
}
