//! Batches: images as a matrix, one image per row.

use std::ops::Range;

use rand::Rng;

use crate::sampling::draw;
use crate::{Dataset, Float, Matrix, Sampling};

impl Dataset {
    /// The images at `indices` as an N x D matrix, one image per row, and their N labels. Pixel values are in the set's
    /// [range](Dataset::with_range).
    ///
    /// # Panics
    ///
    /// If an index is not below [`Dataset::len`].
    pub fn batch<T: Float>(&self, indices: &[usize]) -> (Matrix<T>, Vec<usize>) {
        let mut x = Matrix::zeros(indices.len(), self.pixels());
        let half = self.pixels() / 2;
        let (left, right) = x.as_mut_slice().split_at_mut(half * indices.len());
        rayon::join(|| self.fill(left, indices, 0..half), || self.fill(right, indices, half..self.pixels()));
        (x, indices.iter().map(|&n| usize::from(self.labels[n])).collect())
    }

    /// All images as one batch, in order.
    pub fn whole<T: Float>(&self) -> (Matrix<T>, Vec<usize>) {
        self.batch(&Vec::from_iter(0..self.len()))
    }

    /// A mini-batch (미니배치, 4.5.2): a [`Dataset::batch`] of `size` images, drawn at random with replacement. The book
    /// draws with `np.random.choice`.
    ///
    /// # Panics
    ///
    /// If the set is empty and `size` is not 0.
    pub fn sample<T: Float>(&self, size: usize, rng: &mut impl Rng) -> (Matrix<T>, Vec<usize>) {
        self.batch(&draw(self.len(), size, rng))
    }

    /// Number of mini-batches per epoch, for `batch_size` images drawn with replacement: see
    /// [`Sampling::iterations_per_epoch`].
    ///
    /// # Panics
    ///
    /// If `batch_size` is 0.
    pub fn iterations_per_epoch(&self, batch_size: usize) -> usize {
        Sampling::WithReplacement.iterations_per_epoch(self.len(), batch_size)
    }

    /// Fills `columns`, those of a batch for a range of the pixels, one after the other.
    fn fill<T: Float>(&self, columns: &mut [T], indices: &[usize], pixels: Range<usize>) {
        if pixels.is_empty() {
            return;
        }
        /// Images converted at a time, few enough for their bytes to stay in the L1 cache.
        const BLOCK: usize = 32;
        let (black, white) = self.range;
        let shade = |byte: usize| black + (white - black) * (byte as f64 / f64::from(self.white));
        let shades: [T; 256] = std::array::from_fn(|byte| T::of(shade(byte)));
        // Copied side by side: images drawn at random lie far apart, and every column reads all of them.
        let bytes = indices.iter().map(|&n| &self.image(n)[pixels.clone()]).collect::<Vec<_>>().concat();
        for (block, bytes) in bytes.chunks(BLOCK * pixels.len()).enumerate() {
            for (pixel, column) in columns.chunks_exact_mut(indices.len()).enumerate() {
                for (x, image) in column[BLOCK * block..].iter_mut().zip(bytes.chunks_exact(pixels.len())) {
                    *x = shades[usize::from(image[pixel])];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::super::tests::five;
    use super::*;

    #[test]
    fn a_batch_holds_the_images_at_its_indices() {
        let (x, t) = five().batch::<f64>(&[4, 0, 4]);
        assert_eq!(x, Matrix::from_row_slice(3, 3, &[1.2, 1.3, 1.4, 0.0, 0.1, 0.2, 1.2, 1.3, 1.4]));
        assert_eq!(t, [4, 0, 4]);
    }

    #[test]
    fn a_sample_holds_images_with_their_labels() {
        let sample = |seed| five().sample::<f64>(40, &mut ChaCha8Rng::seed_from_u64(seed));
        let (x, t) = sample(1);
        let (images, _) = five().batch(&t);
        assert_eq!(x, images);
        assert_eq!(sample(1), (x.clone(), t));
        assert_ne!(sample(2).0, x);
    }

    #[test]
    fn a_sample_is_drawn_from_all_images_with_replacement() {
        let (_, mut t) = five().sample::<f64>(100, &mut ChaCha8Rng::seed_from_u64(0));
        assert_eq!(t.len(), 100);
        t.sort();
        t.dedup();
        assert_eq!(t, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_batch_of_any_length_holds_its_images_in_their_order() {
        for size in [0, 1, 31, 32, 33, 63, 64, 65, 97] {
            let indices: Vec<usize> = (0..size).map(|n| n * 3 % 5).collect();
            let (x, t) = five().batch::<f64>(&indices);
            assert_eq!(x, Matrix::from_fn(size, 3, |n, pixel| (3 * indices[n] + pixel) as f64 / 10.0));
            assert_eq!(t, indices);
        }
    }

    #[test]
    fn an_image_may_be_a_single_pixel() {
        let dataset = Dataset::new(vec![7, 9], (1, 1), vec![3, 4], 10);
        assert_eq!(dataset.batch(&[1, 0]), (Matrix::from_row_slice(2, 1, &[0.9, 0.7]), vec![4, 3]));
    }
}
