//! Benchmarks of a mini-batch of 100 images, 28 x 28, as it is and augmented: `cargo bench -p common --bench dataset`.

use common::{Augmentation, Dataset, Float, Matrix, threads};
use divan::{Bencher, black_box};
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

fn main() {
    threads::stay_awake();
    divan::main();
}

/// Indices of a mini-batch, and the random images that they belong to.
fn images() -> (Vec<usize>, Dataset) {
    let mut bytes = vec![0; 10_000 * 28 * 28];
    ChaCha8Rng::seed_from_u64(0).fill_bytes(&mut bytes);
    ((0..100).map(|n| n * 7919 % 10_000).collect(), Dataset::new(bytes, (28, 28), vec![0; 10_000], 255))
}

#[divan::bench(types = [f32, f64])]
fn batch<T: Float>(bencher: Bencher) {
    let (indices, images) = images();
    bencher.bench_local(|| -> (Matrix<T>, Vec<usize>) { images.batch(black_box(&indices)) });
}

#[divan::bench(types = [f32, f64])]
fn augmented_batch<T: Float>(bencher: Bencher) {
    let ((indices, images), mut rng) = (images(), ChaCha8Rng::seed_from_u64(0));
    bencher.bench_local(|| -> (Matrix<T>, Vec<usize>) {
        images.augmented(black_box(&indices), &Augmentation::default(), &mut rng).whole()
    });
}
