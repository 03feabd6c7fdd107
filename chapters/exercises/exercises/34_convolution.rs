//! 7.4.3 The convolutional layer (합성곱 계층 구현하기): im2col, one matrix product, and the result as images.
//!
//! ```text
//! col = im2col(x)        (N·OH·OW) x (C·FH·FW)        w: F x (C·FH·FW), a filter in each row   b: 1 x F
//! out = col·wᵀ + b       (N·OH·OW) x F                row (n·OH + oy)·OW + ox, column f
//! y[n, f, oy, ox] = out[(n·OH + oy)·OW + ox, f]       N x F x OH x OW
//! ```
//!
//! `im2col(x, filter, stride)` is that of the exercise before. The last line is the book's `reshape` and `transpose`: an
//! image has all pixels of a channel together, the product has all channels of a pixel together.

use checks::{Images, Verdict, chapter7, im2col};
use common::Matrix;
use common::matrix::{add_row, dot, transposed};

/// The output, N x F x OH x OW, of F filters `w` of `filter` x `filter` pixels on the images `x`, N x C x H x W.
pub fn convolution(x: &Images, w: &Matrix<f64>, b: &Matrix<f64>, filter: usize, stride: usize) -> Images {
    let [n, _, height, width] = x.shape;
    let (out_h, out_w) = ((height - filter) / stride + 1, (width - filter) / stride + 1);
    let mut y = Images::zeros([n, w.nrows(), out_h, out_w]);
    todo!();
    y
}

/// `cargo run -p exercises -- convolution` runs this check.
pub fn main() -> Verdict {
    chapter7::convolution(convolution)
}
