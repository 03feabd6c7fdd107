//! 7.3 Pooling layer (풀링 계층): max pooling.
//!
//! ```text
//! out[n, c, y, x] = max of in[n, c, y·s + i - p, x·s + j - p] over i, j        in: N x (C·H·W)   out: N x (C·OH·OW)
//! din = Σ dout of the windows that the element is the maximum of               s: stride         p: padding
//! ```
//!
//! Padding is never the maximum, as in PyTorch; the book pads with 0, and its output size leaves the padding out.

use pulp::Arch;
use rayon::prelude::*;

use super::taps::{Taps, each, pixels};
use super::{Image, Layer, Window, kept};
use crate::{Float, Matrix};

/// Max pooling: the largest value in each window, channel by channel. The first one wins a tie; NaN wins over all.
///
/// ```
/// use common::Matrix;
/// use common::layers::{Image, Layer, Pooling, Window};
///
/// let pool = Pooling::new(Window { stride: 2, ..Window::square(2) }, Image { channels: 1, height: 2, width: 4 });
/// let x = Matrix::from_row_slice(1, 8, &[1., 2., 1., 0., 0., 1., 2., 3.]);
/// assert_eq!(pool.predict(x), Matrix::from_row_slice(1, 2, &[2., 3.]));
/// ```
///
/// # Panics
///
/// `predict` and `forward` panic if their input does not have C·H·W columns.
#[derive(Clone, Debug)]
pub struct Pooling {
    window: Window,
    input: Image,
    /// Place of each output's maximum in its window, N x (C·OH·OW).
    argmax: Option<Matrix<u32>>,
}

impl Pooling {
    /// A layer for images of size `input`.
    ///
    /// # Panics
    ///
    /// If the window does not fit the images, or could lie on padding alone.
    pub fn new(window: Window, input: Image) -> Self {
        window.positions(input);
        let Window { height, width, pad, .. } = window;
        assert!(pad < height.min(width), "Pooling: a padding of {pad} is too large for a window of {height} x {width}");
        Self { window, input, argmax: None }
    }

    /// Size of the output.
    pub fn output(&self) -> Image {
        let (height, width) = self.window.positions(self.input);
        Image { height, width, ..self.input }
    }

    /// The maxima, and where they are. Each row of a channel is a parallel task.
    fn maxima<T: Float>(&self, x: &Matrix<T>) -> (Matrix<T>, Matrix<u32>) {
        assert_eq!(x.ncols(), self.input.len(), "Pooling of images of {}: their columns", self.input);
        let (n, output) = (x.nrows(), self.output());
        let taps = Taps::forward(self.window, self.input);
        let (rows, columns) = (each(&taps.rows), each(&taps.columns));
        let (mut out, mut argmax) = (Matrix::zeros(n, output.len()), Matrix::zeros(n, output.len()));
        let out_rows = out.as_mut_slice().par_chunks_exact_mut((output.width * n).max(1));
        let argmax_rows = argmax.as_mut_slice().par_chunks_exact_mut((output.width * n).max(1));
        out_rows.zip(argmax_rows).enumerate().for_each(|(index, (out, argmax))| {
            let (c, row) = (index / output.height, &rows[index % output.height]);
            for ((out, argmax), column) in out.chunks_exact_mut(n).zip(argmax.chunks_exact_mut(n)).zip(&columns) {
                out.fill(-T::one() / T::zero());
                for (pixel, place) in pixels(self.input, self.window, c, row, column) {
                    let x = &x.as_slice()[pixel * n..][..n];
                    Arch::new().dispatch(|| keep_larger(out, argmax, x, place as u32));
                }
            }
        });
        (out, argmax)
    }
}

/// Where `x` is larger than `out`, or NaN, it replaces it, and `place` the place.
#[inline(always)]
fn keep_larger<T: Float>(out: &mut [T], argmax: &mut [u32], x: &[T], place: u32) {
    for ((out, argmax), &x) in out.iter_mut().zip(argmax).zip(x) {
        #[expect(clippy::eq_op, reason = "only NaN differs from itself")]
        let larger = (x > *out) | (x != x);
        *out = if larger { x } else { *out };
        *argmax = if larger { place } else { *argmax };
    }
}

/// Adds `dout` to `dx` where the maximum was at `place`.
#[inline(always)]
fn add_where<T: Float>(dx: &mut [T], dout: &[T], argmax: &[u32], place: u32) {
    for ((dx, &d), &argmax) in dx.iter_mut().zip(dout).zip(argmax) {
        *dx += if argmax == place { d } else { T::zero() }; // out = max x
    }
}

