//! 6.4.3 Dropout (드롭아웃), inverted: what remains is scaled up in training, and inference changes nothing.
//!
//! ```text
//! training    out = x ∘ mask        mask: 0 with probability `ratio`, else 1 / (1 - ratio), drawn for each element
//!             dx = dout ∘ mask      x, out, mask: N x D
//! inference   out = x
//! ```
//!
//! The book scales at inference instead. `rng.random_bool(p)` is true with probability p.

use checks::{MaskLayer, Verdict, chapter6};
use common::Matrix;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// Dropout.
pub struct Dropout {
    ratio: f64,
    rng: ChaCha8Rng,
    /// The mask of the last `forward` in training.
    mask: Matrix<f64>,
}

impl MaskLayer for Dropout {
    fn forward(&mut self, x: &Matrix<f64>, training: bool) -> Matrix<f64> {
        todo!()
    }

    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }
}

/// `cargo run -p exercises -- dropout` runs this check.
pub fn main() -> Verdict {
    chapter6::dropout(|ratio, rng| Box::new(Dropout { ratio, rng, mask: Matrix::default() }))
}
