//! 8.1.1 A deeper network (더 깊은 신경망으로), the book's `deep_convnet.py`: networks as lists of layers, to be read and
//! changed. [`build`] works out the sizes of the images in between.

mod plan;
mod precision;
mod trained;

pub use plan::{Plan, build, output_sizes};
pub use precision::{FORMATS, Format};
pub use trained::{TrainedArgs, image_of};

use clap::ValueEnum;
use common::Dataset;
use common::layers::Window;
use datasets::CLASSES;

use Plan::{Affine, BatchNorm, Convolution, Dropout, Pooling, Relu};

/// 3 x 3 filters that keep the size of the image.
const PAD_1: Window = Window { height: 3, width: 3, stride: 1, pad: 1 };
/// 3 x 3 filters that add a pixel on each side.
const PAD_2: Window = Window { height: 3, width: 3, stride: 1, pad: 2 };
/// 3 x 3 filters at every other pixel, which halve height and width.
const STRIDE_2: Window = Window { height: 3, width: 3, stride: 2, pad: 1 };
/// Windows of pooling that halve height and width.
const HALVE: Window = Window { height: 2, width: 2, stride: 2, pad: 0 };

/// A network architecture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Architecture {
    /// The book's DeepConvNet: six convolutions, dropout
    #[default]
    Book,
    /// The same with batch normalization after each convolution, and no dropout
    BatchNorm,
    /// Convolutions with stride 2 instead of pooling, a sixth of the parameters
    Small,
}

impl Architecture {
    /// The list of layers.
    pub fn plan(self) -> Vec<Plan> {
        match self {
            Self::Book => book(),
            Self::BatchNorm => batch_norm(),
            Self::Small => small(),
        }
    }
}

/// The book's DeepConvNet. Its second dropout, after the last layer, is left out: it would set half of the scores,
/// from which the loss is computed, to 0.
#[rustfmt::skip]
fn book() -> Vec<Plan> {
    vec![
        Convolution(16, PAD_1), Relu, Convolution(16, PAD_1), Relu, Pooling(HALVE),
        Convolution(32, PAD_1), Relu, Convolution(32, PAD_2), Relu, Pooling(HALVE),
        Convolution(64, PAD_1), Relu, Convolution(64, PAD_1), Relu, Pooling(HALVE),
        Affine(50), Relu, Dropout(0.5), Affine(CLASSES),
    ]
}

/// Batch normalization between each convolution and its ReLU. It regularizes, too: dropout is left out.
#[rustfmt::skip]
fn batch_norm() -> Vec<Plan> {
    vec![
        Convolution(16, PAD_1), BatchNorm, Relu, Convolution(16, PAD_1), BatchNorm, Relu, Pooling(HALVE),
        Convolution(32, PAD_1), BatchNorm, Relu, Convolution(32, PAD_2), BatchNorm, Relu, Pooling(HALVE),
        Convolution(64, PAD_1), BatchNorm, Relu, Convolution(64, PAD_1), BatchNorm, Relu, Pooling(HALVE),
        Affine(50), BatchNorm, Relu, Affine(CLASSES),
    ]
}

/// Convolutions with stride 2 instead of pooling: a sixth of the parameters, a ninth of the multiplications.
#[rustfmt::skip]
fn small() -> Vec<Plan> {
    vec![
        Convolution(16, PAD_1), Relu,
        Convolution(16, STRIDE_2), Relu, Convolution(32, STRIDE_2), Relu, Convolution(32, STRIDE_2), Relu,
        Affine(CLASSES),
    ]
}

/// Number of epochs that suits these training images: the book's 20 for MNIST, and more for the embedded digits, where
/// an epoch is only 14 mini-batches.
pub fn default_epochs(train: &Dataset) -> usize {
    if train.len() < 10_000 { 100 } else { 20 }
}
