//! Benchmarks of the matrix products in a training step of chapter 4, and in a prediction for a single image:
//! `cargo bench -p common`.

use common::matrix::{Matrix, dot, random_normal, transposed};
use common::{Float, threads};
use divan::{Bencher, black_box};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

fn main() {
    threads::stay_awake();
    divan::main();
}

fn random<T: Float>(rows: usize, columns: usize) -> Matrix<T> {
    random_normal(rows, columns, 1.0, &mut ChaCha8Rng::seed_from_u64(0))
}

/// x·w, 100 x 784 times 784 x 50.
#[divan::bench(types = [f32, f64])]
fn forward<T: Float>(bencher: Bencher) {
    let (x, w): (Matrix<T>, Matrix<T>) = (random(100, 784), random(784, 50));
    bencher.bench_local(|| dot(black_box(&x), black_box(&w)));
}

/// x·w for a single image, 1 x 784 times 784 x 50.
#[divan::bench(types = [f32, f64])]
fn forward_one<T: Float>(bencher: Bencher) {
    let (x, w): (Matrix<T>, Matrix<T>) = (random(1, 784), random(784, 50));
    bencher.bench_local(|| dot(black_box(&x), black_box(&w)));
}

/// xᵀ·dout, 784 x 100 times 100 x 50.
#[divan::bench(types = [f32, f64])]
fn backward<T: Float>(bencher: Bencher) {
    let (x, dout): (Matrix<T>, Matrix<T>) = (random(100, 784), random(100, 50));
    bencher.bench_local(|| dot(transposed(black_box(&x)), black_box(&dout)));
}

/// x·w for thousands of samples with few features, 20,640 x 8 times 8 x 3.
#[divan::bench(types = [f32, f64])]
fn forward_narrow<T: Float>(bencher: Bencher) {
    let (x, w): (Matrix<T>, Matrix<T>) = (random(20_640, 8), random(8, 3));
    bencher.bench_local(|| dot(black_box(&x), black_box(&w)));
}

/// xᵀ·dout, 8 x 20,640 times 20,640 x 3.
#[divan::bench(types = [f32, f64])]
fn backward_narrow<T: Float>(bencher: Bencher) {
    let (x, dout): (Matrix<T>, Matrix<T>) = (random(20_640, 8), random(20_640, 3));
    bencher.bench_local(|| dot(transposed(black_box(&x)), black_box(&dout)));
}
