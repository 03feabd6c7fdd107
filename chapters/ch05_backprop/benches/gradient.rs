//! The time of a training step, for the 784-50-10 network and 100 images with four of five pixels 0, as in MNIST:
//! `cargo bench -p ch05_backprop`.

use ch05_backprop::TwoLayerNet;
use common::{Float, Matrix, threads};
use divan::{Bencher, black_box};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn main() {
    threads::stay_awake();
    divan::main();
}

fn network_and_batch<T: Float>() -> (TwoLayerNet<T>, Matrix<T>, Vec<usize>) {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let network = TwoLayerNet::new(784, 50, 10, 0.01, &mut rng);
    let x = Matrix::from_fn(100, 784, |_, _| T::of(if rng.random_bool(0.8) { 0.0 } else { rng.random() }));
    let t = (0..100).map(|_| rng.random_range(..10)).collect();
    (network, x, t)
}

#[divan::bench(types = [f32, f64])]
fn backpropagation<T: Float>(bencher: Bencher) {
    let (mut network, x, t) = network_and_batch::<T>();
    bencher.with_inputs(|| x.clone()).bench_local_values(|x| network.loss_and_gradient(x, black_box(&t)));
}

#[divan::bench(types = [f32, f64])]
fn update<T: Float>(bencher: Bencher) {
    let (mut network, ..) = network_and_batch::<T>();
    bencher.bench_local(|| network.update(black_box(T::of(0.1))));
}

#[divan::bench(types = [f32, f64])]
fn inference<T: Float>(bencher: Bencher) {
    let (network, x, _) = network_and_batch::<T>();
    bencher.with_inputs(|| x.clone()).bench_local_values(|x| network.predict(x));
}
