//! MNIST's test images to start from, where MNIST has been downloaded.

use std::path::Path;
use std::sync::OnceLock;

use common::matrix::argmax_rows;
use datasets::{Dataset, mnist};
use serde::{Deserialize, Serialize};

use crate::centring::SIDE;
use crate::digit::{Reader, bytes};

/// Which image the page asks for.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Choice {
    /// Its number, counted on from 0 after the last image.
    pub number: usize,
    /// Index of a network: only images that it misreads are counted.
    pub misread_by: Option<usize>,
}

/// A test image.
#[derive(Clone, Debug, Serialize)]
pub struct TestImage {
    /// Pixels, row by row, from 0 to 255.
    pub pixels: Vec<u8>,
    /// The digit in it.
    pub label: usize,
}

/// The test images, and those that each network misreads.
pub struct TestImages {
    images: Dataset,
    misread: [OnceLock<Vec<usize>>; 3],
}

impl TestImages {
    /// Loads the test images from `folder`, without downloading anything.
    ///
    /// # Errors
    ///
    /// A sentence for the user if they are not there, damaged, or of another size.
    pub fn load(folder: &Path) -> Result<Self, String> {
        let images = mnist::load_test(folder).map_err(|error| error.to_string())?;
        if images.image_size() != (SIDE, SIDE) || images.is_empty() {
            return Err(format!("the test images in {} are not 28 x 28", folder.display()));
        }
        Ok(Self { images, misread: Default::default() })
    }

    /// The image that `choice` names.
    ///
    /// # Errors
    ///
    /// A sentence for the user if there is no such network, or it misreads no image.
    pub fn pick(&self, choice: Choice, readers: &[Reader; 3]) -> Result<TestImage, String> {
        let n = match choice.misread_by {
            None => choice.number % self.images.len(),
            Some(index) => {
                let reader = readers.get(index).ok_or("there is no such network")?;
                let misread = self.misread[index].get_or_init(|| self.misread_by(reader));
                let place = choice.number.checked_rem(misread.len()).ok_or("it misreads no image")?;
                misread[place]
            }
        };
        let (_, labels) = self.images.batch::<f32>(&[n]);
        Ok(TestImage { pixels: bytes(&self.images.picture(n)), label: labels[0] })
    }

    /// The images that a network misreads.
    fn misread_by(&self, reader: &Reader) -> Vec<usize> {
        let right = self.images.map_chunks(|x, t| {
            let read = argmax_rows(&reader.scores(x));
            read.iter().zip(t).map(|(&class, &label)| class == Some(label)).collect::<Vec<_>>()
        });
        right.concat().iter().enumerate().filter(|&(_, &right)| !right).map(|(n, _)| n).collect()
    }
}
