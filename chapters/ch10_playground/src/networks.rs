//! The networks of three chapters, written anew, with the trained weights in those chapters' crates.

use std::path::Path;

use common::layers::{Affine, Convolution, Image, Layer, Pooling, Relu, Sequential, Sigmoid, Window};
use common::weights::{Weights, WeightsError};
use common::{Float, Matrix};
use datasets::CLASSES;

use crate::centring::SIDE;

/// Images of MNIST.
const MNIST: Image = Image { channels: 1, height: SIDE, width: SIDE };
/// Pooling that halves height and width.
const HALVE: Window = Window { height: 2, width: 2, stride: 2, pad: 0 };

const THREE_LAYERS: &[u8] = include_bytes!("../../ch03_neural_network/weights/mnist.safetensors");
const SIMPLE_CONVNET: &[u8] = include_bytes!("../../ch07_convnet/weights/mnist.safetensors");
const DEEP_CONVNET: &[u8] = include_bytes!("../../ch08_deep_convnet/weights/mnist.safetensors");

/// 3.6 The three-layer network (신경망의 추론 처리): 784 pixels, hidden layers of 50 and 100 units.
///
/// # Errors
///
/// If the embedded file does not hold its weights.
pub fn three_layers<T: Float>() -> Result<Sequential<T>, WeightsError> {
    let weights = trained("ch03_neural_network", THREE_LAYERS)?;
    let affine =
        |w, b| -> Result<_, WeightsError> { Ok(Box::new(Affine::new(weights.matrix(w)?, weights.matrix(b)?))) };
    Ok(Sequential(vec![
        affine("w1", "b1")?,
        Box::new(Sigmoid::default()),
        affine("w2", "b2")?,
        Box::new(Sigmoid::default()),
        affine("w3", "b3")?,
    ]))
}

/// 7.5 The simple convolutional network (CNN 구현하기): 30 filters of 5 x 5, 100 hidden units.
///
/// # Errors
///
/// As [`three_layers`].
pub fn simple_convnet<T: Float>() -> Result<Sequential<T>, WeightsError> {
    let convolution = convolution(30, Window::square(5), MNIST);
    let pooling = Pooling::new(HALVE, convolution.output());
    let hidden = affine(pooling.output().len(), 100);
    let mut layers = Sequential(vec![
        Box::new(convolution),
        Box::new(Relu::default()),
        Box::new(pooling),
        Box::new(hidden),
        Box::new(Relu::default()),
        Box::new(affine(100, CLASSES)),
    ]);
    trained("ch07_convnet", SIMPLE_CONVNET)?.restore("", &mut layers)?;
    Ok(layers)
}

/// 8.1.1 The deep network (더 깊은 신경망으로): six convolutions of 3 x 3, 50 hidden units.
///
/// # Errors
///
/// As [`three_layers`].
pub fn deep_convnet<T: Float>() -> Result<Sequential<T>, WeightsError> {
    let mut layers: Vec<Box<dyn Layer<T>>> = Vec::new();
    let mut image = MNIST;
    for (filters, pads) in [(16, [1, 1]), (32, [1, 2]), (64, [1, 1])] {
        for pad in pads {
            let convolution = convolution(filters, Window { pad, ..Window::square(3) }, image);
            image = convolution.output();
            layers.push(Box::new(convolution));
            layers.push(Box::new(Relu::default()));
        }
        let pooling = Pooling::new(HALVE, image);
        image = pooling.output();
        layers.push(Box::new(pooling));
    }
    layers.push(Box::new(affine(image.len(), 50)));
    layers.push(Box::new(Relu::default()));
    layers.push(Box::new(Sequential(Vec::new()))); // The place of dropout, which is the identity at inference.
    layers.push(Box::new(affine(50, CLASSES)));
    let mut layers = Sequential(layers);
    trained("ch08_deep_convnet", DEEP_CONVNET)?.restore("", &mut layers)?;
    Ok(layers)
}

/// The weights file of a chapter.
fn trained(chapter: &str, bytes: &[u8]) -> Result<Weights, WeightsError> {
    Weights::decode(&Path::new("chapters").join(chapter).join("weights/mnist.safetensors"), bytes)
}

/// A convolution whose weights are loaded later.
fn convolution<T: Float>(filters: usize, window: Window, input: Image) -> Convolution<T> {
    let inputs = input.channels * window.height * window.width;
    Convolution::new(Matrix::zeros(inputs, filters), Matrix::zeros(1, filters), window, input)
}

/// An affine layer whose weights are loaded later.
fn affine<T: Float>(inputs: usize, outputs: usize) -> Affine<T> {
    Affine::new(Matrix::zeros(inputs, outputs), Matrix::zeros(1, outputs))
}
