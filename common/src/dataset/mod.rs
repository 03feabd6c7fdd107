//! Data sets of labelled images.

mod augmentation;
mod batch;
mod confusion;
mod split;

use std::sync::Arc;

use rayon::prelude::*;

pub use augmentation::Augmentation;
pub use confusion::confusion_matrix;
pub use split::split_indices;

use crate::matrix::argmax_rows;
use crate::{Float, Matrix};

/// A data set: images with their labels.
///
/// Pixels are stored as bytes, an eighth of the memory of `f64`, and converted to values from 0 to 1 batch by batch.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The pixels, image by image and row by row within one. Clones share them.
    bytes: Arc<Vec<u8>>,
    image_size: (usize, usize),
    labels: Vec<u8>,
    /// The byte value of white.
    white: u8,
    /// Values of black and white in a batch.
    range: (f64, f64),
}

impl Dataset {
    /// N images of `image_size`, height and width in pixels, and their N `labels`. `bytes` holds the pixels, image by
    /// image and row by row within one; 0 is black and `white` is white.
    ///
    /// # Panics
    ///
    /// If the number of bytes is not that of N images, an image has no pixels, or `white` is 0.
    pub fn new(bytes: Vec<u8>, image_size: (usize, usize), labels: Vec<u8>, white: u8) -> Self {
        let pixels = image_size.0 * image_size.1;
        let (n, len) = (labels.len(), bytes.len());
        assert!(pixels > 0 && len == n * pixels, "Dataset: {len} bytes are not {n} images of {image_size:?} pixels");
        assert!(white > 0, "Dataset: white must be brighter than 0, which is black");
        Self { bytes: Arc::new(bytes), image_size, labels, white, range: (0.0, 1.0) }
    }

    /// The same images with other pixel values: in batches they go from `black` to `white` instead of from 0 to 1. With
    /// -1 and 1 they are (x - 0.5) / 0.5, as with torchvision's `Normalize(0.5, 0.5)`.
    pub fn with_range(self, black: f64, white: f64) -> Self {
        Self { range: (black, white), ..self }
    }

    /// Number of images, N.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Height and width of an image, in pixels.
    pub fn image_size(&self) -> (usize, usize) {
        self.image_size
    }

    /// Pixels per image: D, the number of columns of a [`Dataset::batch`].
    pub fn pixels(&self) -> usize {
        self.image_size.0 * self.image_size.1
    }

    /// Image `n` as a matrix of its rows and columns, with values from 0 to 1.
    ///
    /// # Panics
    ///
    /// If `n` is not below [`Dataset::len`].
    pub fn picture(&self, n: usize) -> Matrix<f64> {
        let (rows, columns) = self.image_size;
        let pixels = self.image(n).iter().map(|&byte| f64::from(byte) / f64::from(self.white));
        Matrix::from_row_iterator(rows, columns, pixels)
    }

    /// Fraction of images, from 0 to 1, whose label has the highest score. `scores` maps N x D pixels to N x C scores;
    /// it is called with every image once, in chunks computed on all cores. NaN if there are no images.
    pub fn accuracy<T: Float>(&self, scores: impl Fn(Matrix<T>) -> Matrix<T> + Sync) -> f64 {
        let right: usize = self.map_chunks(|x, t| count_right(&scores(x), t)).iter().sum();
        right as f64 / self.len() as f64
    }

    /// Applies `f` to chunks of the images, several at a time on all cores, and returns the results in order. `f` takes
    /// pixels, N x D, and N labels.
    pub fn map_chunks<T: Float, R: Send>(&self, f: impl Fn(Matrix<T>, &[usize]) -> R + Sync) -> Vec<R> {
        /// Images per chunk, few enough to leave room for the weights in the L2 cache. A multiple of 16, since the
        /// matrix product computes 16 rows at a time.
        const CHUNK: usize = 96;
        let all: Vec<usize> = (0..self.len()).collect();
        let chunks = all.par_chunks(CHUNK).map(|indices| {
            let (x, t) = self.batch(indices);
            f(x, &t)
        });
        chunks.collect()
    }

    fn image(&self, n: usize) -> &[u8] {
        &self.bytes[n * self.pixels()..][..self.pixels()]
    }
}

/// Number of correct predictions: samples whose label in `t` has the highest score in their row of `scores`, N x C.
pub fn count_right<T: Float>(scores: &Matrix<T>, t: &[usize]) -> usize {
    argmax_rows(scores).iter().zip(t).filter(|&(&highest, &label)| highest == Some(label)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five images of 1 x 3 pixels, the n-th of which holds 3n, 3n + 1, 3n + 2; labels 0, 1, 2, 3, 4.
    pub(super) fn five() -> Dataset {
        Dataset::new((0..15).collect(), (1, 3), (0..5).collect(), 10)
    }

    #[test]
    fn a_picture_has_the_rows_of_the_image() {
        let images = Dataset::new((0..12).collect(), (2, 3), vec![0, 1], 10);
        assert_eq!(images.picture(1), Matrix::from_row_slice(2, 3, &[0.6, 0.7, 0.8, 0.9, 1.0, 1.1]));
    }

    #[test]
    fn accuracy_scores_every_image_once() {
        // Image n has the highest score in column n, but image 4 in column 0.
        let scores = |x: Matrix<f64>| {
            Matrix::from_fn(x.nrows(), 5, |n, class| {
                f64::from(u8::from((x[(n, 0)] / 0.3).round() as usize % 4 == class))
            })
        };
        assert_eq!(five().accuracy(scores), 0.8);
    }

    #[test]
    fn accuracy_counts_the_images_after_the_last_full_chunk() {
        let labels: Vec<u8> = (0..250).map(|n| n % 7).collect();
        let images = Dataset::new(labels.clone(), (1, 1), labels.clone(), 255);
        let always_zero = |x: Matrix<f64>| Matrix::from_fn(x.nrows(), 7, |_, class| -(class as f64));
        let zeros = labels.iter().filter(|&&label| label == 0).count();
        assert_eq!(images.accuracy(always_zero), zeros as f64 / 250.0);
    }

    #[test]
    fn the_range_is_that_of_batches_and_not_of_pictures() {
        let images = Dataset::new(vec![0, 5, 10], (1, 3), vec![0], 10).with_range(-1.0, 1.0);
        assert_eq!(images.whole::<f64>().0.as_slice(), [-1.0, 0.0, 1.0]);
        assert_eq!(images.first(1).whole::<f64>(), images.whole());
        assert_eq!(images.picture(0).as_slice(), [0.0, 0.5, 1.0]);
        images.accuracy(|x: Matrix<f64>| {
            assert_eq!(x.as_slice(), [-1.0, 0.0, 1.0]);
            x
        });
    }

    #[test]
    #[should_panic(expected = "Dataset: white must be brighter than 0")]
    fn white_must_be_brighter_than_black() {
        Dataset::new(vec![0], (1, 1), vec![0], 0);
    }

    #[test]
    #[should_panic(expected = "Dataset: 5 bytes are not 2 images of (1, 3) pixels")]
    fn the_number_of_bytes_must_match_the_images() {
        Dataset::new(vec![0; 5], (1, 3), vec![0, 1], 255);
    }
}
