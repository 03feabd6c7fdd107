//! "Why?": the gradient of a score with respect to the pixels (Simonyan, Vedaldi and Zisserman, "Deep Inside
//! Convolutional Networks: Visualising Image Classification Models and Saliency Maps", 2014).
//!
//! ```text
//! dx = ∂a_k / ∂x           x: N x D     a: scores, N x C     dx: N x D
//! ```
//!
//! It is the backward pass of chapter 5 with `dout` = 1 for the class k and 0 for the others, and it goes one layer
//! further than training does: through the first layer to the pixels. Where `dx` is positive, a brighter pixel raises
//! the score; where it is negative, it lowers the score.

use common::functions::one_hot;
use common::layers::{Layer, Sequential};
use common::{Float, Matrix};

/// ∂a_k/∂x, 1 x D, for the image x, 1 x D, that the last forward pass was given, and the class k of so many `classes`.
///
/// # Panics
///
/// If there was no forward pass, or the network has no such class.
pub fn saliency<T: Float>(network: &mut Sequential<T>, classes: usize, class: usize) -> Matrix<T> {
    network.backward(one_hot(&[class], classes))
}

#[cfg(test)]
mod tests {
    use common::gradient::{numerical_gradient, relative_error};
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::centring::SIDE;
    use crate::networks::{deep_convnet, simple_convnet, three_layers};

    /// Between two kinks of ReLU or max pooling, of which a deep network has many, there is room only for small steps.
    const STEP: f64 = 0.01;
    /// Rows and columns of the pixels that are checked, in the middle.
    const CHECKED: std::ops::Range<usize> = 9..19;

    /// The image `x` with the checked pixels changed by `STEP` times `change`.
    fn changed(x: &Matrix<f64>, change: &Matrix<f64>) -> Matrix<f64> {
        let mut x = x.clone();
        for (n, pixel) in checked().enumerate() {
            x[pixel] += STEP * change[n];
        }
        x
    }

    fn checked() -> impl Iterator<Item = usize> {
        CHECKED.flat_map(|row| CHECKED.map(move |column| row * SIDE + column))
    }

    #[track_caller]
    fn assert_checked(network: &mut Sequential<f64>) {
        let rng = &mut ChaCha8Rng::seed_from_u64(2);
        let x = Matrix::from_fn(1, SIDE * SIDE, |_, _| rng.random());
        for class in [0, 7] {
            let scores = network.forward(x.clone());
            let gradient = saliency(network, scores.ncols(), class);
            let gradient = Matrix::from_row_iterator(1, CHECKED.len().pow(2), checked().map(|pixel| gradient[pixel]));
            let score = |change: &Matrix<f64>| network.predict(changed(&x, change))[class];
            let mut change = Matrix::zeros(1, gradient.len());
            let numerical = numerical_gradient(&mut change, |change| change, score) / STEP;
            let passes = |gradient: &Matrix<f64>| relative_error(gradient, &numerical) < 1e-7;
            assert!(passes(&gradient), "class {class}: {}", relative_error(&gradient, &numerical));
            assert!(!passes(&(gradient * 1.001)), "the check accepts a wrong gradient");
        }
    }

    #[test]
    fn saliency_agrees_with_the_numerical_gradient() {
        assert_checked(&mut three_layers().unwrap());
        assert_checked(&mut simple_convnet().unwrap());
        assert_checked(&mut deep_convnet().unwrap());
    }

    #[test]
    fn the_saliency_of_an_affine_layer_is_its_weights() {
        let w = Matrix::from_row_slice(3, 2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let affine = common::layers::Affine::new(w.clone(), Matrix::zeros(1, 2));
        let mut network = Sequential(vec![Box::new(affine)]);
        network.forward(Matrix::zeros(1, 3));
        let dx = saliency(&mut network, 2, 1);
        assert_eq!(dx, w.column(1).transpose());
    }
}
