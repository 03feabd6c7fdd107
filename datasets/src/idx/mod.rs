//! 3.6.1 The MNIST data set (MNIST 데이터셋): reader of IDX files, the format in which it is published, gzipped or plain.
//!
//! An IDX file is a header of big-endian 32-bit integers, followed by one byte per value:
//!
//! ```text
//! offset  images                               labels
//!      0  magic number 0x00000803              magic number 0x00000801
//!      4  N, the number of images              N, the number of labels
//!      8  rows of an image
//!     12  columns of an image
//!         N·rows·columns pixels, row by row    N labels
//! ```
//!
//! In the magic number, 08 means "unsigned bytes", and the last digit is the number of dimensions.

mod dataset;

use std::cmp::Ordering::{Equal, Greater, Less};
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use thiserror::Error;

pub use dataset::dataset;

/// The first two bytes of every gzip file.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Maximum number of values that a header may declare: 256 MiB, five times what MNIST's training images need.
const MAX_VALUES: u64 = 256 << 20;

/// Images of one size, as an IDX file holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Images {
    /// Height of an image in pixels, at least 1.
    pub rows: usize,
    /// Width of an image in pixels, at least 1.
    pub columns: usize,
    /// All pixels, image by image and row by row within one: N·rows·columns bytes, N at least 1.
    pub pixels: Vec<u8>,
}

/// Why an IDX file is invalid. Sizes are those of the unpacked file in bytes.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages explain the fields")]
pub enum IdxError {
    /// It begins like gzip data, but cannot be unpacked.
    #[error("{name}: the gzip data cannot be unpacked: {error}")]
    Gzip { name: String, error: io::Error },
    /// It is not an IDX file of bytes, or has another number of dimensions.
    #[error("{name}: the magic number is {found:#010x}, but this kind of file has {expected:#010x}")]
    Magic { name: String, found: u32, expected: u32 },
    /// It ends before its last value.
    #[error("{name}: the file is truncated: expected at least {expected} bytes, has {found}")]
    Truncated { name: String, expected: u64, found: u64 },
    /// It goes on after its last value.
    #[error("{name}: bytes follow after the {expected} that the header declares")]
    Trailing { name: String, expected: u64 },
    /// It holds no values.
    #[error("{name}: the header declares {dimensions} values, and one of these dimensions is zero")]
    Empty { name: String, dimensions: String },
    /// The product of its dimensions exceeds the limit, or 64 bits.
    #[error("{name}: the header declares {dimensions} values, more than the limit of {MAX_VALUES}")]
    TooLarge { name: String, dimensions: String },
    /// A label is not a class.
    #[error("{name}: the label at index {index} is {label}, but labels are below {classes}")]
    Label { name: String, index: usize, label: u8, classes: usize },
}

/// Reads an image file from its `bytes`, gzipped or plain; `name` is its name in messages.
///
/// Memory is allocated for the values that are there, not for those that the header declares.
///
/// # Errors
///
/// Every [`IdxError`] but `Label`. A header that declares more than 256 MiB is refused, and gzip data is unpacked no
/// further than the header declares.
pub fn read_images(name: &str, bytes: &[u8]) -> Result<Images, IdxError> {
    let mut file = IdxFile::new(name, bytes);
    let dimensions: [u32; 3] = file.header()?;
    let pixels = file.values(&dimensions)?;
    let [_, rows, columns] = dimensions.map(|dimension| dimension as usize);
    Ok(Images { rows, columns, pixels })
}

/// Reads a label file, with the classes `0..classes`, from its `bytes`, gzipped or plain; `name` is its name in
/// messages.
///
/// # Errors
///
/// As [`read_images`], and [`IdxError::Label`] at the first label that is not a class.
pub fn read_labels(name: &str, bytes: &[u8], classes: usize) -> Result<Vec<u8>, IdxError> {
    let mut file = IdxFile::new(name, bytes);
    let dimensions: [u32; 1] = file.header()?;
    let labels = file.values(&dimensions)?;
    match labels.iter().position(|&label| usize::from(label) >= classes) {
        None => Ok(labels),
        Some(index) => Err(IdxError::Label { name: name.to_owned(), index, label: labels[index], classes }),
    }
}

