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

/// 2.2.1 AND of 0.0 and 1.0.
pub fn and(x1: f64, x2: f64) -> f64 {
    f64::from(u8::from(x1 + x2 > 1.5))
}

/// 2.2.2 NAND of 0.0 and 1.0.
pub fn nand(x1: f64, x2: f64) -> f64 {
    1.0 - and(x1, x2)
}

/// 2.2.2 OR of 0.0 and 1.0.
pub fn or(x1: f64, x2: f64) -> f64 {
    f64::from(u8::from(x1 + x2 > 0.5))
}

/// A classifier.
pub trait Model {
    /// The scores, N x C, of the samples `x`, N x D.
    fn predict(&self, x: &Matrix<f64>) -> Matrix<f64>;

    /// The loss for the labels `t`, mean over the batch.
    fn loss(&self, x: &Matrix<f64>, t: &[usize]) -> f64;
}

/// 4.4 The gradient of `f` at `x`, of the shape of `x`.
pub fn numerical_gradient(f: &dyn Fn(&Matrix<f64>) -> f64, x: &Matrix<f64>) -> Matrix<f64> {
    common::gradient::numerical_gradient(&mut x.clone(), |x| x, |x| f(x))
}
