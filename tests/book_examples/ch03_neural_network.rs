//! 3.4 to 3.6: the three-layer network, softmax, and the trained weights.

use std::f64::consts::LN_10;
use std::path::PathBuf;

use approx::{assert_abs_diff_eq, assert_relative_eq};
use ch03_neural_network::Network;
use common::functions::{sigmoid, sigmoid_grad, softmax, softmax_cross_entropy};
use common::{Float, Matrix, settings};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::row;

/// A weights file of the crate.
fn weights(file: &str) -> PathBuf {
    settings::workspace().join("chapters/ch03_neural_network/weights").join(file)
}

/// The network trained on the embedded digits.
fn trained() -> Network {
    Network::load(&weights("digits.safetensors"), 64, CLASSES).unwrap()
}

#[test]
fn the_three_layer_network_gives_the_outputs_of_section_3_4_3() {
    let x = row([1.0, 0.5]);
    assert_abs_diff_eq!(Network::example().forward(&x), row([0.31682708, 0.69627909]), epsilon = 5e-9);
}

#[test]
fn softmax_gives_the_probabilities_of_section_3_5() {
    assert_abs_diff_eq!(softmax(&row([0.3, 2.9, 4.0])), row([0.01821127, 0.24519181, 0.73659691]), epsilon = 5e-9);
}

#[test]
fn softmax_of_large_inputs_does_not_overflow() {
    let expected = row([9.99954600e-1, 4.53978686e-5, 2.06106005e-9]);
    assert_relative_eq!(softmax(&row([1010.0, 1000.0, 990.0])), expected, max_relative = 1e-8);
}

#[test]
fn inputs_of_plus_or_minus_1000_give_no_nan() {
    fn check<T: Float>() {
        let thousands = Matrix::from_row_slice(2, 2, &[1000.0, -1000.0, -1000.0, 1000.0].map(T::of));
        let identity = Matrix::identity(2, 2);
        assert_eq!(softmax(&thousands), identity);
        assert_eq!(thousands.map(sigmoid), identity);
        assert_eq!(thousands.map(sigmoid_grad), Matrix::zeros(2, 2));
        assert_eq!(softmax_cross_entropy(&thousands, &[0, 1]), T::zero());
        assert_eq!(softmax_cross_entropy(&thousands, &[1, 0]), T::of(2000.0));
    }
    check::<f32>();
    check::<f64>();
}

#[test]
fn the_weights_of_both_files_have_the_shapes_of_section_3_6_3() {
    for (file, pixels) in [("mnist.safetensors", 784), ("digits.safetensors", 64)] {
        let network = Network::load(&weights(file), pixels, CLASSES).unwrap();
        assert_eq!([&network.w1, &network.w2, &network.w3].map(Matrix::shape), [(pixels, 50), (50, 100), (100, 10)]);
    }
}

#[test]
fn weights_for_other_images_or_classes_are_refused() {
    let message =
        |inputs, classes| Network::load(&weights("digits.safetensors"), inputs, classes).unwrap_err().to_string();
    assert!(message(784, 10).ends_with("digits.safetensors: w1 is 64 x 50, expected 784 x 50"));
    assert!(message(64, 26).ends_with("digits.safetensors: w3 is 100 x 10, expected 100 x 26"));
}

#[test]
fn every_digit_is_classified_once_and_the_same_one_by_one_and_in_batches() {
    let (network, images) = (trained(), digits::load().test);
    let one_by_one = network.classify(&images, 1);
    for batch_size in [7, 100, 360, 1000] {
        assert_eq!(network.classify(&images, batch_size), one_by_one);
    }
    let labels: Vec<usize> = one_by_one.iter().map(|prediction| prediction.label).collect();
    assert_eq!(labels, images.whole::<f64>().1);
    let right = one_by_one.iter().filter(|prediction| prediction.is_right()).count();
    assert_eq!(right as f64 / 360.0, images.accuracy(|x| network.forward(&x)));
}

#[test]
fn the_weights_in_the_crate_classify_the_embedded_digits() {
    let accuracy = digits::load().test.accuracy(|x| trained().forward(&x));
    assert!(accuracy > 0.95, "{accuracy}");
}

#[test]
fn a_short_training_run_reduces_the_loss_from_that_of_random_guessing() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let images = digits::load().train;
    let mut network = Network::new([images.pixels(), 50, 100, CLASSES], &mut rng);
    let (x, t) = images.whole::<f64>();
    assert_abs_diff_eq!(network.loss_and_gradient(&x, &t).0, LN_10, epsilon = 0.3);

    for _ in 0..400 {
        let (x, t) = images.sample(100, &mut rng);
        let (_, gradient) = network.loss_and_gradient(&x, &t);
        network.update(&gradient, 1.0);
    }
    let (loss, _) = network.loss_and_gradient(&x, &t);
    assert!(loss < 0.5, "{loss}");
}
