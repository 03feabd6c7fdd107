//! 7.4.2 Unfolding images with im2col (im2col로 데이터 전개하기): a row for each position of the filter.
//!
//! ```text
//! x: N x C x H x W        col: (N·OH·OW) x (C·FH·FW)
//! row    (n·OH + oy)·OW + ox     the window of output pixel (oy, ox) of image n
//! column (c·FH + fy)·FW + fx     one weight of a filter
//! col[row, column] = x[n, c, oy·stride + fy, ox·stride + fx]
//! ```
//!
//! Go through the rows, or through n, c, oy, ox, fy, fx, and fill `col`. Divisions with remainder turn a row into n, oy, ox:
//! ox = row mod OW, oy = row / OW mod OH, n = row / (OH·OW).

use checks::{Images, Verdict, chapter7};
use common::Matrix;

/// Unfolds `x`, N x C x H x W, for filters of `filter` x `filter` pixels. Without padding: `x.padded(pad)` adds it.
pub fn im2col(x: &Images, filter: usize, stride: usize) -> Matrix<f64> {
    let [n, c, h, w] = x.shape;
    let (out_h, out_w) = ((h - filter) / stride + 1, (w - filter) / stride + 1);
    let mut col = Matrix::zeros(n * out_h * out_w, c * filter * filter);
    // <solution>
    for row in 0..col.nrows() {
        let (n, oy, ox) = (row / (out_h * out_w), row / out_w % out_h, row % out_w);
        for column in 0..col.ncols() {
            let (c, fy, fx) = (column / (filter * filter), column / filter % filter, column % filter);
            col[(row, column)] = x[[n, c, oy * stride + fy, ox * stride + fx]];
        }
    }
    // </solution>
    col
}

/// `cargo run -p exercises -- im2col` runs this check.
pub fn main() -> Verdict {
    chapter7::im2col(im2col)
}
