//! 4.5.1: the untrained network.

use std::f64::consts::LN_10;

use approx::assert_abs_diff_eq;
use ch04_two_layer_net::TwoLayerNet;
use common::functions::softmax;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::random_images;

#[test]
fn the_untrained_network_of_section_4_5_1_has_the_shapes_of_the_book_and_the_loss_of_random_guessing() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let network = TwoLayerNet::new(784, 100, 10, 0.01, &mut rng);
    let (x, t) = random_images(100, 784, 10, &mut rng);
    for parameters in [&network, &network.gradient(&x, &t)] {
        assert_eq!(parameters.w1.shape(), (784, 100));
        assert_eq!(parameters.b1.shape(), (1, 100));
        assert_eq!(parameters.w2.shape(), (100, 10));
        assert_eq!(parameters.b2.shape(), (1, 10));
    }
    let y = softmax(&network.predict(&x));
    assert_eq!(y.shape(), (100, 10));
    for probabilities in y.row_iter() {
        assert_abs_diff_eq!(probabilities.sum(), 1.0, epsilon = 1e-12);
    }
    assert_abs_diff_eq!(network.loss(&x, &t), LN_10, epsilon = 0.05);
}
