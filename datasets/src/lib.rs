//! The data that the chapters learn from (the book's `dataset/`).
//!
//! [`DigitsArgs`] is what programs use: it turns `--data auto|mnist|digits` into [`Digits`], training and test
//! [`Dataset`]s of handwritten digits. For regression there is [`diabetes`], a [`Table`] of numbers, and the
//! [`StandardScaler`].

use std::io;
use std::path::PathBuf;

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

/// How many classes there are: the digits 0 to 9.
pub const CLASSES: usize = 10;

/// Handwritten digits, to learn from and to test with.
#[derive(Clone, Debug)]
pub struct Digits {
    /// The images that a network learns from.
    pub train: Dataset,
    /// The images that it never sees before it is tested.
    pub test: Dataset,
}

/// Why data could not be had.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file could not be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        error: io::Error,
    },
    /// A file is no IDX file, or a damaged one.
    #[error(transparent)]
    Idx(#[from] idx::IdxError),
    /// A file is no CSV file, or one without a table of numbers.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file of images and its file of labels differ in length.
    #[error("{images} holds {images_len} images, but {labels} holds {labels_len} labels")]
    Disagree {
        /// The file of images.
        images: String,
        /// How many it holds.
        images_len: usize,
        /// The file of labels.
        labels: String,
        /// How many it holds.
        labels_len: usize,
    },
    /// Training and test images differ in size.
    #[error("the training and the test images in {} differ in size", folder.display())]
    Sizes {
        /// Where the files are.
        folder: PathBuf,
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
