//! 8.1.2 Higher accuracy (정확도를 더 높이려면): data augmentation (데이터 확장).

mod change;

use std::sync::Arc;

use rand::{Rng, RngExt};
use rayon::prelude::*;

use change::{Bordered, Change};

use crate::Dataset;

/// Data augmentation: random shifts, rotations and zooms of images, drawn anew for each image. Each setting is the
/// largest change in either direction; draws are uniform, as in torchvision's `RandomAffine`. The defaults suit
/// handwritten digits; 0 disables a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// Vertical and horizontal shift, as a fraction of the image's height and width, from 0 to 1; 1/14 by default: 2
    /// pixels of MNIST's 28.
    pub max_shift: f64,
    /// Angle of rotation about the image's centre, in degrees, from 0 to 180; 10 by default.
    pub max_angle: f64,
    /// Relative change in size, from 0 to 0.9; 0.1 by default: sizes from 90 % to 110 %.
    pub max_zoom: f64,
}

impl Default for Augmentation {
    fn default() -> Self {
        Self { max_shift: 1.0 / 14.0, max_angle: 10.0, max_zoom: 0.1 }
    }
}

impl Augmentation {
    fn assert_in_range(&self) {
        let Self { max_shift, max_angle, max_zoom } = self;
        assert!((0.0..=1.0).contains(max_shift), "Augmentation: a shift of {max_shift} is not from 0 to 1");
        assert!(
            (0.0..=180.0).contains(max_angle),
            "Augmentation: an angle of {max_angle} degrees is not from 0 to 180"
        );
        assert!((0.0..=0.9).contains(max_zoom), "Augmentation: a zoom of {max_zoom} is not from 0 to 0.9");
    }

    /// A random change to an image of `size`, height and width in pixels.
    fn draw(&self, size: (usize, usize), rng: &mut impl Rng) -> Change {
        let mut up_to = |max: f64| max * rng.random_range(-1.0..=1.0);
        Change {
            down: up_to(self.max_shift) * size.0 as f64,
            right: up_to(self.max_shift) * size.1 as f64,
            angle: up_to(self.max_angle).to_radians(),
            zoom: 1.0 + up_to(self.max_zoom),
        }
    }
}

