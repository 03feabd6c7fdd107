//! What exercises share: the methods that a check calls.

use common::Matrix;

/// A layer.
pub trait Layer {
    /// Output, N x H, from the input, N x D. Keeps what `backward` needs.
    fn forward(&mut self, x: &Matrix<f64>) -> Matrix<f64>;

    /// ∂L/∂x, N x D, from ∂L/∂out, N x H.
    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64>;

    /// ∂L/∂w for each parameter, after `backward`.
    fn gradients(&self) -> Vec<&Matrix<f64>> {
        Vec::new()
    }
}
