//! 7.4.3 Convolution layer (합성곱 계층).
//!
//! ```text
//! out[n, f, y, x] = b[f] + Σ w[f, c, i, j] · in[n, c, y·s + i - p, x·s + j - p]          summed over c, i, j
//! din[n, c, y', x'] = Σ w[f, c, i, j] · dout[n, f, y, x]      summed over f, i, j where y·s + i - p = y' and x·s + j - p = x'
//! dw[f, c, i, j] = Σ dout[n, f, y, x] · in[n, c, y·s + i - p, x·s + j - p]               summed over n, y, x
//!
//! in: N x (C·H·W)     w: (C·FH·FW) x F     b: 1 x F     out: N x (F·OH·OW)     s: stride     p: padding
//! ```
//!
//! The matrices are column-major: the N values of one pixel are contiguous, and beside them lie those of the next pixel
//! in the row. So, with stride 1, one element of a filter is multiplied by a long run of `OW·N` contiguous numbers, and
//! the result is a run of the next layer's input. Chapter 7's README draws it; its `Convolution` is the book's, by
//! `im2col`.

mod block;
mod correlate;
mod gather;

use rand::Rng;

use self::block::blocks;
use self::correlate::correlate;
use self::gather::gather;
use super::taps::Taps;
use super::{Image, Layer, Param, Role, Window, kept};
use crate::init::WeightInit;
use crate::{Float, Matrix};

/// Convolution layer: every filter slides over all channels of an image and gives a channel of the output.
///
/// ```
/// use common::init::WeightInit;
/// use common::layers::{Convolution, Image, Layer, Window};
/// use common::Matrix;
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let (input, rng) = (Image { channels: 1, height: 28, width: 28 }, &mut ChaCha8Rng::seed_from_u64(1));
/// let conv: Convolution<f32> = Convolution::init(WeightInit::He, 30, Window::square(5), input, rng);
/// assert_eq!(conv.output(), Image { channels: 30, height: 24, width: 24 });
/// assert_eq!(conv.predict(Matrix::zeros(100, 28 * 28)).shape(), (100, 30 * 24 * 24));
/// ```
///
/// # Panics
///
/// `predict` and `forward` panic if their input does not have C·H·W columns.
#[derive(Clone, Debug)]
pub struct Convolution<T: Float> {
    /// Filters, (C·FH·FW) x F: each column is one, channel by channel and row by row. In a file they are a tensor F x C x
    /// FH x FW, as in PyTorch.
    pub w: Param<T>,
    /// Biases, 1 x F.
    pub b: Param<T>,
    window: Window,
    input: Image,
    x: Option<Matrix<T>>,
}

impl<T: Float> Convolution<T> {
    /// A layer with F filters `w`, (C·FH·FW) x F, of the size of `window`, and biases `b`, 1 x F, for images of size
    /// `input`.
    ///
    /// # Panics
    ///
    /// If the shapes do not match, or the window does not fit the images.
    pub fn new(w: Matrix<T>, b: Matrix<T>, window: Window, input: Image) -> Self {
        let Window { height, width, .. } = window;
        window.positions(input);
        let filters = w.ncols();
        assert_eq!(
            (w.nrows(), b.shape()),
            (input.channels * height * width, (1, filters)),
            "Convolution: {filters} filters of {height} x {width} for images of {input} do not match their weights and biases"
        );
        let shape = vec![filters, input.channels, height, width];
        let w = Param { shape, ..Param::new("weight", Role::Weight, w) };
        Self { w, b: Param::new("bias", Role::Bias, b), window, input, x: None }
    }

    /// A layer with random weights, and biases of 0 or random: see [`WeightInit`].
    ///
    /// # Panics
    ///
    /// If the window does not fit the images.
    pub fn init(init: WeightInit, filters: usize, window: Window, input: Image, rng: &mut impl Rng) -> Self {
        let inputs = input.channels * window.height * window.width;
        Self::new(init.weights(inputs, filters, rng), init.biases(inputs, filters, rng), window, input)
    }

    /// Size of the output: F channels.
    pub fn output(&self) -> Image {
        let (height, width) = self.window.positions(self.input);
        Image { channels: self.b.value.len(), height, width }
    }

