//! 5.5.2 The sigmoid layer (Sigmoid 계층).
//!
//! ```text
//! out = 1 / (1 + e⁻ˣ)          x, out: N x D
//! dx = dout · out (1 - out)    element by element
//! ```
//!
//! The derivative needs only the output, so that is what `forward` keeps.

use checks::{Layer, Verdict, chapter5};
use common::Matrix;
use common::functions::sigmoid;

/// The sigmoid of each element.
#[derive(Default)]
pub struct Sigmoid {
    /// The output of `forward`, N x D.
    out: Matrix<f64>,
}

impl Layer for Sigmoid {
    fn forward(&mut self, x: &Matrix<f64>) -> Matrix<f64> {
        // <solution>
        self.out = x.map(sigmoid);
        self.out.clone()
        // </solution>
    }

    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64> {
        // <solution>
        dout.zip_map(&self.out, |dout, out| dout * out * (1.0 - out))
        // </solution>
    }
}

/// `cargo run -p exercises -- sigmoid_layer` runs this check.
pub fn main() -> Verdict {
    chapter5::sigmoid_layer(|| Box::new(Sigmoid::default()))
}
