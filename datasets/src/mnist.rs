//! 3.6.1 MNIST (MNIST 데이터셋; LeCun, Cortes and Burges): 60,000 training and 10,000 test images of 28 x 28 pixels, from a
//! folder or, the first time, from the network.

use std::fs;
use std::path::Path;

use common::Dataset;

use crate::download::{Downloader, RemoteFile, Timeouts};
use crate::idx;
use crate::{DataError, Digits};

/// Base addresses, asked in this order. The last is the book's own repository.
const MIRRORS: [&str; 3] = [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://github.com/WegraLee/deep-learning-from-scratch/raw/master/dataset/",
];

const TRAIN_IMAGES: RemoteFile = RemoteFile {
    name: "train-images-idx3-ubyte.gz",
    bytes: 9_912_422,
    sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
};
const TRAIN_LABELS: RemoteFile = RemoteFile {
    name: "train-labels-idx1-ubyte.gz",
    bytes: 28_881,
    sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
};
const TEST_IMAGES: RemoteFile = RemoteFile {
    name: "t10k-images-idx3-ubyte.gz",
    bytes: 1_648_877,
    sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
};
const TEST_LABELS: RemoteFile = RemoteFile {
    name: "t10k-labels-idx1-ubyte.gz",
    bytes: 4_542,
    sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
};

/// Reads MNIST from `folder`, after downloading into it whichever of the four files is missing.
///
/// # Errors
///
/// If a file is missing and no mirror delivers it, or if a file is no good.
pub fn load(folder: &Path) -> Result<Digits, DataError> {
    let mut downloader = Downloader::new(MIRRORS.map(String::from).into(), Timeouts::default());
    for file in [&TRAIN_IMAGES, &TRAIN_LABELS, &TEST_IMAGES, &TEST_LABELS] {
        if !folder.join(file.name).exists() {
            downloader.download(file, folder)?;
        }
    }
    let train = read(folder, &TRAIN_IMAGES, &TRAIN_LABELS)?;
    let test = read(folder, &TEST_IMAGES, &TEST_LABELS)?;
    if train.image_size() != test.image_size() {
        return Err(DataError::Sizes { folder: folder.into() });
    }
    Ok(Digits { train, test })
}

fn read(folder: &Path, images: &RemoteFile, labels: &RemoteFile) -> Result<Dataset, DataError> {
    const WHITE: u8 = 255;
    let (images_path, labels_path) = (folder.join(images.name), folder.join(labels.name));
    let (images, labels) = (read_bytes(&images_path)?, read_bytes(&labels_path)?);
    let name = |path: &Path| path.display().to_string();
    idx::dataset((&name(&images_path), &images), (&name(&labels_path), &labels), WHITE)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, DataError> {
    fs::read(path).map_err(|error| DataError::Read { path: path.into(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_and_test_images_of_different_sizes_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &RemoteFile, bytes: &[u8]| fs::write(folder.path().join(file.name), bytes).unwrap();
        for labels in [&TRAIN_LABELS, &TEST_LABELS] {
            write(labels, &[0, 0, 8, 1, 0, 0, 0, 1, 7]);
        }
        write(&TRAIN_IMAGES, &[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255]);
        write(&TEST_IMAGES, &[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
        let error = load(folder.path()).unwrap_err();
        assert!(matches!(error, DataError::Sizes { .. }), "{error}");
        write(&TEST_IMAGES, &[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0]);
        assert_eq!(load(folder.path()).unwrap().test.batch::<f64>(&[0]).0.as_slice(), [1.0, 0.0]);
    }
}
