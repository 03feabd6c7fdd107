//! Layers and losses: the building blocks of networks from chapter 5 on (the book's `common/layers.py`).
//!
//! A layer takes its input by value, keeps what its backward pass needs, and returns its output. So a network is a
//! chain of calls, forward and backward:
//!
//! ```
//! use common::Matrix;
//! use common::layers::{Affine, Layer, Loss, Relu, SoftmaxWithLoss};
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
mod convolution;
mod dropout;
mod gelu;
mod image;
mod leaky_relu;
mod mean_squared_error;
mod param;
mod pooling;
mod relu;
mod sequential;
mod sigmoid;
mod softmax_with_loss;
mod tanh;
mod taps;

pub use activation::Activation;
pub use affine::Affine;
pub use batch_norm::BatchNorm;
pub use convolution::Convolution;
pub use dropout::Dropout;
pub use gelu::Gelu;
pub use image::{Image, Window};
pub use leaky_relu::LeakyRelu;
pub use mean_squared_error::MeanSquaredError;
pub use param::{Param, Role};
pub use pooling::Pooling;
pub use relu::Relu;
pub use sequential::Sequential;
pub use sigmoid::Sigmoid;
pub use softmax_with_loss::SoftmaxWithLoss;
pub use tanh::Tanh;

use std::any::type_name;

use rand::rngs::ChaCha8Rng;

use crate::{Float, Matrix};

/// A layer of a network: maps an input matrix to an output matrix.
pub trait Layer<T: Float>: Send + Sync {
    /// Forward pass at inference (the book's `train_flg=False`). Stores nothing, so it can run on many threads.
    fn predict(&self, x: Matrix<T>) -> Matrix<T>;

    /// Forward pass in training. Keeps what `backward` needs.
    fn forward(&mut self, x: Matrix<T>) -> Matrix<T>;

    /// Backward pass: ∂L/∂x from ∂L/∂out. Stores ∂L/∂w in the [`Param::grad`] of each parameter.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`, or `dout` does not have the shape of its output.
    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T>;

    /// [`Layer::backward`] without ∂L/∂x: for the first layer of a network, whose input is data and needs no gradient.
    fn backward_params(&mut self, dout: Matrix<T>) {
        self.backward(dout);
    }

    /// Parameters and running statistics, always in the same order.
    fn params(&self) -> Vec<&Param<T>> {
        Vec::new()
    }

    /// [`Layer::params`], mutable.
    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        Vec::new()
    }

    /// [`Layer::params`] with their names in a file.
    fn named_params(&self) -> Vec<(String, &Param<T>)> {
        self.params().into_iter().map(|param| (param.name.into(), param)).collect()
    }

    /// The layer as PyTorch prints it, such as `Linear(in_features=784, out_features=128, bias=True)`. By default the
    /// name of its type without arguments.
    fn describe(&self) -> String {
        let path = type_name::<Self>().split('<').next().unwrap_or_default();
        format!("{}()", path.rsplit("::").next().unwrap_or_default())
    }

    /// Reseeds the layer's own random number generator, if it has one: later draws depend on `rng` alone.
    fn reseed(&mut self, _rng: &mut ChaCha8Rng) {}
}

/// A loss function: a scalar from the output of a network and the targets.
pub trait Loss<T: Float>: Send + Sync {
    /// Targets of a batch: class indices, `[usize]`, or values, [`Matrix<T>`].
    type Target: ?Sized;

    /// Loss of the output `y` for the targets `t`, mean over the batch. Stores nothing.
    ///
    /// # Panics
    ///
    /// If `y` and `t` do not match.
    fn value(&self, y: &Matrix<T>, t: &Self::Target) -> T;

    /// [`Loss::value`] in training. Keeps what `backward` needs.
    ///
    /// # Panics
    ///
    /// As [`Loss::value`].
    fn forward(&mut self, y: Matrix<T>, t: &Self::Target) -> T;

    /// ∂L/∂y, of the shape of `y`.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`.
    fn backward(&mut self) -> Matrix<T>;
}

/// Takes what the forward pass has kept for the backward pass.
#[track_caller]
fn kept<M>(memory: &mut Option<M>) -> M {
    memory.take().expect("a backward pass needs a forward pass before it")
}
