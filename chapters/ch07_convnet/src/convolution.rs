//! 7.2 Convolutional layer (합성곱 계층), implemented with im2col as in 7.4.3 (합성곱 계층 구현하기).
//!
//! ```text
//! x: N x C x H x W   w: F x C x FH x FW   b: 1 x F   out: N x F x OH x OW
//! out[n, f, oy, ox] = b[f] + Σ w[f, c, fy, fx]·x[n, c, oy·stride + fy - pad, ox·stride + fx - pad]   over c, fy, fx
//!
//! col = im2col(x)           (N·OH·OW) x (C·FH·FW)          col_w = w as a matrix   F x (C·FH·FW)
//! out = col·col_wᵀ + b      (N·OH·OW) x F                  an affine layer
//! dcol_w = doutᵀ·col        db = Σ dout                    dx = col2im(dout·col_w)
//! ```

use common::matrix::{add_row, column_sums, dot, transposed};
use common::{Float, Matrix};

use crate::{Array4, col2im, conv_output_size, im2col};

/// Convolutional layer: F filters slide over the images. `common::layers::Convolution` computes the same, faster.
#[derive(Clone, Debug)]
pub struct Convolution<T: Float> {
    /// Filters, F x C x FH x FW.
    pub w: Array4<T>,
    /// Biases, 1 x F.
    pub b: Matrix<T>,
    /// ∂L/∂w, of the shape of `w`.
    pub dw: Array4<T>,
    /// ∂L/∂b, 1 x F.
    pub db: Matrix<T>,
    stride: usize,
    pad: usize,
    /// The shape of the input, and the input as a matrix.
    kept: Option<([usize; 4], Matrix<T>)>,
}

impl<T: Float> Convolution<T> {
    /// A layer with filters `w`, F x C x FH x FW, and biases `b`, 1 x F. `stride` and `pad` are in pixels.
    ///
    /// # Panics
    ///
    /// If the biases do not match the filters.
    pub fn new(w: Array4<T>, b: Matrix<T>, stride: usize, pad: usize) -> Self {
        assert_eq!(b.shape(), (1, w.shape()[0]), "Convolution: biases do not match filters of {:?}", w.shape());
        Self { dw: Array4::zeros(w.shape()), db: Matrix::zeros(1, b.len()), w, b, stride, pad, kept: None }
    }

    /// The shape of the output, N x F x OH x OW.
    fn output(&self, x: [usize; 4]) -> [usize; 4] {
        let [filters, channels, filter_h, filter_w] = self.w.shape();
        let size = |input, filter| conv_output_size(input, filter, self.stride, self.pad);
        assert_eq!(x[1], channels, "Convolution: filters of {:?} do not match an input of {x:?}", self.w.shape());
        [x[0], filters, size(x[2], filter_h), size(x[3], filter_w)]
    }

    /// Output N x F x OH x OW for images N x C x H x W. Keeps what [`Convolution::backward`] needs.
    ///
    /// # Panics
    ///
    /// If the images do not have C channels, or the filters do not fit: as [`conv_output_size`].
    pub fn forward(&mut self, x: &Array4<T>) -> Array4<T> {
        let [filters, _, filter_h, filter_w] = self.w.shape();
        let [n, _, out_h, out_w] = self.output(x.shape());
        let col = im2col(x, filter_h, filter_w, self.stride, self.pad);
        let col_w = self.w.to_matrix(filters);
        let out = add_row(dot(&col, transposed(&col_w)), &self.b);
        self.kept = Some((x.shape(), col));
        Array4::from_matrix(&out, [n, out_h, out_w, filters]).transpose([0, 3, 1, 2])
    }

