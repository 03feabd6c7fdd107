//! Gradient checks of convolutional networks: backpropagation against the numerical gradient of the training loss.

use common::Network;
use common::init::WeightInit;
use common::layers::{Affine, BatchNorm, Convolution, Dropout, Image, Layer, Pooling, Relu, Window};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::layers::Broken;
use crate::network::Case;

const INPUT: Image = Image { channels: 2, height: 4, width: 5 };

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

/// Filters of 3 x 3 with a padding of 1.
fn convolution(filters: usize, input: Image) -> Convolution<f64> {
    Convolution::init(WeightInit::He, filters, Window { pad: 1, ..Window::square(3) }, input, &mut rng())
}

fn affine(inputs: usize, outputs: usize) -> Box<dyn Layer<f64>> {
    Box::new(Affine::init(WeightInit::He, inputs, outputs, &mut rng()))
}

fn relu() -> Box<dyn Layer<f64>> {
    Box::new(Relu::default())
}

/// Overlapping windows of 2 x 2.
fn pooling(input: Image) -> Pooling {
    Pooling::new(Window::square(2), input)
}

/// conv - batch norm - ReLU - pool - affine
fn normalized() -> Network<f64> {
    let conv = convolution(3, INPUT);
    let norm = BatchNorm::for_images(3, conv.output().pixels());
    let pool = pooling(conv.output());
    let last = affine(pool.output().len(), 4);
    Network::new(vec![Box::new(conv), Box::new(norm), relu(), Box::new(pool), last])
}

#[test]
fn batch_normalization_after_a_convolution_agrees_with_the_numerical_gradient() {
    let case = Case::new(&normalized, INPUT.len());
    // Normalization cancels the biases of the convolution: their gradients are 0.
    let (_, gradients) = case.backpropagate(normalized(), &case.values);
    assert!(gradients[1].amax() < 1e-9 && gradients[0].amax() > 1e-3);
    // The gradient at the input of pooling is wrong, and all before it; a thousandth of 0 is 0.
    let mut twin = normalized();
    let pool = pooling(convolution(3, INPUT).output());
    twin.layers.0[3] = Box::new(Broken { layer: Box::new(pool), gradient: 0 });
    case.assert_checked(twin, &[true, false, true, true, false, false]);
}

/// conv - ReLU - conv - ReLU - pool - affine - ReLU - dropout - affine
fn deep(mask_seed: u64) -> Network<f64> {
    let conv1 = convolution(3, INPUT);
    let conv2 = convolution(2, conv1.output());
    let pool = pooling(conv2.output());
    let hidden = affine(pool.output().len(), 5);
    let dropout = Dropout::new(0.4, ChaCha8Rng::seed_from_u64(mask_seed));
    Network::new(vec![
        Box::new(conv1),
        relu(),
        Box::new(conv2),
        relu(),
        Box::new(pool),
        hidden,
        relu(),
        Box::new(dropout),
        affine(5, 4),
    ])
}

#[test]
fn a_convolutional_network_agrees_with_the_numerical_gradient_for_a_fixed_mask_of_dropout() {
    let make = || deep(0);
    let case = Case::new(&make, INPUT.len());
    // The gradient at the input of the second convolution is wrong: the first one's parameters.
    let mut twin = deep(0);
    let conv2 = convolution(2, convolution(3, INPUT).output());
    twin.layers.0[2] = Box::new(Broken { layer: Box::new(conv2), gradient: 0 });
    case.assert_checked(twin, &[true, true, false, false, false, false, false, false]);
    // The twin has another mask.
    case.assert_checked(deep(1), &[true; 8]);
}
