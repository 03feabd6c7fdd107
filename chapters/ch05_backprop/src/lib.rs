//! 5.7.2 A neural network with backpropagation (오차역전파법을 적용한 신경망 구현하기): chapter 4's two-layer network, built from
//! layers. Chapter 4 writes out the derivatives of the whole network. Here each layer knows its own, and the network
//! only calls the layers: forward in order, backward in reverse.
//!
//! ```text
//!      affine1         activation        affine2          last_layer
//! x ────────────► a1 ────────────► z1 ────────────► a2 ────────────► L     x: N x D   a1, z1: N x H   a2: N x C
//!                da1◄──────────── dz1◄──────────── da2◄────────────       t: N class indices
//! ```

mod simple_layers;

use std::path::Path;

use common::files::Save;
use common::functions::softmax_cross_entropy;
use common::gradient::numerical_gradient;
use common::layers::{Affine, Layer, Loss, Param, Relu, Role, SoftmaxWithLoss};
use common::matrix::{random_normal, sub_scaled};
use common::weights::{self, Tensor, WeightsError};
use common::{Float, Matrix};
use datasets::Dataset;
use rand::Rng;

pub use simple_layers::{AddLayer, MulLayer};

/// The names of the parameters, in the order of [`TwoLayerNet::params`].
pub const PARAMS: [&str; 4] = ["w1", "b1", "w2", "b2"];

/// A network with one hidden layer, of D inputs, H hidden units and C classes.
pub struct TwoLayerNet<T: Float> {
    /// From the inputs to the hidden units: weights D x H, biases 1 x H.
    pub affine1: Affine<T>,
    /// The activation function of the hidden units, N x H to N x H.
    pub activation: Box<dyn Layer<T>>,
    /// From the hidden units to the scores: weights H x C, biases 1 x C.
    pub affine2: Affine<T>,
    last_layer: SoftmaxWithLoss<T>,
}

impl<T: Float> TwoLayerNet<T> {
    /// An untrained network: weights drawn from N(0, `weight_init_std`²), biases 0, and ReLU as the activation
    /// function.
    pub fn new(
        input_size: usize,
        hidden_size: usize,
        output_size: usize,
        weight_init_std: f64,
        rng: &mut impl Rng,
    ) -> Self {
        let mut affine = |inputs, outputs| {
            Affine::new(random_normal(inputs, outputs, weight_init_std, rng), Matrix::zeros(1, outputs))
        };
        Self {
            affine1: affine(input_size, hidden_size),
            activation: Box::new(Relu::default()),
            affine2: affine(hidden_size, output_size),
            last_layer: SoftmaxWithLoss::default(),
        }
    }

    /// The score of every class, N x D to N x C. The highest score is also the highest probability.
    pub fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        let a1 = self.affine1.predict(x);
        let z1 = self.activation.predict(a1);
        self.affine2.predict(z1)
    }

    /// The cross entropy of the prediction, mean over the batch. `x`: N x D, `t`: N class indices.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit, or a label is not below C.
    pub fn loss(&self, x: Matrix<T>, t: &[usize]) -> T {
        softmax_cross_entropy(&self.predict(x), t)
    }

    /// The fraction of images, from 0 to 1, whose highest score is that of the right class.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        data.accuracy(|x| self.predict(x))
    }

    /// [`TwoLayerNet::loss`] and its gradient by backpropagation, from one forward pass. Returns the loss and leaves
    /// the gradient in each [`Param::grad`].
    ///
    /// # Panics
    ///
    /// As [`TwoLayerNet::loss`].
    pub fn loss_and_gradient(&mut self, x: Matrix<T>, t: &[usize]) -> T {
        // forward
        let a1 = self.affine1.forward(x);
        let z1 = self.activation.forward(a1);
        let a2 = self.affine2.forward(z1);
        let loss = self.last_layer.forward(a2, t);

        // backward
        let da2 = self.last_layer.backward();
        let dz1 = self.affine2.backward(da2);
        let da1 = self.activation.backward(dz1);
        self.affine1.backward_params(da1);
        loss
    }

    /// The gradient by backpropagation, one matrix for each of [`PARAMS`].
    ///
    /// # Panics
    ///
    /// As [`TwoLayerNet::loss`].
    pub fn gradient(&mut self, x: Matrix<T>, t: &[usize]) -> [Matrix<T>; 4] {
        self.loss_and_gradient(x, t);
        self.params().map(|param| param.grad.clone())
    }

    /// The same gradient by numerical differentiation, one matrix for each of [`PARAMS`]. Slow, and simple enough to be
    /// trusted. `x`: N x D, `t`: N class indices.
    pub fn numerical_gradient(&mut self, x: &Matrix<T>, t: &[usize]) -> [Matrix<T>; 4] {
        [0, 1, 2, 3]
            .map(|i| numerical_gradient(self, |net| &mut net.params_mut()[i].value, |net| net.loss(x.clone(), t)))
    }

    /// One step of gradient descent: `w ← w - learning_rate · ∂L/∂w` for each of the four.
    pub fn update(&mut self, learning_rate: T) {
        for param in self.params_mut() {
            sub_scaled(&mut param.value, learning_rate, &param.grad);
        }
    }

    /// The parameters: w1, b1, w2, b2.
    pub fn params(&self) -> [&Param<T>; 4] {
        let Self { affine1, affine2, .. } = self;
        [&affine1.w, &affine1.b, &affine2.w, &affine2.b]
    }

    /// [`TwoLayerNet::params`], mutable.
    pub fn params_mut(&mut self) -> [&mut Param<T>; 4] {
        let Self { affine1, affine2, .. } = self;
        [&mut affine1.w, &mut affine1.b, &mut affine2.w, &mut affine2.b]
    }
}

impl<T: Float> Save for TwoLayerNet<T> {
    type Error = WeightsError;

    /// Writes the weights to a safetensors file, under the names in [`PARAMS`], as chapter 4's network does.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), WeightsError> {
        let tensors = self.params().map(|param| match param.role {
            Role::Weight => Tensor::matrix(&param.value),
            _ => Tensor::vector(param.value.as_slice()),
        });
        weights::save(path, PARAMS.into_iter().zip(tensors))
    }
}
