//! The embedded digits: 1,797 images of 8 x 8 pixels with values from 0 to 16, the test set of the UCI machine learning
//! repository's "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak 1998, CC BY 4.0).
//!
//! Every fifth image, counted from the first, is a test image.

use common::Dataset;

use crate::Digits;
use crate::idx;

const TRAIN_IMAGES: &[u8] = include_bytes!("../data/digits-train-images-idx3-ubyte.gz");
const TRAIN_LABELS: &[u8] = include_bytes!("../data/digits-train-labels-idx1-ubyte.gz");
const TEST_IMAGES: &[u8] = include_bytes!("../data/digits-test-images-idx3-ubyte.gz");
const TEST_LABELS: &[u8] = include_bytes!("../data/digits-test-labels-idx1-ubyte.gz");

/// Loads the embedded digits: 1,437 training and 360 test images.
pub fn load() -> Digits {
    Digits { train: embedded(TRAIN_IMAGES, TRAIN_LABELS), test: embedded(TEST_IMAGES, TEST_LABELS) }
}

fn embedded(images: &[u8], labels: &[u8]) -> Dataset {
    const WHITE: u8 = 16;
    idx::dataset(("embedded images", images), ("embedded labels", labels), WHITE)
        .expect("a test reads the embedded files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_set_is_complete() {
        let digits = load();
        assert_eq!((digits.train.len(), digits.test.len()), (1437, 360));
        assert_eq!(digits.train.image_size(), (8, 8));
        let (x, t) = digits.test.batch::<f64>(&[0, 1, 2]);
        assert_eq!(t, [0, 5, 0]);
        // The first pixels of the first image, a zero, in sixteenths.
        let first: Vec<f64> = x.row(0).iter().take(8).map(|x| x * 16.0).collect();
        assert_eq!(first, [0.0, 0.0, 5.0, 13.0, 9.0, 1.0, 0.0, 0.0]);
        let (all, _) = digits.train.batch::<f32>(&(0..1437).collect::<Vec<_>>());
        assert_eq!((all.min(), all.max()), (0.0, 1.0));
    }
}
