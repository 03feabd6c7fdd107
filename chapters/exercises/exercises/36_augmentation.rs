//! 8.1.2 Data augmentation (정확도를 더 높이려면): a shifted image is a new one with the same label.
//!
//! ```text
//! out[i, j] = image[i - down, j - right]        where that is in the image, else 0 (black)
//! image, out: H x W
//! ```
//!
//! Nothing that leaves the image comes back on the other side. Negative `down` shifts up, negative `right` to the left.

use checks::{Verdict, chapter8};
use common::Matrix;

/// The image shifted by so many pixels.
pub fn shifted(image: &Matrix<f64>, down: isize, right: isize) -> Matrix<f64> {
    todo!()
}

/// `cargo run -p exercises -- augmentation` runs this check.
pub fn main() -> Verdict {
    chapter8::augmentation(shifted)
}