    /// ∂L/∂x from ∂L/∂out, N x F x OH x OW. Stores ∂L/∂w and ∂L/∂b in `dw` and `db`.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`, or `dout` does not have the shape of its output.
    pub fn backward(&mut self, dout: &Array4<T>) -> Array4<T> {
        let (shape, col) = self.kept.take().expect("a backward pass needs a forward pass before it");
        assert_eq!(dout.shape(), self.output(shape), "Convolution: dout does not have the shape of the output");
        let [filters, _, filter_h, filter_w] = self.w.shape();
        let dout = dout.transpose([0, 2, 3, 1]).to_matrix(col.nrows()); // (N·OH·OW) x F
        self.db = column_sums(&dout); // out = col·col_wᵀ + b
        self.dw = Array4::from_matrix(&dot(transposed(&dout), &col), self.w.shape());
        let dcol = dot(&dout, &self.w.to_matrix(filters));
        col2im(&dcol, shape, filter_h, filter_w, self.stride, self.pad) // col = im2col(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(height: usize, width: usize, values: &[f64]) -> Array4<f64> {
        Array4::new([1, 1, height, width], values.to_vec())
    }

    /// The image and the filter of section 7.2.2 (합성곱 연산).
    fn example(bias: f64, pad: usize) -> (Convolution<f64>, Array4<f64>) {
        let filter = image(3, 3, &[2.0, 0.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 2.0]);
        let x = [1.0, 2.0, 3.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 0.0, 1.0, 2.0, 2.0, 3.0, 0.0, 1.0];
        (Convolution::new(filter, Matrix::from_element(1, 1, bias), 1, pad), image(4, 4, &x))
    }

    #[test]
    fn the_example_of_section_7_2_2_without_and_with_a_bias() {
        let (mut layer, x) = example(0.0, 0);
        assert_eq!(layer.forward(&x), image(2, 2, &[15.0, 16.0, 6.0, 15.0]));
        let (mut layer, x) = example(3.0, 0);
        assert_eq!(layer.forward(&x), image(2, 2, &[18.0, 19.0, 9.0, 18.0]));
    }

    /// 7.2.3 Padding (패딩): the inner outputs stay what they were.
    #[test]
    fn padding_by_one_keeps_the_size_of_the_image() {
        let (mut layer, x) = example(0.0, 1);
        let out = [7.0, 12.0, 10.0, 2.0, 4.0, 15.0, 16.0, 10.0, 10.0, 6.0, 15.0, 6.0, 8.0, 10.0, 4.0, 3.0];
        assert_eq!(layer.forward(&x), image(4, 4, &out));
    }

    /// 7.2.5 Three-dimensional data (3차원 데이터의 합성곱 연산): two channels of 1 x 2 pixels, two filters of 1 x 1.
    #[test]
    fn channels_are_added_and_each_filter_makes_one_output_channel() {
        let (x, w) = (Array4::new([1, 2, 1, 2], vec![1.0, 2.0, 10.0, 20.0]), vec![1.0, 2.0, 3.0, 4.0]);
        let mut layer = Convolution::new(Array4::new([2, 2, 1, 1], w), Matrix::from_row_slice(1, 2, &[0.0, 0.5]), 1, 0);
        assert_eq!(layer.forward(&x), Array4::new([1, 2, 1, 2], vec![21.0, 42.0, 43.5, 86.5]));
        let dx = layer.backward(&Array4::new([1, 2, 1, 2], vec![1.0, 0.0, 0.0, 1.0]));
        assert_eq!(dx, Array4::new([1, 2, 1, 2], vec![1.0, 3.0, 2.0, 4.0]));
        assert_eq!(layer.dw, Array4::new([2, 2, 1, 1], vec![1.0, 10.0, 2.0, 20.0]));
        assert_eq!(layer.db, Matrix::from_row_slice(1, 2, &[1.0, 1.0]));
    }

    #[test]
    #[should_panic(expected = "Convolution: filters of [1, 1, 3, 3] do not match an input of [1, 2, 4, 4]")]
    fn an_input_with_another_number_of_channels_panics() {
        example(0.0, 0).0.forward(&Array4::zeros([1, 2, 4, 4]));
    }

    #[test]
    #[should_panic(expected = "Convolution: dout does not have the shape of the output")]
    fn a_dout_of_another_shape_panics() {
        let (mut layer, x) = example(0.0, 0);
        layer.forward(&x);
        layer.backward(&x);
    }
}
