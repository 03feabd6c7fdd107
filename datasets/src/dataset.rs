//! Labelled images and the matrices that are made of them.

use common::matrix::argmax_rows;
use common::{Float, Matrix};
use rayon::prelude::*;

use crate::DataError;
use crate::idx::{self, Images};

/// How many classes there are: the digits 0 to 9.
pub const CLASSES: usize = 10;

/// Images of digits with their labels.
///
/// Pixels stay bytes, an eighth of the memory of `f64`, and become numbers from 0 to 1 batch by batch.
#[derive(Clone, Debug)]
pub struct Dataset {
    images: Images,
    pub(crate) labels: Vec<u8>,
    /// The byte that stands for 1.
    pub(crate) white: u8,
}

impl Dataset {
    /// Reads two IDX files, each given as its name and its bytes. `white` is the byte that stands for 1.
    ///
    /// # Errors
    ///
    /// If a file is no good, or they hold different numbers of images and labels.
    pub fn from_idx(images: (&str, &[u8]), labels: (&str, &[u8]), white: u8) -> Result<Self, DataError> {
        let dataset = Self {
            images: idx::read_images(images.0, images.1)?,
            labels: idx::read_labels(labels.0, labels.1, CLASSES)?,
            white,
        };
        let images_len = dataset.images.pixels.len() / dataset.pixels();
        if images_len == dataset.len() {
            return Ok(dataset);
        }
        Err(DataError::Disagree {
            images: images.0.into(),
            images_len,
            labels: labels.0.into(),
            labels_len: dataset.len(),
        })
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no image. The readers refuse such files.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Height and width of an image, in pixels.
    pub fn image_size(&self) -> (usize, usize) {
        (self.images.rows, self.images.columns)
    }

    /// Pixels of an image: D, the width of [`Dataset::batch`].
    pub fn pixels(&self) -> usize {
        self.images.rows * self.images.columns
    }

    /// Image `n` as a picture: its rows and columns of numbers from 0 to 1.
    ///
    /// # Panics
    ///
    /// If `n` is not below [`Dataset::len`].
    pub fn picture(&self, n: usize) -> Matrix<f64> {
        let (x, _) = self.batch(&[n]);
        let (rows, columns) = self.image_size();
        Matrix::from_row_iterator(rows, columns, x.iter().copied())
    }

    /// The share of images, from 0 to 1, whose label has the highest score. `scores` maps N x D pixels to N x C scores; it
    /// is given every image once, in chunks that are shared between the cores.
    pub fn accuracy<T: Float>(&self, scores: impl Fn(Matrix<T>) -> Matrix<T> + Sync) -> f64 {
        /// Images whose numbers leave room for the weights in the second-level cache. A multiple of 16, since the product
        /// computes 16 rows at a time.
        const CHUNK: usize = 96;
        let all: Vec<usize> = (0..self.len()).collect();
        let right: usize = all
            .par_chunks(CHUNK)
            .map(|indices| {
                let (x, t) = self.batch(indices);
                let y = argmax_rows(&scores(x));
                y.iter().zip(&t).filter(|(y, t)| y == t).count()
            })
            .sum();
        right as f64 / self.len() as f64
    }

    pub(crate) fn image(&self, n: usize) -> &[u8] {
        &self.images.pixels[n * self.pixels()..][..self.pixels()]
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Five images of 1 x 3 pixels, the n-th of which holds 3n, 3n + 1, 3n + 2; labels 0, 1, 2, 3, 4.
    pub(crate) fn five() -> Dataset {
        let images = [&[0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 3][..], &(0..15).collect::<Vec<u8>>()].concat();
        let labels = [0, 0, 8, 1, 0, 0, 0, 5, 0, 1, 2, 3, 4];
        Dataset::from_idx(("images", &images), ("labels", &labels), 10).unwrap()
    }

    #[test]
    fn a_picture_has_the_rows_of_the_image() {
        let digits = crate::digits::load().test;
        let (x, _) = digits.batch::<f64>(&[3]);
        let picture = digits.picture(3);
        assert_eq!(picture.shape(), (8, 8));
        assert_eq!((picture[(1, 2)], picture[(2, 1)]), (x[8 + 2], x[8 * 2 + 1]));
        assert_ne!(picture[(1, 2)], picture[(2, 1)]);
    }

    #[test]
    fn accuracy_asks_for_every_image_once() {
        // Image n has the highest score in column n, but image 4 in column 0.
        let scores = |x: Matrix<f64>| {
            Matrix::from_fn(x.nrows(), 5, |n, class| {
                f64::from(u8::from((x[(n, 0)] / 0.3).round() as usize % 4 == class))
            })
        };
        assert_eq!(five().accuracy(scores), 0.8);
    }

    #[test]
    fn files_of_different_lengths_are_refused() {
        let images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 7];
        let labels = [0, 0, 8, 1, 0, 0, 0, 1, 3];
        let error = Dataset::from_idx(("a", &images), ("b", &labels), 255).unwrap_err();
        assert_eq!(error.to_string(), "a holds 2 images, but b holds 1 labels");
    }

    #[test]
    fn accuracy_counts_the_images_behind_the_last_whole_chunk() {
        let digits = crate::digits::load().test;
        let (_, t) = digits.batch::<f64>(&(0..digits.len()).collect::<Vec<_>>());
        let zeros = t.iter().filter(|&&label| label == 0).count();
        let always_zero = |x: Matrix<f64>| Matrix::from_fn(x.nrows(), CLASSES, |_, class| -(class as f64));
        assert_eq!(digits.accuracy(always_zero), zeros as f64 / digits.len() as f64);
    }
}
