//! 4.5.1 A class for a two-layer network (2층 신경망 클래스 구현하기).
//!
//! ```text
//! a1 = x·w1 + b1       x: N x D    w1: D x H   b1: 1 x H    a1: N x H
//! z1 = sigmoid(a1)                                          z1: N x H
//! a2 = z1·w2 + b2                  w2: H x C   b2: 1 x C    a2: N x C
//! y  = softmax(a2)                                          y:  N x C
//! ```
//!
//! N images of D pixels, H hidden units, C classes. Labels `t` are N class indices. Chapter 5 builds the same network
//! from layers; here its gradient is written out, as the book gives it without explanation.

mod numerical;

use std::path::Path;

use common::Matrix;
use common::files::Save;
use common::functions::{one_hot, sigmoid, softmax, softmax_cross_entropy};
use common::matrix::{add_row, column_sums, dot, map, random_normal, sub_scaled, transposed};
use common::weights::{self, Tensor, Weights, WeightsError};
use datasets::Dataset;
use rand::Rng;

/// A network with one hidden layer. Its gradient has the same four matrices and so the same type.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoLayerNet {
    /// Weights of the hidden layer, D x H.
    pub w1: Matrix<f64>,
    /// Biases of the hidden layer, 1 x H.
    pub b1: Matrix<f64>,
    /// Weights of the output layer, H x C.
    pub w2: Matrix<f64>,
    /// Biases of the output layer, 1 x C.
    pub b2: Matrix<f64>,
}

impl TwoLayerNet {
    /// An untrained network: weights drawn from N(0, `weight_init_std`²), biases 0.
    pub fn new(
        input_size: usize,
        hidden_size: usize,
        output_size: usize,
        weight_init_std: f64,
        rng: &mut impl Rng,
    ) -> Self {
        Self {
            w1: random_normal(input_size, hidden_size, weight_init_std, rng),
            b1: Matrix::zeros(1, hidden_size),
            w2: random_normal(hidden_size, output_size, weight_init_std, rng),
            b2: Matrix::zeros(1, output_size),
        }
    }

    /// The score of every class, `a2`, N x D to N x C. The highest score is also the highest probability; [`softmax`]
    /// turns the scores into probabilities. The book's `predict` does that in chapter 4, but no longer from chapter 5
    /// on.
    pub fn predict(&self, x: &Matrix<f64>) -> Matrix<f64> {
        self.output(&self.hidden(x))
    }

    /// `a1`, N x D to N x H.
    fn hidden_sums(&self, x: &Matrix<f64>) -> Matrix<f64> {
        add_row(dot(x, &self.w1), &self.b1)
    }

    /// `z1`, N x D to N x H.
    fn hidden(&self, x: &Matrix<f64>) -> Matrix<f64> {
        map(self.hidden_sums(x), sigmoid)
    }

    /// `a2`, N x H to N x C.
    fn output(&self, z1: &Matrix<f64>) -> Matrix<f64> {
        add_row(dot(z1, &self.w2), &self.b2)
    }

    /// The cross entropy of the prediction, mean over the batch.
    pub fn loss(&self, x: &Matrix<f64>, t: &[usize]) -> f64 {
        softmax_cross_entropy(&self.predict(x), t)
    }

    /// The fraction of images, from 0 to 1, whose highest score is that of the right class.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        data.accuracy(|x| self.predict(&x))
    }

    /// The gradient of [`TwoLayerNet::loss`] by backpropagation, fast and exact. Chapter 5 explains it.
    pub fn gradient(&self, x: &Matrix<f64>, t: &[usize]) -> Self {
        self.loss_and_gradient(x, t).1
    }

    /// [`TwoLayerNet::loss`] and its gradient from one forward pass.
    pub fn loss_and_gradient(&self, x: &Matrix<f64>, t: &[usize]) -> (f64, Self) {
        // forward
        let z1 = self.hidden(x);
        let a2 = self.output(&z1);
        let loss = softmax_cross_entropy(&a2, t);
        let y = softmax(&a2);

        // backward
        let da2 = (&y - one_hot(t, y.ncols())) / t.len() as f64;
        let dz1 = dot(&da2, transposed(&self.w2));
        let da1 = dz1.zip_map(&z1, |dz, z| dz * z * (1.0 - z));
        let gradient = Self {
            w1: dot(transposed(x), &da1),
            b1: column_sums(&da1),
            w2: dot(transposed(&z1), &da2),
            b2: column_sums(&da2),
        };
        (loss, gradient)
    }

    /// One step of gradient descent: `w ← w - learning_rate · ∂L/∂w` for each of the four.
    pub fn update(&mut self, gradient: &Self, learning_rate: f64) {
        sub_scaled(&mut self.w1, learning_rate, &gradient.w1);
        sub_scaled(&mut self.b1, learning_rate, &gradient.b1);
        sub_scaled(&mut self.w2, learning_rate, &gradient.w2);
        sub_scaled(&mut self.b2, learning_rate, &gradient.b2);
    }

    /// The largest absolute difference between the elements of two gradients; NaN if one is NaN.
    pub fn largest_difference(&self, other: &Self) -> f64 {
        let pairs = [(&self.w1, &other.w1), (&self.b1, &other.b1), (&self.w2, &other.w2), (&self.b2, &other.b2)];
        let differences = pairs.into_iter().flat_map(|(a, b)| a.iter().zip(b)).map(|(a, b)| (a - b).abs());
        differences.fold(0.0, |largest, d| if d > largest || d.is_nan() { d } else { largest })
    }

    /// Loads what [`TwoLayerNet::save`] has written.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or a matrix in it is missing or does not match the others in shape.
    pub fn load(path: &Path) -> Result<Self, WeightsError> {
        let weights = Weights::load(path)?;
        let (w1, w2): (Matrix<f64>, Matrix<f64>) = (weights.matrix("w1")?, weights.matrix("w2")?);
        Ok(Self {
            b1: weights.matrix_of_shape("b1", (1, w1.ncols()))?,
            b2: weights.matrix_of_shape("b2", (1, w2.ncols()))?,
            w2: weights.matrix_of_shape("w2", (w1.ncols(), w2.ncols()))?,
            w1,
        })
    }
}

impl Save for TwoLayerNet {
    type Error = WeightsError;

    /// Writes the weights to a safetensors file, under the names `w1`, `b1`, `w2`, `b2`.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), WeightsError> {
        let tensors = [
            ("w1", Tensor::matrix(&self.w1)),
            ("b1", Tensor::vector(self.b1.as_slice())),
            ("w2", Tensor::matrix(&self.w2)),
            ("b2", Tensor::vector(self.b2.as_slice())),
        ];
        weights::save(path, tensors)
    }
}
