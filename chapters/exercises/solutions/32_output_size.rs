//! 7.2.4 Output size of a convolution (스트라이드): how many positions a filter has along one side of an image.
//!
//! ```text
//! OH = (H + 2·pad - FH) / stride + 1        rounded down; all in pixels
//! ```
//!
//! A filter that just fits has one position. What is left over at the end of the image, less than a stride, is ignored. Mind
//! that a `usize` cannot be negative, not even in between.

use checks::{Verdict, chapter7};

/// The output size for an image side of `input` pixels, which the padded image has `pad` more on both ends of.
pub fn output_size(input: usize, filter: usize, stride: usize, pad: usize) -> usize {
    // <solution>
    (input + 2 * pad - filter) / stride + 1
    // </solution>
}

/// `cargo run -p exercises -- output_size` runs this check.
pub fn main() -> Verdict {
    chapter7::output_size(output_size)
}
