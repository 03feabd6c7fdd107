//! From a list of layers to a network.

use std::fmt::{self, Display};

use common::init::WeightInit;
use common::layers::{Affine, BatchNorm, Convolution, Dropout, Image, Layer, Pooling, Relu, Window};
use common::{Float, Network};
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// A layer of a network to build: what a reader chooses. The size of its input follows from the layers before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plan {
    /// Convolution with this number of filters, and their size, stride and padding.
    Convolution(usize, Window),
    /// Max pooling.
    Pooling(Window),
    /// Batch normalization, per channel.
    BatchNorm,
    /// ReLU.
    Relu,
    /// Dropout with this ratio.
    Dropout(f64),
    /// Fully connected layer with this number of outputs.
    Affine(usize),
}

/// Builds an untrained network for images of size `input`. Weights get He initialization, since ReLU follows; biases
/// are 0.
///
/// ```
/// use ch08_deep_convnet::{Architecture, build};
/// use common::{Matrix, Network};
/// use common::layers::Image;
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let (input, rng) = (Image { channels: 1, height: 28, width: 28 }, &mut ChaCha8Rng::seed_from_u64(1));
/// let network: Network<f32> = build(&Architecture::Book.plan(), input, rng);
/// assert_eq!(network.predict(Matrix::zeros(2, 784)).shape(), (2, 10));
/// ```
///
/// # Panics
///
/// If a window does not fit its images.
pub fn build<T: Float>(plan: &[Plan], input: Image, rng: &mut impl Rng) -> Network<T> {
    let inputs = [vec![input], output_sizes(plan, input)].concat();
    let layers = plan.iter().zip(inputs).map(|(plan, input)| plan.layer(input, rng));
    Network::new(layers.collect())
}

/// Size of each layer's output, for images of size `input`. The H outputs of a fully connected layer are H channels of
/// one pixel.
///
/// # Panics
///
/// As [`build`].
pub fn output_sizes(plan: &[Plan], input: Image) -> Vec<Image> {
    let mut image = input;
    let mut sizes = Vec::new();
    for layer in plan {
        image = layer.output(image);
        sizes.push(image);
    }
    sizes
}

impl Plan {
    fn output(self, input: Image) -> Image {
        let slid = |channels, window: Window| {
            let (height, width) = window.positions(input);
            Image { channels, height, width }
        };
        match self {
            Self::Convolution(filters, window) => slid(filters, window),
            Self::Pooling(window) => slid(input.channels, window),
            Self::Affine(outputs) => Image { channels: outputs, height: 1, width: 1 },
            Self::BatchNorm | Self::Relu | Self::Dropout(_) => input,
        }
    }

    fn layer<T: Float>(self, input: Image, rng: &mut impl Rng) -> Box<dyn Layer<T>> {
        const INIT: WeightInit = WeightInit::He;
        match self {
            Self::Convolution(filters, window) => Box::new(Convolution::init(INIT, filters, window, input, rng)),
            Self::Pooling(window) => Box::new(Pooling::new(window, input)),
            Self::BatchNorm => Box::new(BatchNorm::for_images(input.channels, input.pixels())),
            Self::Relu => Box::new(Relu::default()),
            Self::Dropout(ratio) => Box::new(Dropout::new(ratio, ChaCha8Rng::from_rng(rng))),
            Self::Affine(outputs) => Box::new(Affine::init(INIT, input.len(), outputs, rng)),
        }
    }
}

/// The layer with its settings, as `conv 16, 3 x 3, pad 1`.
impl Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let window = |Window { height, width, stride, pad }| {
            let optional =
                |name, value, default| if value == default { String::new() } else { format!(", {name} {value}") };
            format!("{height} x {width}{}{}", optional("stride", stride, 1), optional("pad", pad, 0))
        };
        f.pad(&match *self {
            Self::Convolution(filters, filter) => format!("conv {filters}, {}", window(filter)),
            Self::Pooling(size) => format!("max pool {}", window(size)),
            Self::BatchNorm => "batch norm".into(),
            Self::Relu => "ReLU".into(),
            Self::Dropout(ratio) => format!("dropout {ratio}"),
            Self::Affine(outputs) => format!("affine {outputs}"),
        })
    }
}
