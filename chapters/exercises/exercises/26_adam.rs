//! 6.1.6 Adam (Adam): moving averages of the gradient and of its square.
//!
//! ```text
//! m ← β₁ m + (1 - β₁) g         m̂ = m / (1 - β₁ᵗ)
//! v ← β₂ v + (1 - β₂) g²        v̂ = v / (1 - β₂ᵗ)        t: 1, 2, 3, … steps
//! w ← w - lr·m̂ / (√v̂ + ε)       ε = 1e-8                 all element by element
//! ```
//!
//! m and v are 0 before the first step; m̂ and v̂ correct what that does to the averages of few steps.

use checks::{Optimizer, Verdict, chapter6};
use common::Matrix;

/// Adam with β₁ = 0.9 and β₂ = 0.999.
pub struct Adam {
    lr: f64,
    /// Number of steps so far.
    steps: i32,
    /// Averages; empty before the first step, when their shape is not known yet.
    m: Matrix<f64>,
    v: Matrix<f64>,
}

impl Optimizer for Adam {
    fn update(&mut self, w: &mut Matrix<f64>, g: &Matrix<f64>) {
        let (beta1, beta2, epsilon) = (0.9_f64, 0.999_f64, 1e-8);
        if self.steps == 0 {
            self.m = Matrix::zeros(w.nrows(), w.ncols());
            self.v = self.m.clone();
        }
        todo!()
    }
}

/// `cargo run -p exercises -- adam` runs this check.
pub fn main() -> Verdict {
    chapter6::adam(|lr| Box::new(Adam { lr, steps: 0, m: Matrix::default(), v: Matrix::default() }))
}