/// A file that is being read, and its name.
struct IdxFile<'a> {
    name: &'a str,
    unpacked: Box<dyn Read + 'a>,
}

impl<'a> IdxFile<'a> {
    fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        let unpacked: Box<dyn Read> =
            if bytes.starts_with(&GZIP_MAGIC) { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
        Self { name, unpacked }
    }

    /// The `D` dimensions after the magic number.
    fn header<const D: usize>(&mut self) -> Result<[u32; D], IdxError> {
        let header = self.take(header_size(D))?;
        let (numbers, _) = header.as_chunks();
        let numbers: Vec<u32> = numbers.iter().map(|&bytes| u32::from_be_bytes(bytes)).collect();
        match numbers.split_first() {
            Some((&found, _)) if found != magic(D) => {
                Err(IdxError::Magic { name: self.name(), found, expected: magic(D) })
            }
            Some((_, dimensions)) if dimensions.len() == D => Ok(std::array::from_fn(|i| dimensions[i])),
            _ => Err(IdxError::Truncated { name: self.name(), expected: header_size(D), found: header.len() as u64 }),
        }
    }

    /// The values after the header: exactly as many as it declares.
    fn values(&mut self, dimensions: &[u32]) -> Result<Vec<u8>, IdxError> {
        let size = self.declared_size(dimensions)?;
        let values = self.take(size + 1)?;
        let (header, name) = (header_size(dimensions.len()), self.name());
        let (expected, found) = (header + size, header + values.len() as u64);
        match found.cmp(&expected) {
            Less => Err(IdxError::Truncated { name, expected, found }),
            Greater => Err(IdxError::Trailing { name, expected }),
            Equal => Ok(values),
        }
    }

    /// The product of the dimensions, between 1 and [`MAX_VALUES`].
    fn declared_size(&self, dimensions: &[u32]) -> Result<u64, IdxError> {
        let mut factors = dimensions.iter().map(|&dimension| u64::from(dimension));
        let size = factors.try_fold(1, u64::checked_mul);
        let dimensions: Vec<String> = dimensions.iter().map(u32::to_string).collect();
        let (name, dimensions) = (self.name(), dimensions.join(" x "));
        match size {
            Some(0) => Err(IdxError::Empty { name, dimensions }),
            Some(size) if size <= MAX_VALUES => Ok(size),
            _ => Err(IdxError::TooLarge { name, dimensions }),
        }
    }

    /// The next `limit` bytes, or as many as there are.
    fn take(&mut self, limit: u64) -> Result<Vec<u8>, IdxError> {
        // Room for MNIST at once: a vector that grows is copied. A damaged header cannot ask for more.
        let mut bytes = Vec::with_capacity(limit.min(1 << 26) as usize);
        let result = self.unpacked.by_ref().take(limit).read_to_end(&mut bytes);
        let name = self.name();
        result.map(|_| bytes).map_err(|error| IdxError::Gzip { name, error })
    }

    fn name(&self) -> String {
        self.name.to_owned()
    }
}

/// Magic number of a file of unsigned bytes with this number of dimensions.
fn magic(dimensions: usize) -> u32 {
    0x0800 + dimensions as u32
}

