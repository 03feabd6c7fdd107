//! 3.6.1 MNIST (MNIST 데이터셋; LeCun, Cortes and Burges): 60,000 training and 10,000 test images of 28 x 28 pixels, loaded
//! from a folder, and downloaded the first time.

use std::path::Path;

use common::Dataset;

use crate::download::{Downloader, RemoteFile, Timeouts};
use crate::idx;
use crate::{DataError, Digits, read_bytes};

/// Base URLs of the mirrors, tried in this order. The last is the book's own repository.
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

/// Loads MNIST from `folder`, after downloading those of the four files that are missing.
///
/// # Errors
///
/// If a file is missing and no mirror delivers it, or if a file is damaged.
pub fn load(folder: &Path) -> Result<Digits, DataError> {
    let mut downloader = Downloader::new(MIRRORS.map(String::from).into(), Timeouts::default());
    downloader.download_missing(&[TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS], folder)?;
    read(folder).map_err(advise)
}

/// Loads the test images from `folder`, and never downloads anything.
///
/// # Errors
///
/// If a file is missing or damaged.
pub fn load_test(folder: &Path) -> Result<Dataset, DataError> {
    read_part(folder, &TEST_IMAGES, &TEST_LABELS).map_err(advise)
}

fn read(folder: &Path) -> Result<Digits, DataError> {
    let train = read_part(folder, &TRAIN_IMAGES, &TRAIN_LABELS)?;
    let test = read_part(folder, &TEST_IMAGES, &TEST_LABELS)?;
    if train.image_size() != test.image_size() {
        return Err(DataError::Sizes { folder: folder.into() });
    }
    Ok(Digits { train, test })
}

fn read_part(folder: &Path, images: &RemoteFile, labels: &RemoteFile) -> Result<Dataset, DataError> {
    const WHITE: u8 = 255;
    let (images_path, labels_path) = (folder.join(images.name), folder.join(labels.name));
    let (images, labels) = (read_bytes(&images_path)?, read_bytes(&labels_path)?);
    let name = |path: &Path| path.display().to_string();
    idx::dataset((&name(&images_path), &images), (&name(&labels_path), &labels), WHITE)
}

/// Adds what to do about damaged files.
fn advise(error: DataError) -> DataError {
    let remedy = match error {
        DataError::Idx(_) => "Delete it to have it downloaded again",
        DataError::Disagree { .. } => "Delete both files to have them downloaded again",
        DataError::Sizes { .. } => "Delete the four files to have them downloaded again",
        other => return other,
    };
    DataError::Damaged { error: error.into(), remedy }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// One image of 1 x 2 pixels.
    const IMAGE: &[u8] = &[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0];
    const LABEL: &[u8] = &[0, 0, 8, 1, 0, 0, 0, 1, 7];

    /// Loads a folder of four valid files, of which `file` is replaced by these bytes.
    fn load_with(file: &RemoteFile, bytes: &[u8]) -> (Result<Digits, DataError>, String) {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &RemoteFile, bytes: &[u8]| fs::write(folder.path().join(file.name), bytes).unwrap();
        for (images, labels) in [(TRAIN_IMAGES, TRAIN_LABELS), (TEST_IMAGES, TEST_LABELS)] {
            write(&images, IMAGE);
            write(&labels, LABEL);
        }
        write(file, bytes);
        (load(folder.path()), folder.path().display().to_string())
    }

    #[test]
    fn valid_files_are_read() {
        let digits = load_with(&TEST_IMAGES, IMAGE).0.unwrap();
        assert_eq!(digits.test.batch::<f64>(&[0]).0.as_slice(), [1.0, 0.0]);
    }

    #[test]
    fn the_first_line_says_what_is_damaged_and_the_second_what_to_do() {
        let narrow = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0];
        let two_labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 7];
        for (file, bytes, what, remedy) in [
            (TEST_IMAGES, LABEL, ": the magic number is 0x00000801, but", "Delete it to have it downloaded again"),
            (TRAIN_LABELS, &LABEL[..8], ": the file is truncated: ", "Delete it to have it downloaded again"),
            (TRAIN_LABELS, &two_labels, " holds 2 labels", "Delete both files to have them downloaded again"),
            (TEST_IMAGES, &narrow, " differ in size", "Delete the four files to have them downloaded again"),
        ] {
            let (result, folder) = load_with(&file, bytes);
            let message = result.unwrap_err().to_string();
            let (first, second) = message.split_once('\n').unwrap();
            assert!(first.contains(&folder) && first.contains(what), "{message}");
            assert_eq!(second, remedy);
        }
    }
}
