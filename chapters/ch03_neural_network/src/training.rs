//! Training of the weights files. Chapter 4 explains gradient descent, chapter 5 backpropagation; chapter 3 itself does
//! not need this file.
//!
//! ```text
//! da3 = (y - onehot(t)) / N                     dw3 = z2ᵀ·da3    db3 = Σₙ da3
//! da2 = (da3·w3ᵀ) ∘ z2 ∘ (1 - z2)               dw2 = z1ᵀ·da2    db2 = Σₙ da2
//! da1 = (da2·w2ᵀ) ∘ z1 ∘ (1 - z1)               dw1 = xᵀ·da1     db1 = Σₙ da1
//! ```
//!
//! Shapes as in the crate's documentation; `dw1` is ∂L/∂w1, of the shape of `w1`, and so on.

use common::Matrix;
use common::functions::{one_hot, sigmoid, softmax, softmax_cross_entropy};
use common::matrix::{add_row, column_sums, dot, map, random_normal, sub_scaled, transposed};
use rand::Rng;

use crate::Network;

impl Network {
    /// An untrained network with the given number of units in each layer: `[D, H1, H2, C]`. Biases are 0; weights are
    /// drawn from N(0, 1/n), where n is the number of inputs of the unit (Xavier initialization: the weighted sum is
    /// about as large as one input whatever n is, so no layer's sigmoids are saturated at first).
    pub fn new([inputs, hidden1, hidden2, classes]: [usize; 4], rng: &mut impl Rng) -> Self {
        let mut xavier = |n, units| random_normal(n, units, 1.0 / (n as f64).sqrt(), rng);
        Self {
            w1: xavier(inputs, hidden1),
            b1: Matrix::zeros(1, hidden1),
            w2: xavier(hidden1, hidden2),
            b2: Matrix::zeros(1, hidden2),
            w3: xavier(hidden2, classes),
            b3: Matrix::zeros(1, classes),
        }
    }

    /// The cross entropy of [`Network::forward`] with the N class indices `t`, mean over the batch, and its gradient:
    /// the same six matrices, so a [`Network`] too.
    ///
    /// # Panics
    ///
    /// If `x` is not N x D, or a label is not below C.
    pub fn loss_and_gradient(&self, x: &Matrix<f64>, t: &[usize]) -> (f64, Self) {
        // forward
        let z1 = map(add_row(dot(x, &self.w1), &self.b1), sigmoid);
        let z2 = map(add_row(dot(&z1, &self.w2), &self.b2), sigmoid);
        let a3 = add_row(dot(&z2, &self.w3), &self.b3);
        let loss = softmax_cross_entropy(&a3, t);
        let y = softmax(&a3);

        // backward
        let through_sigmoid = |dz: f64, z: f64| dz * z * (1.0 - z);
        let da3 = (&y - one_hot(t, y.ncols())) / t.len() as f64;
        let da2 = dot(&da3, transposed(&self.w3)).zip_map(&z2, through_sigmoid);
        let da1 = dot(&da2, transposed(&self.w2)).zip_map(&z1, through_sigmoid);
        let gradient = Self {
            w1: dot(transposed(x), &da1),
            b1: column_sums(&da1),
            w2: dot(transposed(&z1), &da2),
            b2: column_sums(&da2),
            w3: dot(transposed(&z2), &da3),
            b3: column_sums(&da3),
        };
        (loss, gradient)
    }

    /// One step of gradient descent: `w ← w - learning_rate · ∂L/∂w` for each of the six.
    pub fn update(&mut self, gradient: &Self, learning_rate: f64) {
        sub_scaled(&mut self.w1, learning_rate, &gradient.w1);
        sub_scaled(&mut self.b1, learning_rate, &gradient.b1);
        sub_scaled(&mut self.w2, learning_rate, &gradient.w2);
        sub_scaled(&mut self.b2, learning_rate, &gradient.b2);
        sub_scaled(&mut self.w3, learning_rate, &gradient.w3);
        sub_scaled(&mut self.b3, learning_rate, &gradient.b3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_beside_the_gradient_is_the_cross_entropy_of_the_prediction() {
        let network = Network::example();
        let x = Matrix::from_row_slice(2, 2, &[1.0, 0.5, -3.0, 2.0]);
        let y = network.probabilities(&x);
        let (loss, _) = network.loss_and_gradient(&x, &[1, 0]);
        assert!((loss + (y[(0, 1)].ln() + y[(1, 0)].ln()) / 2.0).abs() < 1e-15);
    }

    #[test]
    fn an_update_goes_against_the_gradient() {
        let (start, mut network) = (Network::example(), Network::example());
        let gradient = Network {
            w1: 2.0 * &start.w1,
            b1: 4.0 * &start.b1,
            w2: 6.0 * &start.w2,
            b2: 8.0 * &start.b2,
            w3: 10.0 * &start.w3,
            b3: 12.0 * &start.b3,
        };
        network.update(&gradient, 0.5);
        let left = [&network.w1, &network.b1, &network.w2, &network.b2, &network.w3, &network.b3];
        let before = [start.w1, start.b1, start.w2, start.b2, start.w3, start.b3];
        for (index, (left, before)) in left.into_iter().zip(before).enumerate() {
            assert!((left + before * index as f64).amax() < 1e-14, "matrix {index}");
        }
    }
}
