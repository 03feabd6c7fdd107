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

    /// A layer with random weights and biases of 0.
    ///
    /// # Panics
    ///
    /// If the window does not fit the images.
    pub fn init(init: WeightInit, filters: usize, window: Window, input: Image, rng: &mut impl Rng) -> Self {
        let inputs = input.channels * window.height * window.width;
        Self::new(init.weights(inputs, filters, rng), Matrix::zeros(1, filters), window, input)
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
        let taps = Taps::backward(self.window, self.input);
        let filters = blocks(&self.reversed_filters(), &[]);
        let dx = gather(&dout, self.output(), self.window, &taps, &filters, self.input);
        self.backward_params(dout);
        dx
    }

    fn backward_params(&mut self, dout: Matrix<T>) {
        let (x, output) = (kept(&mut self.x), self.output());
        let expected = (x.nrows(), output.len());
        assert_eq!(dout.shape(), expected, "Convolution: dout does not have the shape of the output");
        (self.w.grad, self.b.grad) = correlate(&x, self.input, self.window, &dout, output);
    }

    fn params(&self) -> Vec<&Param<T>> {
        vec![&self.w, &self.b]
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        vec![&mut self.w, &mut self.b]
    }
}
