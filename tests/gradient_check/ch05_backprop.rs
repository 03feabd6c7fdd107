//! Chapter 5's two-layer network, with both activations, against the numerical gradient and against chapter 4's
//! network.

use approx::assert_abs_diff_eq;
use ch05_backprop::TwoLayerNet;
use common::Matrix;
use common::layers::{Layer, Relu, Sigmoid};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::random_images;

use crate::{assert_checked, random};

/// A small network whose biases are not 0 either, and images for it.
fn small_case(activation: Box<dyn Layer<f64>>) -> (TwoLayerNet<f64>, Matrix<f64>, Vec<usize>) {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut network = TwoLayerNet::new(8, 6, 5, 0.5, rng);
    network.activation = activation;
    network.affine1.b.value = random(1, 6, rng);
    network.affine2.b.value = random(1, 5, rng);
    let (x, t) = random_images(7, 8, 5, rng);
    (network, x, t)
}

#[test]
fn backpropagation_agrees_with_the_numerical_gradient_for_both_activations() {
    let activations: [Box<dyn Layer<f64>>; 2] = [Box::new(Relu::default()), Box::new(Sigmoid::default())];
    for activation in activations {
        let (mut network, x, t) = small_case(activation);
        let sums = network.affine1.predict(x.clone());
        assert!(sums.iter().all(|sum| sum.abs() > 1e-3), "a hidden sum lies on the kink of ReLU");
        let (backprop, numerical) = (network.gradient(x.clone(), &t), network.numerical_gradient(&x, &t));
        for (backprop, numerical) in backprop.iter().zip(&numerical) {
            assert_checked(backprop, numerical);
        }
    }
}

#[test]
fn loss_and_gradient_returns_the_loss() {
    let (mut network, x, t) = small_case(Box::new(Relu::default()));
    assert_eq!(network.loss_and_gradient(x.clone(), &t), network.loss(x, &t));
}

#[test]
fn with_sigmoid_it_is_the_network_of_chapter_4() {
    let (mut network, x, t) = small_case(Box::new(Sigmoid::default()));
    let [w1, b1, w2, b2] = network.params().map(|param| param.value.clone());
    let mut chapter_4 = ch04_two_layer_net::TwoLayerNet { w1, b1, w2, b2 };
    for _ in 0..20 {
        let (loss, gradient) = chapter_4.loss_and_gradient(&x, &t);
        assert_abs_diff_eq!(network.loss_and_gradient(x.clone(), &t), loss, epsilon = 1e-12);
        let gradients = [&gradient.w1, &gradient.b1, &gradient.w2, &gradient.b2];
        for (param, gradient) in network.params().into_iter().zip(gradients) {
            assert_abs_diff_eq!(param.grad, *gradient, epsilon = 1e-12);
        }
        chapter_4.update(&gradient, 0.5);
        network.update(0.5);
    }
}

#[test]
fn the_same_seed_gives_the_same_initial_weights_as_in_chapter_4() {
    let rng = || ChaCha8Rng::seed_from_u64(0);
    let network = TwoLayerNet::<f64>::new(8, 6, 5, 0.5, &mut rng());
    let chapter_4 = ch04_two_layer_net::TwoLayerNet::new(8, 6, 5, 0.5, &mut rng());
    let start = [&chapter_4.w1, &chapter_4.b1, &chapter_4.w2, &chapter_4.b2];
    assert_eq!(network.params().map(|param| &param.value), start);
}
