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
        // <solution>
        self.mask = x.map(|x| x > 0.0);
        x.map(|x| x.max(0.0))
        // </solution>
    }

    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64> {
        // <solution>
        dout.zip_map(&self.mask, |d, positive| if positive { d } else { 0.0 })
        // </solution>
    }
}

/// `cargo run -p exercises -- relu` runs this check.
pub fn main() -> Verdict {
    chapter5::relu(|| Box::new(Relu::default()))
}