impl<T: Float> Layer<T> for Pooling {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.maxima(&x).0
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let (out, argmax) = self.maxima(&x);
        self.argmax = Some(argmax);
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        let (argmax, n, output) = (kept(&mut self.argmax), dout.nrows(), self.output());
        assert_eq!(dout.shape(), argmax.shape(), "Pooling: dout does not have the shape of the output");
        let taps = Taps::backward(self.window, self.input);
        let (rows, columns) = (each(&taps.rows), each(&taps.columns));
        let mut dx = Matrix::zeros(n, self.input.len());
        let dx_rows = dx.as_mut_slice().par_chunks_exact_mut((self.input.width * n).max(1));
        dx_rows.enumerate().for_each(|(index, dx)| {
            let (c, row) = (index / self.input.height, &rows[index % self.input.height]);
            for (dx, column) in dx.chunks_exact_mut(n).zip(&columns) {
                for (pixel, place) in pixels(output, self.window, c, row, column) {
                    let (dout, argmax) = (&dout.as_slice()[pixel * n..][..n], &argmax.as_slice()[pixel * n..][..n]);
                    Arch::new().dispatch(|| add_where(dx, dout, argmax, place as u32));
                }
            }
        });
        dx
    }

    fn describe(&self) -> String {
        let Window { height, width, stride, pad } = self.window;
        let kernel = if height == width { height.to_string() } else { format!("({height}, {width})") };
        format!("MaxPool2d(kernel_size={kernel}, stride={stride}, padding={pad}, dilation=1, ceil_mode=False)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Image = Image { channels: 1, height: 4, width: 4 };

    fn pooled(pooling: &mut Pooling, x: &[f64]) -> Vec<f64> {
        pooling.forward(Matrix::from_row_slice(1, x.len(), x)).as_slice().to_vec()
    }

    #[test]
    fn the_example_of_section_7_3() {
        let x = [1.0, 2.0, 1.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 0.0, 1.0, 2.0, 2.0, 4.0, 0.0, 1.0];
        let mut pooling = Pooling::new(Window { stride: 2, ..Window::square(2) }, INPUT);
        assert_eq!(pooling.output(), Image { channels: 1, height: 2, width: 2 });
        assert_eq!(pooled(&mut pooling, &x), [2.0, 3.0, 4.0, 2.0]);
        let dx = pooling.backward(Matrix::from_row_slice(1, 4, &[10.0, 20.0, 30.0, 40.0]));
        let expected = [0.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 20.0, 0.0, 0.0, 0.0, 40.0, 0.0, 30.0, 0.0, 0.0];
        assert_eq!(dx, Matrix::from_row_slice(1, 16, &expected));
    }

    #[test]
    fn overlapping_windows_add_their_gradients_and_padding_is_never_the_maximum() {
        let image = Image { channels: 2, height: 1, width: 2 };
        let mut pooling = Pooling::new(Window { height: 2, width: 2, stride: 1, pad: 1 }, image);
        let out = pooled(&mut pooling, &[-1.0, -2.0, -4.0, -3.0]);
        assert_eq!(out, [-1.0, -1.0, -2.0, -1.0, -1.0, -2.0, -4.0, -3.0, -3.0, -4.0, -3.0, -3.0]);
        let dx = pooling.backward(Matrix::from_element(1, 12, 1.0));
        assert_eq!(dx, Matrix::from_row_slice(1, 4, &[4.0, 2.0, 2.0, 4.0]));
    }

    #[test]
    fn nan_is_passed_on_with_its_gradient() {
        let mut pooling = Pooling::new(Window::square(2), Image { channels: 1, height: 2, width: 2 });
        assert!(pooled(&mut pooling, &[1.0, f64::NAN, 3.0, 2.0])[0].is_nan());
        assert_eq!(
            pooling.backward(Matrix::from_element(1, 1, 5.0)),
            Matrix::from_row_slice(1, 4, &[0.0, 5.0, 0.0, 0.0])
        );
    }

    #[test]
    #[should_panic(expected = "Pooling: a padding of 2 is too large for a window of 2 x 3")]
    fn a_window_on_padding_alone_is_refused() {
        Pooling::new(Window { height: 2, width: 3, stride: 1, pad: 2 }, INPUT);
    }
}
