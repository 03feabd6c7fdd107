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

    fn describe(&self) -> String {
        let mut text = String::from("Sequential(");
        for (index, layer) in self.0.iter().enumerate() {
            text += &format!("\n  ({index}): {}", layer.describe().replace('\n', "\n  "));
        }
        if self.0.is_empty() { text + ")" } else { text + "\n)" }
    }

    fn reseed(&mut self, rng: &mut ChaCha8Rng) {
        self.0.iter_mut().for_each(|layer| layer.reseed(rng));
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::init::WeightInit;
    use crate::layers::*;

    /// What PyTorch 2.15 prints for the same `nn.Sequential`.
    const PRINTED: &str = "\
Sequential(
  (0): Conv2d(1, 3, kernel_size=(5, 5), stride=(1, 1))
  (1): BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
  (2): LeakyReLU(negative_slope=0.01)
  (3): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  (4): Conv2d(3, 2, kernel_size=(3, 2), stride=(2, 2), padding=(1, 1))
  (5): MaxPool2d(kernel_size=(3, 2), stride=1, padding=0, dilation=1, ceil_mode=False)
  (6): Sequential(
    (0): Linear(in_features=12, out_features=4, bias=True)
    (1): BatchNorm1d(4, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
    (2): Sequential()
  )
  (7): ReLU()
  (8): GELU(approximate='none')
  (9): Tanh()
  (10): Sigmoid()
  (11): Dropout(p=0.2, inplace=False)
)";

    #[test]
    fn layers_are_described_as_pytorch_prints_them() {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let square = |size, stride| Window { stride, ..Window::square(size) };
        let tall = Window { height: 3, ..square(2, 1) };
        let filters = Image { channels: 1, height: 14, width: 14 };
        let first: Convolution<f32> = Convolution::init(WeightInit::He, 3, square(5, 1), filters, &mut rng);
        let pool = Pooling::new(square(2, 2), first.output());
        let second =
            Convolution::init(WeightInit::He, 2, Window { stride: 2, pad: 1, ..tall }, pool.output(), &mut rng);
        let second_pool = Pooling::new(tall, second.output());
        let affine = Affine::init(WeightInit::He, 12, 4, &mut rng);
        let layers: Vec<Box<dyn Layer<f32>>> = vec![
            Box::new(first),
            Box::new(BatchNorm::for_images(3, 100)),
            Box::new(LeakyRelu::default()),
            Box::new(pool),
            Box::new(second),
            Box::new(second_pool),
            Box::new(Sequential(vec![Box::new(affine), Box::new(BatchNorm::new(4)), Box::new(Sequential(Vec::new()))])),
            Box::new(Relu::default()),
            Box::new(Gelu::default()),
            Box::new(Tanh::default()),
            Box::new(Sigmoid::default()),
            Box::new(Dropout::new(0.2, rng)),
        ];
        assert_eq!(Sequential(layers).describe(), PRINTED);
    }
}
