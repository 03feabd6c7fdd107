//! 4.1.2 Training data and test data (훈련 데이터와 시험 데이터), 6.5.1 validation data (검증 데이터): splitting a data set.

use std::sync::Arc;

use rand::Rng;
use rand::seq::SliceRandom;

use crate::Dataset;

/// Splits the indices 0..`len` at random into two groups. The second gets `fraction` of them, rounded, but each group
/// gets at least one. The same state of `rng` gives the same split.
///
/// # Panics
///
/// If `fraction` is not between 0 and 1, both excluded, or `len` is below 2.
pub fn split_indices(len: usize, fraction: f64, rng: &mut impl Rng) -> (Vec<usize>, Vec<usize>) {
    assert!(0.0 < fraction && fraction < 1.0, "split: a fraction of {fraction} is not between 0 and 1");
    assert!(len >= 2, "split: too few samples ({len}) for two parts");
    let mut second: Vec<usize> = (0..len).collect();
    second.shuffle(rng);
    let second_len = ((len as f64 * fraction).round() as usize).clamp(1, len - 1);
    let first = second.split_off(second_len);
    (first, second)
}

impl Dataset {
    /// The first `n` images, or all if there are fewer: the book's `x_train[:n]`.
    pub fn first(&self, n: usize) -> Self {
        let labels = self.labels[..n.min(self.len())].to_vec();
        Self { bytes: Arc::clone(&self.bytes), labels, ..*self }
    }

    /// Splits the images at random into a training set and a validation set, which gets `validation_fraction` of them:
    /// see [`split_indices`].
    ///
    /// # Panics
    ///
    /// If `validation_fraction` is not between 0 and 1, both excluded, or there are fewer than 2 images.
    pub fn split(&self, validation_fraction: f64, rng: &mut impl Rng) -> (Self, Self) {
        let (train, validation) = split_indices(self.len(), validation_fraction, rng);
        (self.images(&train), self.images(&validation))
    }

    /// The images at `indices`, in that order.
    fn images(&self, indices: &[usize]) -> Self {
        let bytes = indices.iter().flat_map(|&n| self.image(n)).copied().collect();
        let labels = indices.iter().map(|&n| self.labels[n]).collect();
        Self { bytes: Arc::new(bytes), labels, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::super::tests::five;
    use super::*;

    fn split(images: &Dataset, validation_fraction: f64, seed: u64) -> (Dataset, Dataset) {
        images.split(validation_fraction, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn the_first_images_keep_their_labels() {
        assert_eq!(five().first(2).whole::<f64>(), five().batch(&[0, 1]));
        assert_eq!(five().first(6).whole::<f64>(), five().batch(&[0, 1, 2, 3, 4]));
    }

    #[test]
    fn every_image_is_in_one_part_of_a_split_with_its_label() {
        let (train, validation) = split(&five().with_range(0.0, 2.0), 0.3, 1);
        assert_eq!((train.len(), validation.len()), (3, 2), "1.5 is rounded to 2");
        let mut labels = Vec::new();
        for side in [train, validation] {
            for (n, &label) in side.labels.iter().enumerate() {
                assert_eq!(side.image(n), five().image(usize::from(label)));
                labels.push(label);
            }
            assert_eq!((side.image_size, side.white, side.range), ((1, 3), 10, (0.0, 2.0)));
        }
        assert_ne!(labels, [0, 1, 2, 3, 4], "the order is random");
        labels.sort();
        assert_eq!(labels, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_seed_determines_the_split_and_each_part_gets_an_image() {
        let labels = |seed| split(&five(), 0.4, seed).0.labels;
        assert_eq!(labels(1), labels(1));
        assert_ne!(labels(1), labels(2));
        assert_eq!(split(&five(), 1e-9, 1).1.len(), 1);
        assert_eq!(split(&five(), 0.999, 1).0.len(), 1);
    }

    #[test]
    #[should_panic(expected = "split: a fraction of 1 is not between 0 and 1")]
    fn a_fraction_of_1_panics() {
        split(&five(), 1.0, 1);
    }

    #[test]
    #[should_panic(expected = "split: too few samples (1) for two parts")]
    fn one_image_cannot_be_split() {
        split(&five().first(1), 0.5, 1);
    }
}
