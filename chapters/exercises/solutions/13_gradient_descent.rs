//! 4.4.1 Gradient descent (경사법(경사 하강법)).
//!
//! ```text
//! x ← x - η ∂f/∂x        η: learning rate        x, ∂f/∂x: R x C
//! ```
//!
//! `numerical_gradient(f, &x)` is that of the exercise before, already written.

use checks::{Loss, Verdict, chapter4, numerical_gradient};
use common::Matrix;

/// The point where `steps` steps down `f` arrive, from `start`.
pub fn gradient_descent(f: Loss, start: &Matrix<f64>, learning_rate: f64, steps: usize) -> Matrix<f64> {
    // <solution>
    let mut x = start.clone();
    for _ in 0..steps {
        x -= learning_rate * numerical_gradient(f, &x);
    }
    x
    // </solution>
}

/// `cargo run -p exercises -- gradient_descent` runs this check.
pub fn main() -> Verdict {
    chapter4::gradient_descent(gradient_descent)
}
