//! The images: the course's data set and transform, and a validation set.

use clap::{Args, ValueEnum};
use common::Dataset;
use datasets::{DataError, Digits, DigitsArgs};
use rand::Rng;

/// Which images, and with which pixel values.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    #[command(flatten)]
    digits: DigitsArgs,

    /// Values of black and white pixels: -1..1 is (x - 0.5) / 0.5 of 0..1
    #[arg(long, value_enum, default_value_t, allow_hyphen_values = true)]
    pixels: Pixels,

    /// Fraction of the training images held out for validation, at most 0.9; early stopping monitors the loss on them
    #[arg(long, value_name = "FRACTION", value_parser = held_out)]
    validation: Option<f64>,
}

fn held_out(text: &str) -> Result<f64, String> {
    let fraction = text.parse().ok().filter(|&fraction| 0.0 < fraction && fraction <= 0.9);
    fraction.ok_or_else(|| "it must be a number greater than 0, at most 0.9".into())
}

/// Values of black and white.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Pixels {
    /// Document 001: `ToTensor()`, then `Normalize((0.5,), (0.5,))`
    #[default]
    #[value(name = "-1..1")]
    Symmetric,
    /// Document 000: `ToTensor()` alone
    #[value(name = "0..1")]
    Unit,
}

impl Pixels {
    /// `images` with these values.
    ///
    /// ```
    /// use ch09_mnist_mlp::Pixels;
    /// use common::Dataset;
    ///
    /// let images = Dataset::new(vec![0, 51, 255], (1, 3), vec![7], 255);
    /// let (unit, _) = Pixels::Unit.transform(images.clone()).whole::<f64>();
    /// let (symmetric, _) = Pixels::Symmetric.transform(images).whole::<f64>();
    /// assert_eq!(unit.as_slice(), [0.0, 0.2, 1.0]);
    /// assert_eq!(symmetric, unit.map(|x| (x - 0.5) / 0.5));
    /// ```
    pub fn transform(self, images: Dataset) -> Dataset {
        match self {
            Self::Symmetric => images.with_range(-1.0, 1.0),
            Self::Unit => images.with_range(0.0, 1.0),
        }
    }
}

/// Images for training, early stopping and the final test.
#[derive(Clone, Debug)]
pub struct Images {
    /// Training images.
    pub train: Dataset,
    /// Validation images, held out of the training images.
    pub validation: Option<Dataset>,
    /// Test images.
    pub test: Dataset,
}

impl DataArgs {
    /// Loads the images, and splits the training images at random if there is a validation set.
    ///
    /// # Errors
    ///
    /// As [`DigitsArgs::load`].
    pub fn load(&self, rng: &mut impl Rng) -> Result<Images, DataError> {
        let Digits { train, test } = self.digits.load()?;
        let [train, test] = [train, test].map(|images| self.pixels.transform(images));
        let (train, validation) = match self.validation {
            Some(fraction) => {
                let (train, validation) = train.split(fraction, rng);
                println!("validation: {} of the training images, {} remain", validation.len(), train.len());
                (train, Some(validation))
            }
            None => (train, None),
        };
        Ok(Images { train, validation, test })
    }
}
