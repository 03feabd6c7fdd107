//! The six convolutions of chapter 8's network, forward and backward, batch 100.

use common::Matrix;
use common::init::WeightInit;
use common::layers::{Convolution, Image, Layer, Window};
use common::matrix::random_normal;
use divan::Bencher;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

fn main() {
    common::threads::stay_awake();
    divan::main();
}

/// Channels, size of the images, filters, padding.
const LAYERS: [(usize, usize, usize, usize); 6] =
    [(1, 28, 16, 1), (16, 28, 16, 1), (16, 14, 32, 1), (32, 14, 32, 2), (32, 8, 64, 1), (64, 8, 64, 1)];

fn layer(index: usize) -> (Convolution<f32>, Matrix<f32>, Matrix<f32>) {
    let (channels, size, filters, pad) = LAYERS[index];
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let input = Image { channels, height: size, width: size };
    let conv = Convolution::init(WeightInit::He, filters, Window { pad, ..Window::square(3) }, input, &mut rng);
    let x = random_normal(100, input.len(), 1.0, &mut rng);
    let dout = random_normal(100, conv.output().len(), 1.0, &mut rng);
    (conv, x, dout)
}

#[divan::bench(args = 0..6)]
fn forward(bencher: Bencher, index: usize) {
    let (conv, x, _) = layer(index);
    bencher.bench_local(|| conv.predict(x.clone()));
}

#[divan::bench(args = 0..6)]
fn forward_and_backward_params(bencher: Bencher, index: usize) {
    let (mut conv, x, dout) = layer(index);
    bencher.bench_local(|| {
        conv.forward(x.clone());
        conv.backward_params(dout.clone());
    });
}

#[divan::bench(args = 0..6)]
fn forward_and_backward(bencher: Bencher, index: usize) {
    let (mut conv, x, dout) = layer(index);
    bencher.bench_local(|| {
        conv.forward(x.clone());
        conv.backward(dout.clone())
    });
}

/// The copies that the others make of x and dout.
#[divan::bench(args = 0..6)]
fn copies(bencher: Bencher, index: usize) {
    let (_, x, dout) = layer(index);
    bencher.bench_local(|| (x.clone(), dout.clone()));
}
