//! 6.5.1 Validation data (검증 데이터): images that a network neither learns from nor is tested with.

use common::Dataset;
use datasets::Digits;
use rand::Rng;

/// The share of the training images that becomes the validation images of early stopping.
const VALIDATION_SHARE: f64 = 0.2;

/// The images of the experiment.
#[derive(Clone, Debug)]
pub struct Images {
    /// What a network learns from; so few that it can learn them by heart.
    pub train: Dataset,
    /// What it is only tested with.
    pub test: Dataset,
    /// What early stopping leaves of [`Images::train`] to learn from.
    pub rest: Dataset,
    /// What early stopping takes of it to see when to stop.
    pub validation: Dataset,
}

impl Images {
    /// The first `n` training images and all test images. `rng` decides which ones validate.
    ///
    /// # Panics
    ///
    /// If `n` is below 2.
    pub fn new(digits: &Digits, n: usize, rng: &mut impl Rng) -> Self {
        let train = digits.train.first(n);
        let (rest, validation) = train.split(VALIDATION_SHARE, rng);
        Self { train, test: digits.test.clone(), rest, validation }
    }
}
