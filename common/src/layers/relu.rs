//! 5.5.1 ReLU layer (ReLU 계층).
//!
//! ```text
//! out = max(0, x)        x, out: N x D
//! dx = dout where x > 0, else 0
//! ```

use super::{Layer, kept};
use crate::functions::relu;
use crate::matrix::{map, zip_map};
use crate::{Float, Matrix};

/// ReLU layer: see [`relu`].
#[derive(Clone, Debug, Default)]
pub struct Relu {
    /// Mask of the elements with x > 0, N x D.
    mask: Option<Matrix<bool>>,
}

impl<T: Float> Layer<T> for Relu {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        map(x, relu)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let mask = Matrix::from_element(x.nrows(), x.ncols(), false);
        self.mask = Some(zip_map(mask, &x, |_, x| x > T::zero()));
        self.predict(x)
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        zip_map(dout, &kept(&mut self.mask), |d, positive| if positive { d } else { T::zero() }) // out = max(0, x)
    }

    fn describe(&self) -> String {
        "ReLU()".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::LeakyRelu;

    #[test]
    fn the_derivative_at_the_kink_is_the_left_one_and_nan_stays_nan() {
        let x = Matrix::from_row_slice(1, 3, &[0.0, 2.0, f64::NAN]);
        let dout = Matrix::from_element(1, 3, 1.0);
        let mut relu = Relu::default();
        assert!(relu.forward(x.clone())[2].is_nan() && relu.predict(x.clone())[2].is_nan());
        assert_eq!(relu.backward(dout.clone()), Matrix::from_row_slice(1, 3, &[0.0, 1.0, 0.0]));
        let mut leaky_relu = LeakyRelu::default();
        leaky_relu.forward(x);
        assert_eq!(leaky_relu.backward(dout), Matrix::from_row_slice(1, 3, &[0.01, 1.0, 0.01]));
    }
}
