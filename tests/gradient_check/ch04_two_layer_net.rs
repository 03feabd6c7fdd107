//! Chapter 4's two-layer network: backpropagation against the numerical gradient, and the fast numerical gradient
//! against the plain one.

use approx::abs_diff_eq;
use ch04_two_layer_net::TwoLayerNet;
use common::Matrix;
use common::gradient::relative_error;
use common::matrix::random_normal;
use datasets::digits;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::random_images;

/// A network whose biases are not 0 either.
fn random_network(pixels: usize, hidden: usize, classes: usize, std: f64, rng: &mut ChaCha8Rng) -> TwoLayerNet {
    let network = TwoLayerNet::new(pixels, hidden, classes, std, rng);
    TwoLayerNet { b1: random_normal(1, hidden, std, rng), b2: random_normal(1, classes, std, rng), ..network }
}

/// A small network and images for it.
fn small_case() -> (TwoLayerNet, Matrix<f64>, Vec<usize>) {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let network = random_network(8, 6, 5, 0.5, &mut rng);
    let (x, t) = random_images(7, 8, 5, &mut rng);
    (network, x, t)
}

/// The matrices of a gradient, to break one of them.
fn matrices(gradient: &mut TwoLayerNet) -> [&mut Matrix<f64>; 4] {
    [&mut gradient.w1, &mut gradient.b1, &mut gradient.w2, &mut gradient.b2]
}

/// Result of a check that finds the broken matrix.
fn all_but(broken: usize) -> [bool; 4] {
    [0, 1, 2, 3].map(|matrix| matrix != broken)
}

/// The matrices of two gradients side by side.
fn pairs<'a>(a: &'a TwoLayerNet, b: &'a TwoLayerNet) -> [(&'a Matrix<f64>, &'a Matrix<f64>); 4] {
    [(&a.w1, &b.w1), (&a.b1, &b.b1), (&a.w2, &b.w2), (&a.b2, &b.b2)]
}

/// Which of w1, b1, w2, b2 pass the gradient check: a [`relative_error`] below 1e-6.
fn checked(gradient: &TwoLayerNet, numerical: &TwoLayerNet) -> [bool; 4] {
    pairs(gradient, numerical).map(|(a, b)| relative_error(a, b) < 1e-6)
}

/// Which of w1, b1, w2, b2 differ by rounding alone: by 1e-9 at most.
fn same_to_rounding(gradient: &TwoLayerNet, numerical: &TwoLayerNet) -> [bool; 4] {
    pairs(gradient, numerical).map(|(a, b)| abs_diff_eq!(*a, *b, epsilon = 1e-9))
}

#[test]
fn backpropagation_agrees_with_the_numerical_gradient() {
    let (network, x, t) = small_case();
    assert_eq!(checked(&network.gradient(&x, &t), &network.numerical_gradient(&x, &t)), [true; 4]);
}

#[test]
fn a_backpropagation_that_is_off_by_a_thousandth_fails_the_check() {
    let (network, x, t) = small_case();
    let (gradient, numerical) = (network.gradient(&x, &t), network.numerical_gradient(&x, &t));
    for broken in 0..4 {
        let mut gradient = gradient.clone();
        *matrices(&mut gradient)[broken] *= 1.001;
        assert_eq!(checked(&gradient, &numerical), all_but(broken));
    }
}

#[test]
fn the_numerical_gradient_by_unit_agrees_with_the_plain_one_in_every_shape() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let shapes = [(4, 8, 6, 5), (1, 8, 6, 5), (4, 8, 1, 5), (4, 1, 6, 5), (4, 8, 6, 2), (9, 5, 30, 10)];
    for (n, pixels, hidden, classes) in shapes {
        let network = random_network(pixels, hidden, classes, 1.0, &mut rng);
        let (sparse, t) = random_images(n, pixels, classes, &mut rng);
        let dense = random_normal(n, pixels, 1.0, &mut rng);
        for x in [sparse, dense] {
            let (by_unit, plain) = (network.numerical_gradient_by_unit(&x, &t), network.numerical_gradient(&x, &t));
            assert_eq!(same_to_rounding(&by_unit, &plain), [true; 4], "{n} images, {pixels}-{hidden}-{classes}");
        }
    }
}

#[test]
fn the_numerical_gradient_by_unit_agrees_with_the_plain_one_on_handwritten_digits() {
    let network = random_network(64, 20, 10, 0.5, &mut ChaCha8Rng::seed_from_u64(0));
    let (x, t) = digits::load().train.batch(&[0, 1, 2, 3]);
    let (by_unit, plain) = (network.numerical_gradient_by_unit(&x, &t), network.numerical_gradient(&x, &t));
    assert_eq!(same_to_rounding(&by_unit, &plain), [true; 4]);
}

#[test]
fn a_numerical_gradient_without_one_weight_differs() {
    let (network, x, t) = small_case();
    let (by_unit, plain) = (network.numerical_gradient_by_unit(&x, &t), network.numerical_gradient(&x, &t));
    for broken in 0..4 {
        let mut by_unit = by_unit.clone();
        matrices(&mut by_unit)[broken][2] = 0.0;
        assert_eq!(same_to_rounding(&by_unit, &plain), all_but(broken));
    }
}

#[test]
fn loss_and_gradient_returns_the_loss_and_the_gradient() {
    let (network, x, t) = small_case();
    let (loss, gradient) = network.loss_and_gradient(&x, &t);
    assert_eq!(loss, network.loss(&x, &t));
    assert_eq!(gradient, network.gradient(&x, &t));
}