    fn out(&self, x: &Matrix<T>) -> Matrix<T> {
        assert_eq!(x.ncols(), self.input.len(), "Convolution of images of {}: their columns", self.input);
        let taps = Taps::forward(self.window, self.input);
        let filters = blocks(&self.w.value, self.b.value.as_slice());
        gather(x, self.input, self.window, &taps, &filters, self.output())
    }

    /// The filters seen from the output: F channels to C, so (F·FH·FW) x C.
    fn reversed_filters(&self) -> Matrix<T> {
        let places = self.window.height * self.window.width;
        let element = |row: usize, c: usize| self.w.value[(c * places + row % places, row / places)];
        Matrix::from_fn(self.b.value.len() * places, self.input.channels, element)
    }

    /// Stores ∂L/∂w and ∂L/∂b.
    fn set_gradients(&mut self, dout: &Matrix<T>) {
        let (x, output) = (kept(&mut self.x), self.output());
        let expected = (x.nrows(), output.len());
        assert_eq!(dout.shape(), expected, "Convolution: dout does not have the shape of the output");
        (self.w.grad, self.b.grad) = correlate(&x, self.input, self.window, dout, output);
    }
}

impl<T: Float> Layer<T> for Convolution<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.out(&x)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let out = self.out(&x);
        self.x = Some(x);
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        self.set_gradients(&dout);
        let taps = Taps::backward(self.window, self.input);
        let filters = blocks(&self.reversed_filters(), &[]);
        gather(&dout, self.output(), self.window, &taps, &filters, self.input)
    }

    fn backward_params(&mut self, dout: Matrix<T>) {
        self.set_gradients(&dout);
    }

    fn describe(&self) -> String {
        let (Window { height, width, stride, pad }, channels) = (self.window, self.input.channels);
        let padding = if pad == 0 { String::new() } else { format!(", padding=({pad}, {pad})") };
        let filters = self.b.value.len();
        format!("Conv2d({channels}, {filters}, kernel_size=({height}, {width}), stride=({stride}, {stride}){padding})")
    }

    fn params(&self) -> Vec<&Param<T>> {
        vec![&self.w, &self.b]
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        vec![&mut self.w, &mut self.b]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Image = Image { channels: 1, height: 4, width: 4 };

    /// The image of section 7.2.2 (합성곱 연산).
    fn image() -> Matrix<f64> {
        let x = [1.0, 2.0, 3.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 0.0, 1.0, 2.0, 2.0, 3.0, 0.0, 1.0];
        Matrix::from_row_slice(1, 16, &x)
    }

    /// The filter of section 7.2.2.
    fn layer(bias: f64, pad: usize) -> Convolution<f64> {
        let w = Matrix::from_column_slice(9, 1, &[2.0, 0.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 2.0]);
        Convolution::new(w, Matrix::from_element(1, 1, bias), Window { pad, ..Window::square(3) }, INPUT)
    }

    #[test]
    fn the_example_of_section_7_2_2_without_and_with_a_bias() {
        assert_eq!(layer(0.0, 0).predict(image()), Matrix::from_row_slice(1, 4, &[15.0, 16.0, 6.0, 15.0]));
        let mut layer = layer(3.0, 0);
        assert_eq!(layer.forward(image()), Matrix::from_row_slice(1, 4, &[18.0, 19.0, 9.0, 18.0]));

        let dx = layer.backward(Matrix::from_row_slice(1, 4, &[1.0, 10.0, 0.0, 0.0]));
        let expected = [2.0, 20.0, 1.0, 10.0, 0.0, 1.0, 12.0, 20.0, 1.0, 10.0, 2.0, 20.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(dx, Matrix::from_row_slice(1, 16, &expected));
        let dw = [21.0, 32.0, 3.0, 10.0, 21.0, 32.0, 3.0, 10.0, 21.0];
        assert_eq!(layer.w.grad, Matrix::from_column_slice(9, 1, &dw));
        assert_eq!(layer.b.grad, Matrix::from_element(1, 1, 11.0));
    }

    /// 7.2.3 Padding (패딩).
    #[test]
    fn padding_by_one_keeps_the_size_of_the_image() {
        let layer = layer(0.0, 1);
        assert_eq!(layer.output(), INPUT);
        let out = [7.0, 12.0, 10.0, 2.0, 4.0, 15.0, 16.0, 10.0, 10.0, 6.0, 15.0, 6.0, 8.0, 10.0, 4.0, 3.0];
        assert_eq!(layer.predict(image()), Matrix::from_row_slice(1, 16, &out));
    }

    /// 7.2.5 Three-dimensional data (3차원 데이터의 합성곱 연산): two channels of 1 x 2 pixels, two filters of 1 x 1.
    #[test]
    fn channels_are_added_and_each_filter_makes_one_output_channel() {
        let (w, b) =
            (Matrix::from_column_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]), Matrix::from_row_slice(1, 2, &[0.0, 0.5]));
        let mut layer = Convolution::new(w, b, Window::square(1), Image { channels: 2, height: 1, width: 2 });
        let out = layer.forward(Matrix::from_row_slice(1, 4, &[1.0, 2.0, 10.0, 20.0]));
        assert_eq!(out, Matrix::from_row_slice(1, 4, &[21.0, 42.0, 43.5, 86.5]));
        let dx = layer.backward(Matrix::from_row_slice(1, 4, &[1.0, 0.0, 0.0, 1.0]));
        assert_eq!(dx, Matrix::from_row_slice(1, 4, &[1.0, 3.0, 2.0, 4.0]));
        assert_eq!(layer.w.grad, Matrix::from_column_slice(2, 2, &[1.0, 10.0, 2.0, 20.0]));
        assert_eq!(layer.b.grad, Matrix::from_row_slice(1, 2, &[1.0, 1.0]));
    }

    #[test]
    fn a_batch_without_images_has_outputs_without_rows_and_gradients_of_zero() {
        let mut layer = layer(3.0, 0);
        assert_eq!(layer.forward(Matrix::zeros(0, 16)).shape(), (0, 4));
        assert_eq!(layer.backward(Matrix::zeros(0, 4)).shape(), (0, 16));
        assert_eq!((&layer.w.grad, &layer.b.grad), (&Matrix::zeros(9, 1), &Matrix::zeros(1, 1)));
    }

    #[test]
    #[should_panic(
        expected = "Convolution: 2 filters of 3 x 4 for images of 5 x 6 x 7 do not match their weights and biases\n  left: (60, (1, 3))"
    )]
    fn weights_and_biases_that_do_not_match_panic() {
        let (window, input) = (Window { width: 4, ..Window::square(3) }, Image { channels: 5, height: 6, width: 7 });
        Convolution::<f64>::new(Matrix::zeros(60, 2), Matrix::zeros(1, 3), window, input);
    }

    #[test]
    #[should_panic(
        expected = "Convolution: 1 filters of 3 x 3 for images of 1 x 4 x 4 do not match their weights and biases\n  left: (8, (1, 1))"
    )]
    fn filters_of_another_size_than_the_window_panic() {
        Convolution::<f64>::new(Matrix::zeros(8, 1), Matrix::zeros(1, 1), Window::square(3), INPUT);
    }

    #[test]
    #[should_panic(expected = "Convolution of images of 1 x 4 x 4: their columns\n  left: 15")]
    fn an_input_with_another_number_of_columns_panics() {
        layer(0.0, 0).predict(Matrix::zeros(2, 15));
    }

    #[test]
    #[should_panic(
        expected = "Convolution: dout does not have the shape of the output\n  left: (1, 3)\n right: (1, 4)"
    )]
    fn a_dout_with_another_number_of_columns_panics() {
        let mut layer = layer(0.0, 0);
        layer.forward(image());
        layer.backward(Matrix::zeros(1, 3));
    }

    #[test]
    #[should_panic(
        expected = "Convolution: dout does not have the shape of the output\n  left: (2, 4)\n right: (1, 4)"
    )]
    fn a_dout_for_another_batch_panics() {
        let mut layer = layer(0.0, 0);
        layer.forward(image());
        layer.backward(Matrix::zeros(2, 4));
    }

    #[test]
    #[should_panic(expected = "a backward pass needs a forward pass before it")]
    fn a_second_backward_pass_without_a_forward_pass_panics() {
        let mut layer = layer(0.0, 0);
        layer.forward(image());
        layer.backward(Matrix::zeros(1, 4));
        layer.backward(Matrix::zeros(1, 4));
    }
}
