//! 6.1.2 Stochastic gradient descent (확률적 경사 하강법(SGD)).
//!
//! ```text
//! w ← w - lr·g        g: ∂L/∂w        w, g: D x H
//! ```
//!
//! An optimizer is called once for each mini-batch, with the gradient of its loss.

use checks::{Optimizer, Verdict, chapter6};
use common::Matrix;

/// SGD with the learning rate `lr`.
pub struct Sgd {
    lr: f64,
}

impl Optimizer for Sgd {
    fn update(&mut self, w: &mut Matrix<f64>, g: &Matrix<f64>) {
        // <solution>
        *w -= self.lr * g;
        // </solution>
    }
}

/// `cargo run -p exercises -- sgd` runs this check.
pub fn main() -> Verdict {
    chapter6::sgd(|lr| Box::new(Sgd { lr }))
}
