//! 4.3 Numerical differentiation (수치 미분), 4.4 Gradient (기울기), by central differences:
//!
//! ```text
//! f'(x) ≈ (f(x + h) - f(x - h)) / 2h
//! ```

use crate::{Float, Matrix};

/// Step size h of the central difference, as in the book. A smaller h loses more to rounding error, a larger one to
/// truncation error. In `f32` rounding alone changes the quotient by about 1e-3 for a loss near 2, often as much as the
/// gradient itself: check gradients in `f64`.
pub const H: f64 = 1e-4;

/// 4.3.1 The derivative (미분) of `f` at `x`.
///
/// ```
/// use common::gradient::numerical_diff;
/// let f = |x: f64| 0.01 * x * x + 0.1 * x;
/// assert!((numerical_diff(f, 5.0) - 0.2).abs() < 1e-9);
/// ```
pub fn numerical_diff<T: Float>(mut f: impl FnMut(T) -> T, x: T) -> T {
    let h = T::of(H);
    (f(x + h) - f(x - h)) / (h + h)
}

/// 4.4 The gradient (기울기) of `loss` with respect to the matrix that `parameter` picks out of `model`.
///
/// Perturbs one element at a time and evaluates the whole loss twice for each, so it suits small models and tests.
/// Every element is restored bit for bit.
///
/// ```
/// use common::{Matrix, gradient::numerical_gradient};
/// let mut x = Matrix::from_row_slice(1, 2, &[3.0, 4.0]);
/// let gradient = numerical_gradient(&mut x, |x| x, |x| x[0] * x[0] + x[1] * x[1]);
/// assert!((gradient - Matrix::from_row_slice(1, 2, &[6.0, 8.0])).amax() < 1e-9);
/// ```
///
/// The book's `numerical_gradient(f, x)` changes the array `x` in place. Its `f = lambda W: net.loss(x, t)` ignores `W`,
/// and the gradient is right all the same: the array is `net.W` itself, so every change of it is a change of the
/// network. Here `parameter` says where the matrix is, and `loss` takes the changed model. Of a copy, which the loss
/// never sees, the gradient is 0.
///
/// ```
/// use common::{Matrix, gradient::numerical_gradient};
/// struct Net {
///     w: Matrix<f64>,
/// }
/// let mut net = Net { w: Matrix::from_row_slice(1, 2, &[3.0, 4.0]) };
/// let loss = |net: &Net| net.w[0] * net.w[0] + net.w[1] * net.w[1];
/// let gradient = numerical_gradient(&mut net, |net| &mut net.w, loss);
/// assert!((gradient - Matrix::from_row_slice(1, 2, &[6.0, 8.0])).amax() < 1e-9);
///
/// let mut copy = net.w.clone();
/// let gradient = numerical_gradient(&mut copy, |copy| copy, |_| loss(&net));
/// assert_eq!(gradient, Matrix::zeros(1, 2));
/// ```
pub fn numerical_gradient<T: Float, M>(
    model: &mut M,
    parameter: impl Fn(&mut M) -> &mut Matrix<T>,
    loss: impl Fn(&M) -> T,
) -> Matrix<T> {
    let (rows, columns) = parameter(model).shape();
    Matrix::from_fn(rows, columns, |i, j| {
        let original = parameter(model)[(i, j)];
        let loss_at = |value| {
            parameter(model)[(i, j)] = value;
            loss(model)
        };
        let slope = numerical_diff(loss_at, original);
        parameter(model)[(i, j)] = original;
        slope
    })
}

/// Relative error between two gradients: `‖a - b‖ / (‖a‖ + ‖b‖)` in the Frobenius norm, from 0 (equal) to 1 (opposite,
/// or one of them 0). NaN if either contains NaN.
///
/// # Panics
///
/// If they differ in shape.
pub fn relative_error(a: &Matrix<f64>, b: &Matrix<f64>) -> f64 {
    (a - b).norm() / (a.norm() + b.norm()).max(f64::MIN_POSITIVE)
}
