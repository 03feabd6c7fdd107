//! 7.4.2 Unfolding images with im2col (im2col로 데이터 전개하기), 7.4.3 `im2col` and `col2im`.
//!
//! ```text
//! x: N x C x H x W      col: (N·OH·OW) x (C·FH·FW)
//! OH = (H + 2·pad - FH)/stride + 1      OW = (W + 2·pad - FW)/stride + 1      rounded down
//!
//! row    (n·OH + oy)·OW + ox     one window: output pixel oy, ox of image n
//! column (c·FH + fy)·FW + fx     one weight of the filter
//! im2col    col[row, column]  = x[n, c, oy·stride + fy - pad, ox·stride + fx - pad], in the padding 0
//! col2im    x[n, c, …, …]    += col[row, column], nothing in the padding
//! ```
//!
//! A convolution is then one matrix product: each row of `col` times each filter. Where windows overlap, a pixel is
//! in several rows: `im2col` copies it, `col2im` adds the copies up. So `col2im` is the backward pass of `im2col`.

use common::{Float, Matrix};

use crate::{Array4, conv_output_size};

/// Unfolds images N x C x H x W into a matrix with one window per row, (N·OH·OW) x (C·FH·FW).
///
/// ```
/// use ch07_convnet::{Array4, im2col};
/// let x1 = Array4::<f64>::zeros([1, 3, 7, 7]);
/// assert_eq!(im2col(&x1, 5, 5, 1, 0).shape(), (9, 75));
/// let x2 = Array4::<f64>::zeros([10, 3, 7, 7]);
/// assert_eq!(im2col(&x2, 5, 5, 1, 0).shape(), (90, 75));
/// ```
///
/// # Panics
///
/// As [`conv_output_size`].
pub fn im2col<T: Float>(x: &Array4<T>, filter_h: usize, filter_w: usize, stride: usize, pad: usize) -> Matrix<T> {
    im2col_padded_with(T::zero(), x, filter_h, filter_w, stride, pad)
}

/// [`im2col`] with `padding` instead of 0 around the images.
pub(crate) fn im2col_padded_with<T: Float>(
    padding: T,
    x: &Array4<T>,
    filter_h: usize,
    filter_w: usize,
    stride: usize,
    pad: usize,
) -> Matrix<T> {
    let (rows, columns) = col_shape(x.shape(), filter_h, filter_w, stride, pad);
    let mut col = Matrix::from_element(rows, columns, padding);
    for_each_pixel(x.shape(), filter_h, filter_w, stride, pad, |at, pixel| col[at] = x[pixel]);
    col
}

/// Folds a matrix (N·OH·OW) x (C·FH·FW) back into images of `shape` N x C x H x W. Each pixel is the sum of its
/// elements in `col`.
///
/// # Panics
///
/// If `col` does not have the shape that [`im2col`] gives for these images, or as [`conv_output_size`].
pub fn col2im<T: Float>(
    col: &Matrix<T>,
    shape: [usize; 4],
    filter_h: usize,
    filter_w: usize,
    stride: usize,
    pad: usize,
) -> Array4<T> {
    let expected = col_shape(shape, filter_h, filter_w, stride, pad);
    assert_eq!(col.shape(), expected, "col2im: the matrix does not match images of {shape:?}");
    let mut x = Array4::zeros(shape);
    for_each_pixel(shape, filter_h, filter_w, stride, pad, |at, pixel| x[pixel] += col[at]);
    x
}

/// (N·OH·OW) x (C·FH·FW) for images N x C x H x W.
fn col_shape([n, c, h, w]: [usize; 4], filter_h: usize, filter_w: usize, stride: usize, pad: usize) -> (usize, usize) {
    let windows = conv_output_size(h, filter_h, stride, pad) * conv_output_size(w, filter_w, stride, pad);
    (n * windows, c * filter_h * filter_w)
}

/// Calls `f` with the row and column of every element of `col` that is a pixel, not padding, and the index of the pixel.
fn for_each_pixel(
    [n, c, h, w]: [usize; 4],
    filter_h: usize,
    filter_w: usize,
    stride: usize,
    pad: usize,
    mut f: impl FnMut((usize, usize), [usize; 4]),
) {
    let (out_h, out_w) = (conv_output_size(h, filter_h, stride, pad), conv_output_size(w, filter_w, stride, pad));
    for row in 0..n * out_h * out_w {
        let (n, oy, ox) = (row / (out_h * out_w), row / out_w % out_h, row % out_w);
        for column in 0..c * filter_h * filter_w {
            let (c, fy, fx) = (column / (filter_h * filter_w), column / filter_w % filter_h, column % filter_w);
            let (y, x) = (oy * stride + fy, ox * stride + fx); // in the padded image
            if (pad..pad + h).contains(&y) && (pad..pad + w).contains(&x) {
                f((row, column), [n, c, y - pad, x - pad]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An image of 3 x 3 pixels, windows of 2 x 3 with stride 2 and padding 1.
    #[test]
    fn padding_is_zero_and_is_dropped_on_the_way_back() {
        let x = Array4::new([1, 1, 3, 3], (1..=9).map(f64::from).collect());
        let col = im2col(&x, 2, 3, 2, 1);
        #[rustfmt::skip]
        let windows = Matrix::from_row_slice(4, 6, &[
            0.0, 0.0, 0.0, 0.0, 1.0, 2.0,
            0.0, 0.0, 0.0, 2.0, 3.0, 0.0,
            0.0, 4.0, 5.0, 0.0, 7.0, 8.0,
            5.0, 6.0, 0.0, 8.0, 9.0, 0.0,
        ]);
        assert_eq!(col, windows);
        // The middle column is in two windows of each row.
        let twice = Array4::new([1, 1, 3, 3], vec![1.0, 4.0, 3.0, 4.0, 10.0, 6.0, 7.0, 16.0, 9.0]);
        assert_eq!(col2im(&col, [1, 1, 3, 3], 2, 3, 2, 1), twice);
    }

    #[test]
    fn the_channels_of_a_window_are_in_one_row() {
        let x = Array4::new([2, 2, 1, 2], (0..8).map(f64::from).collect());
        let windows = Matrix::from_row_slice(4, 2, &[0.0, 2.0, 1.0, 3.0, 4.0, 6.0, 5.0, 7.0]);
        assert_eq!(im2col(&x, 1, 1, 1, 0), windows);
    }

    #[test]
    #[should_panic(expected = "col2im: the matrix does not match images of [1, 1, 3, 3]")]
    fn a_matrix_of_another_shape_panics() {
        col2im(&Matrix::<f64>::zeros(4, 5), [1, 1, 3, 3], 2, 3, 2, 1);
    }
}
