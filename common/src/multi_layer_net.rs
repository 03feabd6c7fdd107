//! Fully connected networks of any depth, with the techniques of chapter 6 (the book's
//! `common/multi_layer_net_extend.py`).

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

use crate::init::WeightInit;
use crate::layers::{Activation, Affine, BatchNorm, Dropout, Layer};
use crate::{Float, Network};

/// Configuration of a fully connected network. [`MultiLayerNet::build`] builds it:
///
/// ```text
/// affine ─ [batch norm] ─ activation ─ [dropout]   for each hidden layer, then affine
/// ```
///
/// ```
/// use common::{Matrix, MultiLayerNet};
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let plan = MultiLayerNet { hidden_sizes: vec![100, 50], batch_norm: true, ..MultiLayerNet::new(784, 10) };
/// let network = plan.build::<f32>(&mut ChaCha8Rng::seed_from_u64(1));
/// assert_eq!(network.layers.0.len(), 3 + 3 + 1);
/// assert_eq!(network.predict(Matrix::zeros(4, 784)).shape(), (4, 10));
/// ```
#[derive(Clone, Debug)]
pub struct MultiLayerNet {
    /// Input features, D.
    pub input_size: usize,
    /// Units of each hidden layer.
    pub hidden_sizes: Vec<usize>,
    /// Classes, C.
    pub output_size: usize,
    /// Activation function of the hidden layers.
    pub activation: Activation,
    /// Weight initialization; biases are initialized to 0, except with [`WeightInit::Uniform`].
    pub weight_init: WeightInit,
    /// 6.4.2 Weight decay (가중치 감소), λ: see [`Network::weight_decay`]. 0 disables it.
    pub weight_decay: f64,
    /// 6.4.3 Dropout (드롭아웃): probability of dropping a hidden unit, from 0 to below 1. 0 disables it.
    pub dropout: f64,
    /// 6.3 Batch normalization (배치 정규화), before each activation.
    pub batch_norm: bool,
}

impl MultiLayerNet {
    /// A configuration with ReLU, He initialization and no regularization. It has no hidden layers yet: set
    /// `hidden_sizes`.
    pub fn new(input_size: usize, output_size: usize) -> Self {
        Self {
            input_size,
            hidden_sizes: Vec::new(),
            output_size,
            activation: Activation::Relu,
            weight_init: WeightInit::He,
            weight_decay: 0.0,
            dropout: 0.0,
            batch_norm: false,
        }
    }

    /// Builds the network, untrained. The same state of `rng` gives the same initial weights, whatever the
    /// regularization.
    ///
    /// # Panics
    ///
    /// If `dropout` is not from 0 to below 1.
    pub fn build<T: Float>(&self, rng: &mut impl Rng) -> Network<T> {
        let sizes = [&[self.input_size], &self.hidden_sizes[..], &[self.output_size]].concat();
        let affines: Vec<_> =
            sizes.windows(2).map(|size| Affine::init(self.weight_init, size[0], size[1], rng)).collect();
        let mut layers: Vec<Box<dyn Layer<T>>> = Vec::new();
        for (index, affine) in affines.into_iter().enumerate() {
            layers.push(Box::new(affine));
            if let Some(&hidden_size) = self.hidden_sizes.get(index) {
                if self.batch_norm {
                    layers.push(Box::new(BatchNorm::new(hidden_size)));
                }
                layers.push(self.activation.layer());
                if self.dropout != 0.0 {
                    layers.push(Box::new(Dropout::new(self.dropout, ChaCha8Rng::from_rng(rng))));
                }
            }
        }
        let mut network = Network::new(layers);
        network.weight_decay = self.weight_decay;
        network
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;

    fn rng() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(0)
    }

    fn plan() -> MultiLayerNet {
        MultiLayerNet { hidden_sizes: vec![6, 5], activation: Activation::Sigmoid, ..MultiLayerNet::new(8, 4) }
    }

    #[test]
    fn the_initial_weights_do_not_depend_on_the_regularization() {
        let weights = |plan: &MultiLayerNet| -> Vec<Matrix<f64>> {
            plan.build(&mut rng()).weights().map(|w| w.value.clone()).collect()
        };
        for other in [
            MultiLayerNet { dropout: 0.5, ..plan() },
            MultiLayerNet { batch_norm: true, ..plan() },
            MultiLayerNet { weight_decay: 0.1, ..plan() },
        ] {
            assert_eq!(weights(&other), weights(&plan()), "{other:?}");
        }
    }

    #[test]
    fn dropout_follows_the_activation() {
        let mut network = MultiLayerNet { dropout: 0.5, ..plan() }.build::<f64>(&mut rng());
        let x = Matrix::from_element(10, 8, 1.0);
        let z = network.layers.0[..3].iter_mut().fold(x, |x, layer| layer.forward(x));
        // A sigmoid never outputs 0.
        assert!(z.iter().any(|&z| z == 0.0) && z.iter().any(|&z| z > 0.0), "{z}");
    }

    #[test]
    fn biases_are_initialized_to_0_and_the_last_layer_is_affine() {
        let network = plan().build::<f64>(&mut rng());
        assert_eq!(network.layers.0.len(), 2 + 2 + 1);
        assert!(network.params().iter().skip(1).step_by(2).all(|b| b.value.amax() == 0.0));
    }
}
