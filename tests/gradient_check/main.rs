//! Gradient checks of the chapters' models, in `f64`: backward pass against numerical gradient. Each check also breaks
//! a gradient, which it must reject.

mod ch04_two_layer_net;
mod ch05_autograd;
mod ch05_backprop;
mod ch07_convnet;
mod ch09_california_housing;

use ch01_linear_regression as linear_regression;
use ch02_perceptron::{HiddenLayerNetwork, LogisticRegression};
use ch03_neural_network::Network;
use ch03_sigmoid_derivative::{ACTIVATIONS, DeepNet};
use common::Matrix;
use common::functions::softmax_cross_entropy;
use common::gradient::{numerical_gradient, relative_error};
use common::matrix::{dot, random_normal};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// The gradient passes the check, and fails it when it is off by a thousandth.
#[track_caller]
fn assert_checked(gradient: &Matrix<f64>, numerical: &Matrix<f64>) {
    let passes = |gradient: &Matrix<f64>| relative_error(gradient, numerical) < 1e-8;
    assert!(passes(gradient), "{gradient} is not {numerical}");
    assert!(!passes(&(gradient * 1.001)), "the check accepts a wrong gradient");
}

fn random(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Matrix<f64> {
    random_normal(rows, columns, 1.0, rng)
}

#[test]
fn linear_regression_agrees_with_the_numerical_gradient() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (x, y) = (random(6, 3, rng), random(6, 2, rng));
    let mut line = (random(3, 2, rng), random(1, 2, rng));
    let (dw, db) = linear_regression::gradient(&line.0, &line.1, &x, &y);
    let loss = |(w, b): &(Matrix<f64>, Matrix<f64>)| linear_regression::loss(w, b, &x, &y);
    assert_checked(&dw, &numerical_gradient(&mut line, |(w, _)| w, loss));
    assert_checked(&db, &numerical_gradient(&mut line, |(_, b)| b, loss));
}

#[test]
fn the_models_that_learn_xor_agree_with_the_numerical_gradient() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let x = random(6, 2, rng);
    let t = Matrix::from_row_slice(6, 1, &[0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);

    let mut model = LogisticRegression { w: random(2, 1, rng), b: random(1, 1, rng) };
    let (gradient, loss) = (model.gradient(&x, &t), |model: &LogisticRegression| model.loss(&x, &t));
    assert_checked(&gradient.w, &numerical_gradient(&mut model, |model| &mut model.w, loss));
    assert_checked(&gradient.b, &numerical_gradient(&mut model, |model| &mut model.b, loss));

    let mut model = HiddenLayerNetwork {
        w1: random(2, 3, rng),
        b1: random(1, 3, rng),
        w2: random(3, 1, rng),
        b2: random(1, 1, rng),
    };
    let (gradient, loss) = (model.gradient(&x, &t), |model: &HiddenLayerNetwork| model.loss(&x, &t));
    assert_checked(&gradient.w1, &numerical_gradient(&mut model, |model| &mut model.w1, loss));
    assert_checked(&gradient.b1, &numerical_gradient(&mut model, |model| &mut model.b1, loss));
    assert_checked(&gradient.w2, &numerical_gradient(&mut model, |model| &mut model.w2, loss));
    assert_checked(&gradient.b2, &numerical_gradient(&mut model, |model| &mut model.b2, loss));
}

#[test]
fn deep_networks_agree_with_the_numerical_gradient_for_every_activation() {
    for activation in ACTIVATIONS {
        let rng = &mut ChaCha8Rng::seed_from_u64(5);
        let mut network = DeepNet::new(&[6, 5, 7, 4, 3], activation, rng);
        let (x, t) = (random(5, 6, rng), [2, 0, 1, 1, 0]);
        let mut z = x.clone();
        for w in &network.weights {
            let a = dot(&z, w);
            assert!(a.iter().all(|a| a.abs() > 1e-3), "a hidden sum lies on the kink of ReLU");
            z = a.map(activation.f);
        }
        for (layer, gradient) in network.gradients(&x, &t).iter().enumerate() {
            let loss = |network: &DeepNet| network.loss(&x, &t);
            assert_checked(gradient, &numerical_gradient(&mut network, |network| &mut network.weights[layer], loss));
        }
    }
}

#[test]
fn the_three_layer_network_agrees_with_the_numerical_gradient() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut network = Network::new([4, 6, 5, 3], rng);
    (network.b1, network.b2, network.b3) = (random(1, 6, rng), random(1, 5, rng), random(1, 3, rng));
    let (x, t) = (random(5, 4, rng), [2, 0, 1, 1, 0]);
    let loss = |network: &Network| softmax_cross_entropy(&network.forward(&x), &t);
    let (_, gradient) = network.loss_and_gradient(&x, &t);
    assert_checked(&gradient.w1, &numerical_gradient(&mut network, |network| &mut network.w1, loss));
    assert_checked(&gradient.b1, &numerical_gradient(&mut network, |network| &mut network.b1, loss));
    assert_checked(&gradient.w2, &numerical_gradient(&mut network, |network| &mut network.w2, loss));
    assert_checked(&gradient.b2, &numerical_gradient(&mut network, |network| &mut network.b2, loss));
    assert_checked(&gradient.w3, &numerical_gradient(&mut network, |network| &mut network.w3, loss));
    assert_checked(&gradient.b3, &numerical_gradient(&mut network, |network| &mut network.b3, loss));
}
