//! 7.5 Implementing a CNN (CNN 구현하기).
//!
//! ```text
//! convolution - ReLU - pooling - affine - ReLU - affine - softmax with loss
//! ```

use common::init::WeightInit;
use common::layers::{Affine, Convolution, Image, Pooling, Relu, Window};
use common::{Float, Network};
use rand::Rng;

/// Configuration of the book's simple convolutional network. [`SimpleConvNet::build`] builds it for images of any size:
/// each layer takes the size of its input from the layer before it.
///
/// ```
/// use ch07_convnet::SimpleConvNet;
/// use common::{Matrix, layers::Image};
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let mnist = Image { channels: 1, height: 28, width: 28 };
/// let network = SimpleConvNet::new(10).build::<f32>(mnist, &mut ChaCha8Rng::seed_from_u64(1));
/// let shapes: Vec<_> = network.weights().map(|w| w.value.shape()).collect();
/// assert_eq!(shapes, [(5 * 5, 30), (30 * 12 * 12, 100), (100, 10)]);
/// assert_eq!(network.predict(Matrix::zeros(4, 28 * 28)).shape(), (4, 10));
/// ```
#[derive(Clone, Debug)]
pub struct SimpleConvNet {
    /// Number of filters, F.
    pub filters: usize,
    /// Size, stride and padding of the filters.
    pub filter: Window,
    /// Window of the pooling layer.
    pub pool: Window,
    /// Units of the hidden affine layer.
    pub hidden_size: usize,
    /// Classes.
    pub output_size: usize,
    /// Weight initialization; biases are initialized to 0, except with [`WeightInit::Uniform`].
    pub weight_init: WeightInit,
}

impl SimpleConvNet {
    /// The book's configuration: 30 filters of 5 x 5, pooling over 2 x 2, 100 hidden units, initial weights with a
    /// standard deviation of 0.01.
    pub fn new(output_size: usize) -> Self {
        Self {
            filters: 30,
            filter: Window::square(5),
            pool: Window { stride: 2, ..Window::square(2) },
            hidden_size: 100,
            output_size,
            weight_init: WeightInit::Std(0.01),
        }
    }

    /// Builds the network, untrained, for images of size `input`.
    ///
    /// # Panics
    ///
    /// If a window does not fit: the filters the images, or pooling the output of the convolution.
    pub fn build<T: Float>(&self, input: Image, rng: &mut impl Rng) -> Network<T> {
        let convolution = Convolution::init(self.weight_init, self.filters, self.filter, input, rng);
        let pooling = Pooling::new(self.pool, convolution.output());
        let hidden = Affine::init(self.weight_init, pooling.output().len(), self.hidden_size, rng);
        let output = Affine::init(self.weight_init, self.hidden_size, self.output_size, rng);
        Network::new(vec![
            Box::new(convolution),
            Box::new(Relu::default()),
            Box::new(pooling),
            Box::new(hidden),
            Box::new(Relu::default()),
            Box::new(output),
        ])
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    fn sizes(net: &SimpleConvNet, input: Image) -> Vec<usize> {
        let network = net.build::<f64>(input, &mut ChaCha8Rng::seed_from_u64(0));
        network.weights().map(|w| w.value.nrows()).collect()
    }

    #[test]
    fn every_layer_follows_from_the_size_of_the_images() {
        let net = SimpleConvNet::new(10);
        assert_eq!(sizes(&net, Image { channels: 1, height: 8, width: 8 }), [25, 30 * 2 * 2, 100]);
        assert_eq!(sizes(&net, Image { channels: 3, height: 10, width: 7 }), [75, 30 * 3, 100]);
        let padded = SimpleConvNet { filter: Window { pad: 2, ..net.filter }, ..net };
        assert_eq!(sizes(&padded, Image { channels: 1, height: 8, width: 8 }), [25, 30 * 4 * 4, 100]);
    }

    #[test]
    #[should_panic(expected = "a window of 2 x 2 with stride 2 and padding 0 does not fit images of 30 x 1 x 1")]
    fn images_too_small_for_pooling_are_refused() {
        sizes(&SimpleConvNet::new(10), Image { channels: 1, height: 5, width: 5 });
    }
}
