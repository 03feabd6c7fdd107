//! A data set from an image file and a label file.

use common::Dataset;

use super::{read_images, read_labels};
use crate::{CLASSES, DataError};

/// Reads two IDX files, each given as its name and its bytes. `white` is the byte that becomes 1.
///
/// # Errors
///
/// If a file is invalid, or the numbers of images and labels differ.
pub fn dataset(images: (&str, &[u8]), labels: (&str, &[u8]), white: u8) -> Result<Dataset, DataError> {
    let read = read_images(images.0, images.1)?;
    let labels_read = read_labels(labels.0, labels.1, CLASSES)?;
    let images_len = read.pixels.len() / (read.rows * read.columns);
    if images_len == labels_read.len() {
        return Ok(Dataset::new(read.pixels, (read.rows, read.columns), labels_read, white));
    }
    Err(DataError::Disagree {
        images: images.0.into(),
        images_len,
        labels: labels.0.into(),
        labels_len: labels_read.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_different_lengths_are_refused() {
        let images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 7];
        let labels = [0, 0, 8, 1, 0, 0, 0, 1, 3];
        let error = dataset(("a", &images), ("b", &labels), 255).unwrap_err();
        assert_eq!(error.to_string(), "a holds 2 images, but b holds 1 labels");
    }

    #[test]
    fn height_comes_before_width() {
        let images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 7, 7];
        let labels = [0, 0, 8, 1, 0, 0, 0, 1, 3];
        let dataset = dataset(("a", &images), ("b", &labels), 255).unwrap();
        assert_eq!((dataset.len(), dataset.image_size()), (1, (2, 1)));
    }
}
