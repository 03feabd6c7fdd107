//! Layers and losses, the parts that networks are built of from chapter 5 on (the book's `common/layers.py`).
//!
//! A layer takes its input by value, keeps what its backward pass will need, and hands its output on. So a network is a
//! chain of calls, there and back:
//!
//! ```
//! use common::Matrix;
//! use common::layers::{Affine, Layer, Relu, SoftmaxWithLoss};
//!
//! let x: Matrix<f64> = Matrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
//! let mut affine = Affine::new(Matrix::identity(3, 2), Matrix::zeros(1, 2));
//! let mut relu = Relu::default();
//! let mut last_layer = SoftmaxWithLoss::default();
//!
//! let scores = relu.forward(affine.forward(x));
//! let loss = last_layer.forward(scores, &[0, 1]);
//!
//! let dout = relu.backward(last_layer.backward());
//! affine.backward_params(dout);
//! // The scores are (1, 2) and (4, 5): the losses are ln(1 + e) and ln(1 + 1/e).
//! assert!((loss - (1f64.exp().ln_1p() + (-1f64).exp().ln_1p()) / 2.0).abs() < 1e-15);
//! assert_eq!(affine.w.grad.shape(), (3, 2));
//! ```
//!
//! Rows are samples. `dout` is ∂L/∂out, of the shape of `out`; `dx` is ∂L/∂x, of the shape of `x`.

mod activation;
mod affine;
mod batch_norm;
mod dropout;
mod gelu;
mod leaky_relu;
mod mean_squared_error;
mod relu;
mod sigmoid;
mod sigmoid_with_loss;
mod softmax_with_loss;
mod tanh;

pub use activation::Activation;
pub use affine::Affine;
pub use batch_norm::BatchNorm;
pub use dropout::Dropout;
pub use gelu::Gelu;
pub use leaky_relu::LeakyRelu;
pub use mean_squared_error::MeanSquaredError;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use sigmoid_with_loss::SigmoidWithLoss;
pub use softmax_with_loss::SoftmaxWithLoss;
pub use tanh::Tanh;

use crate::{Float, Matrix};

/// A part of a network that turns one matrix into another.
pub trait Layer<T: Float>: Send + Sync {
    /// The output at inference. Remembers nothing, so it can run on many threads. (The book's `train_flg=False`.)
    fn predict(&self, x: Matrix<T>) -> Matrix<T>;

    /// The output in training. Keeps what `backward` needs.
    fn forward(&mut self, x: Matrix<T>) -> Matrix<T>;

    /// ∂L/∂x from ∂L/∂out. Leaves ∂L/∂w in the [`Param::grad`] of each parameter.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`, or one for another shape.
    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T>;

    /// [`Layer::backward`] without ∂L/∂x: for the first layer of a network, whose input is data and needs no gradient.
    fn backward_params(&mut self, dout: Matrix<T>) {
        self.backward(dout);
    }

    /// What the layer learns, always in the same order.
    fn params(&mut self) -> Vec<&mut Param<T>> {
        Vec::new()
    }

    /// The one among them that weight decay keeps small (6.4.2, 가중치 감소): weights, but no biases.
    fn weights(&self) -> Option<&Param<T>> {
        None
    }

    /// [`Layer::weights`], to change them.
    fn weights_mut(&mut self) -> Option<&mut Param<T>> {
        None
    }

    /// All that `predict` depends on, always in the same order: the values of the parameters, and what is learned without a
    /// gradient.
    fn state(&mut self) -> Vec<&mut Matrix<T>> {
        self.params().into_iter().map(|param| &mut param.value).collect()
    }
}

/// A parameter of a layer, with its gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<T: Float> {
    /// What is learned.
    pub value: Matrix<T>,
    /// ∂L/∂value, as the last backward pass has left it; 0 before the first.
    pub grad: Matrix<T>,
}

impl<T: Float> Param<T> {
    /// A parameter that begins as `value`.
    pub fn new(value: Matrix<T>) -> Self {
        Self { grad: Matrix::zeros(value.nrows(), value.ncols()), value }
    }

    /// 6.4.2 Weight decay (가중치 감소): adds λ·value to the gradient, which is the gradient of ½λΣ value².
    pub fn add_weight_decay(&mut self, lambda: T) {
        self.grad.zip_apply(&self.value, |grad, value| *grad += lambda * value);
    }
}

/// What the forward pass has kept for the backward pass.
#[track_caller]
fn kept<M>(memory: &mut Option<M>) -> M {
    memory.take().expect("a backward pass needs a forward pass before it")
}
