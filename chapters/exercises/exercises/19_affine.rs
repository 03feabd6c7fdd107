//! 5.6.2 The affine layer for batches (배치용 Affine 계층).
//!
//! ```text
//! out = x·w + b          x: N x D   w: D x H   b: 1 x H   out: N x H
//! dx = dout·wᵀ           dw = xᵀ·dout          db = Σₙ dout
//! ```
//!
//! `dot(a, b)` is a product, `dot(transposed(a), b)` one with aᵀ.

use checks::{Layer, Verdict, chapter5};
use common::Matrix;
use common::matrix::{add_row, column_sums, dot, transposed};

/// A layer with weights `w`, D x H, and biases `b`, 1 x H.
pub struct Affine {
    w: Matrix<f64>,
    b: Matrix<f64>,
    /// The input: `forward` keeps it for `backward`.
    x: Matrix<f64>,
    /// ∂L/∂w and ∂L/∂b, which `backward` sets.
    dw: Matrix<f64>,
    db: Matrix<f64>,
}

impl Affine {
    fn new(w: Matrix<f64>, b: Matrix<f64>) -> Self {
        Self { w, b, x: Matrix::default(), dw: Matrix::default(), db: Matrix::default() }
    }
}

impl Layer for Affine {
    fn forward(&mut self, x: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }

    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }

    fn gradients(&self) -> Vec<&Matrix<f64>> {
        vec![&self.dw, &self.db]
    }
}

/// `cargo run -p exercises -- affine` runs this check.
pub fn main() -> Verdict {
    chapter5::affine(|w, b| Box::new(Affine::new(w, b)))
}
