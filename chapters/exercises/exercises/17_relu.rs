//! 5.5.1 The ReLU layer (ReLU 계층).
//!
//! ```text
//! out = max(0, x)        x, out: N x D
//! dx = dout where x > 0, else 0
//! ```

use checks::{Layer, Verdict, chapter5};
use common::Matrix;

/// ReLU.
#[derive(Default)]
pub struct Relu {
    /// Where x > 0, N x D: `forward` keeps it for `backward`.
    mask: Matrix<bool>,
}

impl Layer for Relu {
    fn forward(&mut self, x: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }

    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }
}

/// `cargo run -p exercises -- relu` runs this check.
pub fn main() -> Verdict {
    chapter5::relu(|| Box::new(Relu::default()))
}
