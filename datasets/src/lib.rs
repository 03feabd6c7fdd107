//! Data sets of the chapters (the book's `dataset/`).
//!
//! Programs use [`DigitsArgs`], which loads [`Digits`] for `--data auto|mnist|digits`: training and test [`Dataset`]s
//! of handwritten digits. For regression there are [`california`] and [`diabetes`], each a [`Table`] of features and a
//! target, and the [`StandardScaler`].

use std::path::{Path, PathBuf};
use std::{fs, io};

pub mod california;
pub mod diabetes;
pub mod digits;
mod digits_args;
pub mod download;
pub mod idx;
pub mod mnist;
mod scaler;
mod table;

pub use common::Dataset;
pub use digits_args::{DigitsArgs, Source, folder};
pub use scaler::StandardScaler;
pub use table::{Table, TableError};

/// Number of classes: the digits 0 to 9.
pub const CLASSES: usize = 10;

/// Name of the file of trained weights for images of the given height and width: that of MNIST or of the embedded digits.
pub fn weights_file(image_size: (usize, usize)) -> &'static str {
    if image_size == (28, 28) { "mnist.safetensors" } else { "digits.safetensors" }
}

/// Training and test images of handwritten digits.
#[derive(Clone, Debug)]
pub struct Digits {
    /// Training images.
    pub train: Dataset,
    /// Test images, never used in training.
    pub test: Dataset,
}

/// Why a data set could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file could not be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        error: io::Error,
    },
    /// A file is not a valid IDX file.
    #[error(transparent)]
    Idx(#[from] idx::IdxError),
    /// A file is not a CSV table of numbers.
    #[error(transparent)]
    Table(#[from] TableError),
    /// An image file and its label file differ in length.
    #[error("{images} holds {images_len} images, but {labels} holds {labels_len} labels")]
    Disagree {
        /// The image file.
        images: String,
        /// The number of its entries.
        images_len: usize,
        /// The label file.
        labels: String,
        /// The number of its entries.
        labels_len: usize,
    },
    /// Training and test images differ in size.
    #[error("the training and the test images in {} differ in size", folder.display())]
    Sizes {
        /// Where the files are.
        folder: PathBuf,
    },
    /// An archive cannot be unpacked.
    #[error("{} is not an archive with {member}: {error}", path.display())]
    Archive {
        /// The archive.
        path: PathBuf,
        /// The file that it should hold.
        member: &'static str,
        /// The error of the reader.
        error: io::Error,
    },
    /// A district of the California housing data has no households to divide by.
    #[error("{name}: sample {sample} has {households} households, but more than 0 are needed")]
    Households {
        /// The file.
        name: String,
        /// Its sample, counted from 1.
        sample: usize,
        /// The number of households in it.
        households: f64,
    },
    /// A file that can be downloaded again is damaged.
    #[error("{error}\n{remedy}")]
    Damaged {
        /// What is wrong, in one line.
        error: Box<DataError>,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A file is missing and could not be downloaded.
    #[error(transparent)]
    Download(#[from] download::DownloadError),
}

impl DataError {
    /// The first line of the message, as the reason in a sentence.
    pub fn reason(&self) -> String {
        self.to_string().lines().next().unwrap_or_default().trim_end_matches(':').into()
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, DataError> {
    fs::read(path).map_err(|error| DataError::Read { path: path.into(), error })
}
