//! The gradients of the 784-50-10 network on 100 images with four of five pixels 0, as in MNIST:
//! `cargo bench -p ch04_two_layer_net`. The book's numerical gradient takes some seconds.

use ch04_two_layer_net::TwoLayerNet;
use common::{Matrix, threads};
use divan::{Bencher, black_box};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn main() {
    threads::stay_awake();
    divan::main();
}

fn network_and_batch() -> (TwoLayerNet, Matrix<f64>, Vec<usize>) {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let network = TwoLayerNet::new(784, 50, 10, 0.01, &mut rng);
    let x = Matrix::from_fn(100, 784, |_, _| if rng.random_bool(0.8) { 0.0 } else { rng.random() });
    let t = (0..100).map(|_| rng.random_range(..10)).collect();
    (network, x, t)
}

#[divan::bench]
fn backpropagation(bencher: Bencher) {
    let (network, x, t) = network_and_batch();
    bencher.bench_local(|| black_box(&network).gradient(&x, &t));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn numerical_by_unit(bencher: Bencher) {
    let (network, x, t) = network_and_batch();
    bencher.bench_local(|| black_box(&network).numerical_gradient_by_unit(&x, &t));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn numerical_as_in_the_book(bencher: Bencher) {
    let (network, x, t) = network_and_batch();
    bencher.bench_local(|| black_box(&network).numerical_gradient(&x, &t));
}
