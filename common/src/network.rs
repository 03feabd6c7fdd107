//! A network as a list of layers. Chapter 5's network has a field for each layer; from chapter 6 on there are too many, and their
//! number is a setting. So forward is a loop over the list, and backward the same loop from its end. The numerical gradient has moved to the
//! tests (`tests/gradient_check/network.rs`): dropout needs the same mask for each difference.

use crate::functions::softmax_cross_entropy;
use crate::layers::{Layer, Param, SoftmaxWithLoss};
use crate::{Dataset, Float, Matrix};

/// A network that sorts samples of D numbers into C classes.
pub struct Network<T: Float> {
    /// From the input, N x D, to the scores, N x C.
    pub layers: Vec<Box<dyn Layer<T>>>,
    /// 6.4.2 Weight decay (가중치 감소), λ: how much large weights cost. 0 is none.
    pub weight_decay: f64,
    last_layer: SoftmaxWithLoss<T>,
}

impl<T: Float> Network<T> {
    /// A network of these layers, without weight decay.
    pub fn new(layers: Vec<Box<dyn Layer<T>>>) -> Self {
        Self { layers, weight_decay: 0.0, last_layer: SoftmaxWithLoss::default() }
    }

    /// The score of every class, N x D to N x C. The highest score is also the highest probability.
    pub fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.layers.iter().fold(x, |x, layer| layer.predict(x))
    }

    /// The cross entropy of the prediction, mean over the batch, and the cost of the weights, ½λΣw². `x`: N x D, `t`: N
    /// class indices.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit, or a label is not below C.
    pub fn loss(&self, x: Matrix<T>, t: &[usize]) -> T {
        softmax_cross_entropy(&self.predict(x), t) + self.decay_loss()
    }

    /// The share of images, from 0 to 1, whose highest score is that of the right class.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        data.accuracy(|x| self.predict(x))
    }

    /// The gradient of the loss in training by backpropagation, left in each [`Param::grad`]. Returns that loss. It differs
    /// from [`Network::loss`] where layers behave differently in training: dropout, batch normalization.
    ///
    /// # Panics
    ///
    /// As [`Network::loss`].
    pub fn gradient(&mut self, x: Matrix<T>, t: &[usize]) -> T {
        // forward
        let scores = self.layers.iter_mut().fold(x, |x, layer| layer.forward(x));
        let loss = self.last_layer.forward(scores, t) + self.decay_loss();

        // backward
        let mut dout = self.last_layer.backward();
        if let Some((first, rest)) = self.layers.split_first_mut() {
            for layer in rest.iter_mut().rev() {
                dout = layer.backward(dout);
            }
            first.backward_params(dout);
        }
        self.decay_gradient();
        loss
    }

    /// `½λΣw²` over the weights of all layers.
    fn decay_loss(&self) -> T {
        if self.weight_decay == 0.0 {
            return T::zero();
        }
        let squares = self.layers.iter().filter_map(|layer| layer.weights()).map(|w| w.value.norm_squared());
        T::of(0.5 * self.weight_decay) * squares.fold(T::zero(), |sum, squares| sum + squares)
    }

    /// The gradient of that: λw is added to ∂L/∂w.
    fn decay_gradient(&mut self) {
        if self.weight_decay == 0.0 {
            return;
        }
        for w in self.layers.iter_mut().filter_map(|layer| layer.weights_mut()) {
            w.add_weight_decay(T::of(self.weight_decay)); // ½λΣw²
        }
    }

    /// The learnable parameters, layer by layer.
    pub fn params(&mut self) -> Vec<&mut Param<T>> {
        self.layers.iter_mut().flat_map(|layer| layer.params()).collect()
    }

    /// All that a prediction depends on, layer by layer: the values of the parameters, and what layers keep besides.
    pub fn state(&mut self) -> Vec<&mut Matrix<T>> {
        self.layers.iter_mut().flat_map(|layer| layer.state()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::{Affine, BatchNorm, Relu};

    /// Two inputs, two classes, scores (x₁, -2x₂ + 3).
    fn network(weight_decay: f64) -> Network<f64> {
        let w = Matrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, -2.0]);
        let mut network = Network::new(vec![
            Box::new(Affine::new(w, Matrix::from_row_slice(1, 2, &[0.0, 3.0]))),
            Box::new(Relu::default()),
            Box::new(Affine::new(Matrix::identity(2, 2), Matrix::zeros(1, 2))),
        ]);
        network.weight_decay = weight_decay;
        network
    }

    #[test]
    fn weight_decay_costs_half_of_lambda_for_each_square_of_a_weight() {
        let (x, t) = (Matrix::from_row_slice(1, 2, &[1.0, 1.0]), [0]);
        let plain = network(0.0).loss(x.clone(), &t);
        assert!((plain - 2f64.ln()).abs() < 1e-15, "both scores are 1");
        // Squares 1 + 4 of the first layer and 1 + 1 of the second; biases cost nothing.
        assert!((network(0.1).loss(x.clone(), &t) - plain - 0.05 * 7.0).abs() < 1e-15);
        assert_eq!(network(0.1).gradient(x.clone(), &t), network(0.1).loss(x, &t));
    }

    #[test]
    fn the_state_is_more_than_what_gradients_teach() {
        let mut network = network(0.0);
        network.layers.insert(1, Box::new(BatchNorm::new(2)));
        assert_eq!((network.params().len(), network.state().len()), (6, 8));
    }

    #[test]
    fn a_network_without_layers_takes_numbers_for_scores() {
        let mut network = Network::<f64>::new(Vec::new());
        assert!((network.gradient(Matrix::zeros(1, 4), &[2]) - 4f64.ln()).abs() < 1e-15);
    }
}
