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

/// A node of a computational graph of numbers.
pub trait Node {
    /// The output. Keeps what `backward` needs.
    fn forward(&mut self, x: f64, y: f64) -> f64;

    /// ∂L/∂x and ∂L/∂y from ∂L/∂out.
    fn backward(&self, dout: f64) -> (f64, f64);
}

/// A last layer, which computes the loss.
pub trait LossLayer {
    /// The loss of the scores `x`, N x C, for the labels `t`. Keeps what `backward` needs.
    fn forward(&mut self, x: &Matrix<f64>, t: &[usize]) -> f64;

    /// ∂L/∂x, N x C.
    fn backward(&mut self) -> Matrix<f64>;
}

/// A network of the layers of `common`.
pub trait NetworkOfLayers {
    /// The scores, N x C, of the samples `x`, N x D.
    fn predict(&self, x: Matrix<f64>) -> Matrix<f64>;

    /// The loss for the labels `t`, and in each layer its gradients.
    fn loss_and_gradient(&mut self, x: Matrix<f64>, t: &[usize]) -> f64;

    /// The layers in order.
    fn layers(&self) -> &[Box<dyn common::layers::Layer<f64>>];
}

/// A computational graph that records every operation. Numbers are known by their places in it.
pub trait Graph {
    /// A number from outside.
    fn leaf(&mut self, value: f64) -> usize;

    /// A sum.
    fn add(&mut self, a: usize, b: usize) -> usize;

    /// A product.
    fn mul(&mut self, a: usize, b: usize) -> usize;

    /// The number at a place.
    fn value(&self, node: usize) -> f64;

    /// ∂output/∂node for each node up to `output`.
    fn backward(&self, output: usize) -> Vec<f64>;
}

/// An optimizer of one parameter.
pub trait Optimizer {
    /// One step of `w` down its gradient `g`, both D x H.
    fn update(&mut self, w: &mut Matrix<f64>, g: &Matrix<f64>);
}

/// A layer that behaves differently in training.
pub trait MaskLayer {
    /// Output, N x D, from the input, N x D. In training it keeps what `backward` needs.
    fn forward(&mut self, x: &Matrix<f64>, training: bool) -> Matrix<f64>;

    /// ∂L/∂x, N x D, from ∂L/∂out, N x D.
    fn backward(&mut self, dout: &Matrix<f64>) -> Matrix<f64>;
}

/// The gradients of batch normalization.
pub struct Gradients {
    /// ∂L/∂x, N x D.
    pub dx: Matrix<f64>,
    /// ∂L/∂γ, 1 x D.
    pub dgamma: Matrix<f64>,
    /// ∂L/∂β, 1 x D.
    pub dbeta: Matrix<f64>,
}
