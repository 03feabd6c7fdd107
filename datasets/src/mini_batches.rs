//! 4.5.2 Mini-batches (미니배치): what every step of training learns from.

use common::{Float, Matrix};
use rand::{Rng, RngExt};

use crate::Dataset;

/// Mini-batches of one size, drawn at random with replacement, as the book draws them with `np.random.choice`. All of them
/// take their turn in the same memory.
pub struct MiniBatches<'a, T> {
    dataset: &'a Dataset,
    x: Matrix<T>,
    t: Vec<usize>,
}

impl<'a, T: Float> MiniBatches<'a, T> {
    /// Mini-batches of `size` images.
    pub fn new(dataset: &'a Dataset, size: usize) -> Self {
        Self { dataset, x: Matrix::zeros(size, dataset.pixels()), t: vec![0; size] }
    }

    /// The next mini-batch: N x D numbers from 0 to 1, one image a row, and their N labels.
    pub fn draw(&mut self, rng: &mut impl Rng) -> (&Matrix<T>, &[usize]) {
        let indices: Vec<usize> = self.t.iter().map(|_| rng.random_range(..self.dataset.len())).collect();
        let images: Vec<&[u8]> = indices.iter().map(|&n| self.dataset.image(n)).collect();
        let half = self.dataset.pixels() / 2;
        let (left, right) = self.x.as_mut_slice().split_at_mut(half * images.len());
        rayon::join(|| self.dataset.fill_columns(left, &images, 0), || self.dataset.fill_columns(right, &images, half));
        self.t = self.dataset.labels_at(&indices);
        (&self.x, &self.t)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    #[test]
    fn the_batch_holds_images_with_their_labels() {
        let dataset = crate::digits::load().test;
        let draw = |seed| {
            let mut batches = MiniBatches::<f32>::new(&dataset, 40);
            let (x, t) = batches.draw(&mut ChaCha8Rng::seed_from_u64(seed));
            (x.clone(), t.to_vec())
        };
        let (all, labels) = dataset.batch::<f32>(&(0..dataset.len()).collect::<Vec<_>>());
        let (x, t) = draw(1);
        for (image, label) in x.row_iter().zip(&t) {
            assert!(all.row_iter().zip(&labels).any(|(row, l)| row == image && l == label));
        }
        assert_eq!(draw(1), (x.clone(), t));
        assert_ne!(draw(2).0, x);
    }
}
