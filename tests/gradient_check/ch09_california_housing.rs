//! Chapter 9's regression network, written as a class: its hand-written backward pass against the numerical gradient.

use ch09_california_housing::Model;
use common::gradient::numerical_gradient;
use common::layers::{Layer, MeanSquaredError};
use common::{Matrix, Network};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::{assert_checked, random};

type Regression = Network<f64, MeanSquaredError<f64>>;

/// A network, samples and targets, so chosen that most hidden units are neither dead nor on the kink of ReLU.
fn case() -> (Regression, Matrix<f64>, Matrix<f64>) {
    let rng = &mut ChaCha8Rng::seed_from_u64(4);
    (Model::Class.build(8, rng), random(12, 8, rng), random(12, 1, rng))
}

#[test]
fn every_parameter_of_the_class_agrees_with_the_numerical_gradient() {
    let (mut network, x, y) = case();
    network.loss_and_gradient(x.clone(), &y);
    let gradients: Vec<Matrix<f64>> = network.params().iter().map(|param| param.grad.clone()).collect();
    assert_eq!(gradients.len(), 8);
    for (index, gradient) in gradients.iter().enumerate() {
        assert!(gradient.norm() > 1e-6, "parameter {index} has no gradient to check");
        let numerical = numerical_gradient(
            &mut network,
            |network| &mut network.params_mut().into_iter().nth(index).unwrap().value,
            |network| network.loss(x.clone(), &y),
        );
        assert_checked(gradient, &numerical);
    }
}

#[test]
fn the_gradient_of_the_inputs_agrees_with_the_numerical_gradient() {
    let (mut network, mut x, y) = case();
    let out = network.layers.forward(x.clone());
    let dx = network.layers.backward((out - &y) * (2.0 / 12.0));
    assert_checked(&dx, &numerical_gradient(&mut x, |x| x, |x| network.loss(x.clone(), &y)));
}