impl Dataset {
    /// The images at `indices`, in that order, each randomly shifted, rotated and zoomed; pixels from outside an image
    /// are black. Interpolated values are rounded to bytes. The state of `rng` determines the result, whatever the
    /// number of threads.
    ///
    /// ```
    /// use common::{Augmentation, Dataset, Matrix};
    /// use rand::{SeedableRng, rngs::ChaCha8Rng};
    ///
    /// let images = Dataset::new((0..48).collect(), (4, 4), vec![0, 1, 2], 255);
    /// let rng = &mut ChaCha8Rng::seed_from_u64(1);
    /// let (x, t): (Matrix<f32>, _) = images.augmented(&[2, 2], &Augmentation::default(), rng).whole();
    /// assert_eq!((x.shape(), t), ((2, 16), vec![2, 2]));
    /// assert_ne!(x.row(0), x.row(1));
    /// ```
    ///
    /// # Panics
    ///
    /// If an index is not below [`Dataset::len`], or a setting is outside its range.
    pub fn augmented(&self, indices: &[usize], augmentation: &Augmentation, rng: &mut impl Rng) -> Self {
        /// Images per parallel task, at least.
        const PIECE: usize = 16;
        augmentation.assert_in_range();
        let (height, width) = self.image_size;
        let changes: Vec<Change> = indices.iter().map(|_| augmentation.draw(self.image_size, rng)).collect();
        let mut bytes = vec![0; indices.len() * self.pixels()];
        let images = bytes.par_chunks_exact_mut(self.pixels()).zip(indices).zip(changes).with_min_len(PIECE);
        images.for_each_init(
            || Bordered::new(height, width),
            |original, ((image, &n), change)| {
                original.fill(self.image(n));
                change.apply(original, image);
            },
        );
        let labels = indices.iter().map(|&n| self.labels[n]).collect();
        Self { bytes: Arc::new(bytes), labels, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;
    use rayon::ThreadPoolBuilder;

    use super::*;

    /// 40 images of 6 x 5 pixels, none of them black, with values from -1 to 1.
    fn images() -> Dataset {
        let bytes = (0..40 * 30).map(|i| (i % 251 + 1) as u8).collect();
        Dataset::new(bytes, (6, 5), (0..40).collect(), 255).with_range(-1.0, 1.0)
    }

    fn augmented(indices: &[usize], augmentation: &Augmentation, seed: u64) -> Dataset {
        images().augmented(indices, augmentation, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn without_any_change_it_is_the_plain_batch() {
        let none = Augmentation { max_shift: 0.0, max_angle: 0.0, max_zoom: 0.0 };
        let indices = [3, 39, 0, 3];
        assert_eq!(augmented(&indices, &none, 0).whole::<f32>(), images().batch(&indices));
        assert_eq!(augmented(&[], &none, 0).whole::<f32>(), images().batch(&[]));
    }

    #[test]
    fn changes_are_drawn_from_the_whole_of_their_ranges() {
        let augmentation = Augmentation { max_shift: 0.5, max_angle: 90.0, max_zoom: 0.2 };
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let changes: Vec<Change> = (0..1000).map(|_| augmentation.draw((10, 20), rng)).collect();
        let assert_range = |value: fn(&Change) -> f64, low: f64, high: f64| {
            let values = || changes.iter().map(value);
            let (min, max, margin) = (values().fold(high, f64::min), values().fold(low, f64::max), (high - low) / 50.0);
            assert!(low <= min && min < low + margin && high - margin < max && max <= high, "{min} to {max}");
        };
        assert_range(|change| change.down, -5.0, 5.0);
        assert_range(|change| change.right, -10.0, 10.0);
        assert_range(|change| change.angle.to_degrees(), -90.0, 90.0);
        assert_range(|change| change.zoom, 0.8, 1.2);
    }

    #[test]
    fn each_image_has_its_own_change_and_the_seed_determines_all() {
        let batch = |seed| augmented(&[7; 20], &Augmentation::default(), seed).whole::<f64>();
        let (x, t) = batch(1);
        assert_eq!((batch(1), &t), ((x.clone(), t.clone()), &vec![7; 20]));
        assert_ne!(batch(2).0, x);
        for (n, m) in (0..20).flat_map(|n| (0..n).map(move |m| (n, m))) {
            assert_ne!(x.row(n), x.row(m));
        }
    }

    #[test]
    fn every_setting_takes_the_same_numbers_from_the_generator() {
        let next = |augmentation| {
            let mut rng = ChaCha8Rng::seed_from_u64(0);
            images().augmented(&[0, 1, 2], &augmentation, &mut rng);
            rng.next_u64()
        };
        assert_eq!(
            next(Augmentation { max_shift: 0.0, max_angle: 0.0, ..Augmentation::default() }),
            next(Augmentation::default())
        );
    }

    #[test]
    fn the_number_of_threads_does_not_matter() {
        let indices: Vec<usize> = (0..200).map(|n| n * 7 % 40).collect();
        let on = |threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| augmented(&indices, &Augmentation::default(), 1).bytes)
        };
        assert!(on(1) == on(2) && on(1) == on(3));
    }

    #[test]
    #[should_panic(expected = "Augmentation: a shift of 2 is not from 0 to 1")]
    fn a_shift_in_pixels_panics() {
        augmented(&[0], &Augmentation { max_shift: 2.0, ..Augmentation::default() }, 0);
    }

    #[test]
    #[should_panic(expected = "Augmentation: an angle of NaN degrees is not from 0 to 180")]
    fn an_angle_of_nan_panics() {
        augmented(&[0], &Augmentation { max_angle: f64::NAN, ..Augmentation::default() }, 0);
    }

    #[test]
    #[should_panic(expected = "Augmentation: a zoom of 1 is not from 0 to 0.9")]
    fn a_zoom_to_nothing_panics() {
        augmented(&[0], &Augmentation { max_zoom: 1.0, ..Augmentation::default() }, 0);
    }
}
