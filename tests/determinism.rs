//! The same seed gives the same bits, whatever the number of threads.

use ch03_neural_network::Network;
use ch04_two_layer_net::TwoLayerNet;
use common::init::WeightInit;
use common::layers::{BatchNorm, Convolution, Image, Layer, Pooling, Window};
use common::matrix::random_normal;
use common::optimizers::{Adam, Optimizer};
use common::{Matrix, MultiLayerNet, Trainer};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use tests::random_images;

/// Runs `compute` on a pool of `threads` threads.
fn on<R: Send>(threads: usize, compute: impl FnOnce() -> R + Send) -> R {
    ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(compute)
}

/// `compute` returns the same on one thread, on two and on three.
fn assert_independent_of_threads<R: Send + PartialEq>(compute: impl Fn() -> R + Sync) {
    let on_one = on(1, &compute);
    for threads in [2, 3] {
        assert!(on(threads, &compute) == on_one, "{threads} threads give another result than one");
    }
}

/// A short training run on the embedded digits: final weights, losses of all iterations and final test accuracy.
fn train(seed: u64) -> (TwoLayerNet, Vec<f64>, f64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let digits = digits::load();
    let mut network = TwoLayerNet::new(digits.train.pixels(), 50, CLASSES, 0.01, &mut rng);
    let mut losses = Vec::new();
    for _ in 0..300 {
        let (x, t) = digits.train.sample(100, &mut rng);
        let (loss, gradient) = network.loss_and_gradient(&x, &t);
        network.update(&gradient, 0.1);
        losses.push(loss);
    }
    let accuracy = network.accuracy(&digits.test);
    (network, losses, accuracy)
}

#[test]
fn training_depends_on_the_seed_and_not_on_the_threads() {
    assert_independent_of_threads(|| train(1));
    let ((one, one_losses, _), (two, two_losses, _)) = (train(1), train(2));
    assert_ne!(one, two);
    assert_ne!(one_losses, two_losses);
}

#[test]
fn a_network_with_parallel_products_does_not_depend_on_the_threads() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let start = TwoLayerNet::new(784, 100, CLASSES, 0.01, &mut rng);
    let (x, t) = random_images(100, 784, CLASSES, &mut rng);
    assert_independent_of_threads(|| {
        let mut network = start.clone();
        for _ in 0..3 {
            network.update(&network.gradient(&x, &t), 0.1);
        }
        network
    });
}

#[test]
fn the_network_of_layers_does_not_depend_on_the_threads() {
    let (x, t) = random_images(100, 784, CLASSES, &mut ChaCha8Rng::seed_from_u64(0));
    let x = x.map(|x| x as f32);
    assert_independent_of_threads(|| {
        let mut network = ch05_backprop::TwoLayerNet::new(784, 100, CLASSES, 0.01, &mut ChaCha8Rng::seed_from_u64(1));
        for _ in 0..3 {
            network.loss_and_gradient(x.clone(), &t);
            network.update(0.1);
        }
        network.params().map(|param| param.value.clone())
    });
}

#[test]
fn networks_trained_in_parallel_do_not_depend_on_the_threads() {
    let digits = digits::load();
    // With every source of randomness: initial weights, mini-batches, dropout.
    let train = |batch_norm: bool| {
        let rng = || ChaCha8Rng::seed_from_u64(1);
        let plan = MultiLayerNet {
            hidden_sizes: vec![300, 200],
            dropout: 0.2,
            batch_norm,
            ..MultiLayerNet::new(digits.train.pixels(), CLASSES)
        };
        let mut network = plan.build::<f32>(&mut rng());
        let optimizer = Optimizer::new(Adam::default(), 0.001);
        let mut trainer = Trainer::new(&mut network, optimizer, &digits.train, &digits.test, &mut rng());
        trainer.train(2).unwrap();
        let history = trainer.history;
        let values: Vec<Matrix<f32>> = network.params().iter().map(|param| param.value.clone()).collect();
        (history, values)
    };
    assert_independent_of_threads(|| [false, true, false, true].into_par_iter().map(train).collect::<Vec<_>>());
}

#[test]
fn the_three_layer_network_of_chapter_3_does_not_depend_on_the_threads() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let start = Network::new([784, 50, 100, CLASSES], &mut rng);
    let (x, t) = random_images(100, 784, CLASSES, &mut rng);
    assert_independent_of_threads(|| {
        let mut network = start.clone();
        for _ in 0..3 {
            let (_, gradient) = network.loss_and_gradient(&x, &t);
            network.update(&gradient, 1.0);
        }
        network
    });
}

#[test]
fn the_numerical_gradient_by_unit_does_not_depend_on_the_threads() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let network = TwoLayerNet::new(64, 20, CLASSES, 0.5, &mut rng);
    let (x, t) = random_images(10, 64, CLASSES, &mut rng);
    assert_independent_of_threads(|| network.numerical_gradient_by_unit(&x, &t));
}

#[test]
fn image_layers_do_not_depend_on_the_threads() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let input = Image { channels: 3, height: 14, width: 15 };
    let window = Window { pad: 2, ..Window::square(3) };
    let conv: Convolution<f32> = Convolution::init(WeightInit::He, 20, window, input, rng);
    let pool = Pooling::new(Window { stride: 2, ..Window::square(3) }, conv.output());
    let x = random_normal(37, input.len(), 1.0, rng);
    let dout: Matrix<f32> = random_normal(37, pool.output().len(), 1.0, rng);
    assert_independent_of_threads(|| {
        let (mut conv, mut pool) = (conv.clone(), pool.clone());
        let mut norm = BatchNorm::for_images(20, conv.output().pixels());
        let out = pool.forward(norm.forward(conv.forward(x.clone())));
        let dx = conv.backward(norm.backward(pool.backward(dout.clone())));
        (out, dx, conv.w.grad, conv.b.grad)
    });
}
