//! 6.5.1 Validation data (검증 데이터): images on which a network is neither trained nor tested.

use common::Dataset;
use datasets::Digits;
use rand::Rng;

/// The fraction of the training images that early stopping holds out for validation.
const VALIDATION_FRACTION: f64 = 0.2;

/// The images of the experiment.
#[derive(Clone, Debug)]
pub struct Images {
    /// The training images; so few that a network can memorize them.
    pub train: Dataset,
    /// The test images.
    pub test: Dataset,
    /// The images of [`Images::train`] that early stopping trains on.
    pub rest: Dataset,
    /// The images of [`Images::train`] that early stopping holds out for validation.
    pub validation: Dataset,
}

impl Images {
    /// The first `n` training images and all test images. `rng` selects the images for validation.
    ///
    /// # Panics
    ///
    /// If `n` is below 2.
    pub fn new(digits: &Digits, n: usize, rng: &mut impl Rng) -> Self {
        let train = digits.train.first(n);
        let (rest, validation) = train.split(VALIDATION_FRACTION, rng);
        Self { train, test: digits.test.clone(), rest, validation }
    }
}
