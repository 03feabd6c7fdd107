//! 6.1.4 Momentum (모멘텀): the gradient is a force, v a velocity that friction slows down.
//!
//! ```text
//! v ← momentum·v - lr·g        v = 0 before the first step
//! w ← w + v                    w, v, g: D x H
//! ```

use checks::{Optimizer, Verdict, chapter6};
use common::Matrix;

/// SGD with momentum.
pub struct Momentum {
    lr: f64,
    momentum: f64,
    /// The velocity; empty before the first step, when its shape is not known yet.
    v: Matrix<f64>,
}

impl Optimizer for Momentum {
    fn update(&mut self, w: &mut Matrix<f64>, g: &Matrix<f64>) {
        if self.v.is_empty() {
            self.v = Matrix::zeros(w.nrows(), w.ncols());
        }
        todo!()
    }
}

/// `cargo run -p exercises -- momentum` runs this check.
pub fn main() -> Verdict {
    chapter6::momentum(|lr, momentum| Box::new(Momentum { lr, momentum, v: Matrix::default() }))
}
