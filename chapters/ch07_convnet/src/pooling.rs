//! 7.3 Pooling layer (풀링 계층): maximum pooling, implemented with im2col as in 7.4.4 (풀링 계층 구현하기).
//!
//! ```text
//! x: N x C x H x W      out: N x C x OH x OW      OH = (H + 2·pad - PH)/stride + 1      OW likewise
//!
//! col = im2col(x)       (N·C·OH·OW) x (PH·PW)     one window of one channel per row
//! out = max of each row of col                    padding never wins: it is -∞
//! dcol = dout at the maximum of each row, else 0  dx = col2im(dcol)
//! ```
//!
//! Channels do not mix, so they are unfolded like images of one channel. Windows that overlap can have the same
//! maximum: `col2im` adds up what comes back to it.

use common::matrix::argmax_rows;
use common::{Float, Matrix};

use crate::im2col::im2col_padded_with;
use crate::{Array4, col2im, conv_output_size};

/// Maximum pooling: the largest value of every window. It has no parameters. `common::layers::Pooling` computes the
/// same, faster.
///
/// ```
/// use ch07_convnet::{Array4, Pooling};
/// let x = vec![1.0, 2.0, 1.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 0.0, 1.0, 2.0, 2.0, 4.0, 0.0, 1.0];
/// let out = Pooling::new(2, 2, 2, 0).forward(&Array4::new([1, 1, 4, 4], x));
/// assert_eq!(out, Array4::new([1, 1, 2, 2], vec![2.0, 3.0, 4.0, 2.0]));
/// ```
#[derive(Clone, Debug)]
pub struct Pooling {
    pool_h: usize,
    pool_w: usize,
    stride: usize,
    pad: usize,
    /// The shape of the input, and the position of the maximum in each window (`None`: there is a NaN).
    kept: Option<([usize; 4], Vec<Option<usize>>)>,
}

impl Pooling {
    /// A layer with windows PH x PW. `stride` and `pad` are in pixels.
    ///
    /// # Panics
    ///
    /// If a window could lie in the padding as a whole.
    pub fn new(pool_h: usize, pool_w: usize, stride: usize, pad: usize) -> Self {
        let smaller = pad < pool_h && pad < pool_w;
        assert!(smaller, "Pooling: a pad of {pad} is not smaller than windows of {pool_h} x {pool_w}");
        Self { pool_h, pool_w, stride, pad, kept: None }
    }

    /// The shape of the output, N x C x OH x OW.
    fn output(&self, [n, c, h, w]: [usize; 4]) -> [usize; 4] {
        let size = |input, window| conv_output_size(input, window, self.stride, self.pad);
        [n, c, size(h, self.pool_h), size(w, self.pool_w)]
    }

    /// Output N x C x OH x OW for images N x C x H x W. The first maximum wins a tie; a window that contains NaN has
    /// the maximum NaN. Keeps what [`Pooling::backward`] needs.
    ///
    /// # Panics
    ///
    /// If the windows do not fit: as [`conv_output_size`].
    pub fn forward<T: Float>(&mut self, x: &Array4<T>) -> Array4<T> {
        let [n, c, h, w] = x.shape();
        let (padding, channels) = (T::of(f64::NEG_INFINITY), x.clone().reshape([n * c, 1, h, w]));
        let col = im2col_padded_with(padding, &channels, self.pool_h, self.pool_w, self.stride, self.pad);
        let arg_max = argmax_rows(&col);
        let max = |(row, best): (usize, &Option<usize>)| best.map_or(T::of(f64::NAN), |best| col[(row, best)]);
        let out = Array4::new(self.output(x.shape()), arg_max.iter().enumerate().map(max).collect());
        self.kept = Some((x.shape(), arg_max));
        out
    }

    /// ∂L/∂x from ∂L/∂out, N x C x OH x OW.
    ///
    /// # Panics
    ///
    /// If there was no `forward` since the last `backward`, or `dout` does not have the shape of its output.
    pub fn backward<T: Float>(&mut self, dout: &Array4<T>) -> Array4<T> {
        let (shape, arg_max) = self.kept.take().expect("a backward pass needs a forward pass before it");
        assert_eq!(dout.shape(), self.output(shape), "Pooling: dout does not have the shape of the output");
        let dout = dout.to_matrix(arg_max.len()); // (N·C·OH·OW) x 1
        let mut dcol = Matrix::zeros(arg_max.len(), self.pool_h * self.pool_w);
        for (row, best) in arg_max.into_iter().enumerate() {
            if let Some(best) = best {
                dcol[(row, best)] = dout[row]; // out = max of each row of col
            }
        }
        let [n, c, h, w] = shape;
        col2im(&dcol, [n * c, 1, h, w], self.pool_h, self.pool_w, self.stride, self.pad).reshape(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_goes_to_the_maximum_and_adds_up_where_windows_overlap() {
        let x = Array4::new([1, 1, 2, 3], vec![1.0, 9.0, 2.0, 3.0, 4.0, 5.0]);
        let mut pooling = Pooling::new(2, 2, 1, 0);
        assert_eq!(pooling.forward(&x), Array4::new([1, 1, 1, 2], vec![9.0, 9.0]));
        let dx = pooling.backward(&Array4::new([1, 1, 1, 2], vec![10.0, 1.0]));
        assert_eq!(dx, Array4::new([1, 1, 2, 3], vec![0.0, 11.0, 0.0, 0.0, 0.0, 0.0]));
    }

    #[test]
    fn padding_never_wins_and_enlarges_the_output() {
        let x = Array4::new([1, 1, 2, 2], vec![-4.0, -3.0, -2.0, -1.0]);
        let mut pooling = Pooling::new(2, 2, 2, 1);
        assert_eq!(pooling.forward(&x), x);
        assert_eq!(pooling.backward(&x), x);
    }

    #[test]
    fn channels_are_pooled_on_their_own_with_a_rectangular_window() {
        let x = Array4::new([1, 2, 2, 2], vec![1.0, 2.0, 3.0, 0.0, 5.0, 5.0, 7.0, 8.0]);
        let mut pooling = Pooling::new(1, 2, 1, 0);
        assert_eq!(pooling.forward(&x), Array4::new([1, 2, 2, 1], vec![2.0, 3.0, 5.0, 8.0]));
        let dx = pooling.backward(&Array4::new([1, 2, 2, 1], vec![1.0, 2.0, 3.0, 4.0]));
        assert_eq!(dx, Array4::new([1, 2, 2, 2], vec![0.0, 1.0, 2.0, 0.0, 3.0, 0.0, 0.0, 4.0]));
    }

    #[test]
    fn nan_is_not_hidden() {
        let x = Array4::new([1, 1, 1, 3], vec![1.0, f64::NAN, 2.0]);
        assert!(Pooling::new(1, 3, 1, 0).forward(&x)[[0, 0, 0, 0]].is_nan());
    }

    #[test]
    #[should_panic(expected = "Pooling: a pad of 2 is not smaller than windows of 3 x 2")]
    fn a_window_of_nothing_but_padding_panics() {
        Pooling::new(3, 2, 1, 2);
    }
}