/// Size of the header in bytes: the magic number and the dimensions.
fn header_size(dimensions: usize) -> u64 {
    4 + 4 * dimensions as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    const IMAGES: u32 = 0x0803;
    const LABELS: u32 = 0x0801;

    fn idx(magic: u32, dimensions: &[u32], values: &[u8]) -> Vec<u8> {
        let mut bytes = magic.to_be_bytes().to_vec();
        bytes.extend(dimensions.iter().flat_map(|dimension| dimension.to_be_bytes()));
        bytes.extend(values);
        bytes
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// The message for `bytes` as images, the same for the plain and for the gzipped file.
    fn images_error(bytes: &[u8]) -> String {
        let plain = read_images("file", bytes).unwrap_err().to_string();
        assert_eq!(read_images("file", &gzip(bytes)).unwrap_err().to_string(), plain);
        plain
    }

    #[test]
    fn images_keep_their_order_and_size() {
        let bytes = idx(IMAGES, &[2, 1, 3], &[1, 2, 3, 4, 5, 6]);
        let images = Images { rows: 1, columns: 3, pixels: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(read_images("file", &bytes).unwrap(), images);
        assert_eq!(read_images("file", &gzip(&bytes)).unwrap(), images);
    }

    #[test]
    fn labels_below_the_number_of_classes() {
        let bytes = idx(LABELS, &[3], &[7, 0, 9]);
        assert_eq!(read_labels("file", &bytes, 10).unwrap(), [7, 0, 9]);
        assert_eq!(read_labels("file", &gzip(&bytes), 10).unwrap(), [7, 0, 9]);
        let error = read_labels("file", &bytes, 9).unwrap_err().to_string();
        assert_eq!(error, "file: the label at index 2 is 9, but labels are below 9");
        assert!(read_labels("file", &bytes, 0).is_err());
    }

    #[test]
    fn a_wrong_magic_number() {
        let labels = idx(LABELS, &[3], &[7, 0, 9]);
        let expected = "file: the magic number is 0x00000801, but this kind of file has 0x00000803";
        assert_eq!(images_error(&labels), expected);
        assert!(matches!(
            read_labels("file", b"<html></html>", 10),
            Err(IdxError::Magic { found: 0x3c68_746d, expected: LABELS, .. })
        ));
    }

    #[test]
    fn truncated_anywhere() {
        let bytes = idx(IMAGES, &[1, 2, 2], &[1, 2, 3, 4]);
        for length in 0..bytes.len() {
            let expected = if length < 16 { 16 } else { 20 };
            let sizes = format!("expected at least {expected} bytes, has {length}");
            assert_eq!(images_error(&bytes[..length]), format!("file: the file is truncated: {sizes}"));
        }
    }

    #[test]
    fn trailing_bytes() {
        let bytes = idx(IMAGES, &[1, 2, 2], &[1, 2, 3, 4, 5]);
        assert_eq!(images_error(&bytes), "file: bytes follow after the 20 that the header declares");
    }

    #[test]
    fn a_dimension_of_zero() {
        for dimensions in [[0, 2, 2], [2, 0, 2], [2, 2, 0]] {
            let [n, h, w] = dimensions;
            let expected =
                format!("file: the header declares {n} x {h} x {w} values, and one of these dimensions is zero");
            assert_eq!(images_error(&idx(IMAGES, &dimensions, &[])), expected);
        }
        assert!(matches!(read_labels("file", &idx(LABELS, &[0], &[]), 10), Err(IdxError::Empty { .. })));
    }

    #[test]
    fn a_header_beyond_the_limit_or_beyond_64_bits() {
        let limit = u32::try_from(MAX_VALUES).unwrap();
        for (dimensions, shown) in
            [([limit, 2, 1], "268435456 x 2 x 1"), ([u32::MAX; 3], "4294967295 x 4294967295 x 4294967295")]
        {
            let expected = format!("file: the header declares {shown} values, more than the limit of 268435456");
            assert_eq!(images_error(&idx(IMAGES, &dimensions, &[])), expected);
        }
        assert!(images_error(&idx(IMAGES, &[limit, 1, 1], &[])).contains("truncated"));
    }

    #[test]
    fn no_more_is_unpacked_than_declared() {
        let bomb = gzip(&idx(IMAGES, &[1, 2, 2], &vec![0; 1 << 24]));
        let mut file = IdxFile::new("file", &bomb);
        file.header::<3>().unwrap();
        assert_eq!(file.take(5).unwrap().len(), 5);
        assert!(matches!(read_images("file", &bomb), Err(IdxError::Trailing { expected: 20, .. })));
    }

    #[test]
    fn damaged_gzip_data() {
        let mut bytes = gzip(&idx(IMAGES, &[1, 2, 2], &[1, 2, 3, 4]));
        for length in 2..bytes.len() {
            assert!(matches!(read_images("file", &bytes[..length]), Err(IdxError::Gzip { .. })), "{length} bytes");
        }
        let checksum = bytes.len() - 8;
        bytes[checksum] ^= 1;
        let error = read_images("file", &bytes).unwrap_err().to_string();
        assert!(error.starts_with("file: the gzip data cannot be unpacked: "), "{error}");
    }
}
