//! A sequence of layers, itself a layer (PyTorch's `nn.Sequential`).

use rand::rngs::ChaCha8Rng;

use super::{Layer, Param};
use crate::{Float, Matrix};

/// Layers applied in order, each to the output of the layer before it. In a file their parameters are numbered by
/// layer: `0.weight`, `0.bias`, `2.weight`.
pub struct Sequential<T: Float>(pub Vec<Box<dyn Layer<T>>>);

impl<T: Float> Layer<T> for Sequential<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.0.iter().fold(x, |x, layer| layer.predict(x))
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        self.0.iter_mut().fold(x, |x, layer| layer.forward(x))
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        self.0.iter_mut().rev().fold(dout, |dout, layer| layer.backward(dout))
    }

    fn backward_params(&mut self, dout: Matrix<T>) {
        if let Some((first, rest)) = self.0.split_first_mut() {
            first.backward_params(rest.iter_mut().rev().fold(dout, |dout, layer| layer.backward(dout)));
        }
    }

    fn params(&self) -> Vec<&Param<T>> {
        self.0.iter().flat_map(|layer| layer.params()).collect()
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        self.0.iter_mut().flat_map(|layer| layer.params_mut()).collect()
    }

    fn named_params(&self) -> Vec<(String, &Param<T>)> {
        let mut named = Vec::new();
        for (index, layer) in self.0.iter().enumerate() {
            named.extend(layer.named_params().into_iter().map(|(name, param)| (format!("{index}.{name}"), param)));
        }
        named
    }

    fn reseed(&mut self, rng: &mut ChaCha8Rng) {
        self.0.iter_mut().for_each(|layer| layer.reseed(rng));
    }
}
