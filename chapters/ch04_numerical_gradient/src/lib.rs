//! 4.2 Loss functions (손실 함수), 4.3 Numerical differentiation (수치 미분), 4.4 Gradient (기울기).
//!
//! ```text
//! f'(x) ≈ (f(x + h) - f(x - h)) / 2h     a number x, a small step h
//! ∂f/∂xᵢ: the same for one element,      x: 1 x D    ∂f/∂x: 1 x D
//!         the others held fixed
//! x ← x - η ∂f/∂x                        η: learning rate
//! L = -ln softmax(x·w)[t]                x: 1 x 2    w: 2 x 3    t: a class    ∂L/∂w: 2 x 3
//! ```
//!
//! The losses are in [`common::functions`] and the central difference with the book's h in [`common::gradient`],
//! because the later chapters need them unchanged.

use common::functions::{cross_entropy_error, sigmoid, sigmoid_grad, softmax, softmax_cross_entropy};
use common::gradient::{self, numerical_diff};
use common::matrix::dot;
use common::{Float, Matrix};

/// 4.3.1 The forward difference (전방 차분), the book's bad example: `(f(x + h) - f(x)) / h`, with an error of about
/// `h f''(x) / 2`.
pub fn forward_difference<T: Float>(f: impl Fn(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x)) / h
}

/// 4.3.1 The central difference (중앙 차분): `(f(x + h) - f(x - h)) / 2h`, with an error of about `h² f'''(x) / 6`.
/// [`numerical_diff`] is this with h = 1e-4.
pub fn central_difference<T: Float>(f: impl Fn(T) -> T, x: T, h: T) -> T {
    (f(x + h) - f(x - h)) / (h + h)
}

/// The mean absolute error of a `difference` with step `h` for the derivative of the sigmoid, over a thousand `x` from
/// -5 to 5.
pub fn mean_error<T: Float>(difference: impl Fn(fn(T) -> T, T, T) -> T, h: f64) -> f64 {
    let error = |x: T| (difference(sigmoid, x, T::of(h)).to_f64() - sigmoid_grad(x.to_f64())).abs();
    (0..1000).map(|i| error(T::of(-5.0 + 0.01 * f64::from(i)))).sum::<f64>() / 1000.0
}

/// 4.3.2 The book's first example, `0.01x² + 0.1x`. Its derivative is `0.02x + 0.1`.
pub fn function_1(x: f64) -> f64 {
    0.01 * x.powi(2) + 0.1 * x
}

/// 4.3.2 The tangent (접선) of `f` at `x`: `t ↦ f(x) + f'(x) (t - x)`.
pub fn tangent_line(f: impl Fn(f64) -> f64, x: f64) -> impl Fn(f64) -> f64 {
    let slope = numerical_diff(&f, x);
    let y = f(x);
    move |t| y + slope * (t - x)
}

/// A point of the plane, 1 x 2.
pub fn point(x0: f64, x1: f64) -> Matrix<f64> {
    Matrix::from_row_slice(1, 2, &[x0, x1])
}

/// 4.3.3 The book's second example, `x₀² + x₁²` of a 1 x 2 matrix. Its gradient is `(2x₀, 2x₁)`.
///
/// # Panics
///
/// If `x` has fewer than two elements.
pub fn function_2(x: &Matrix<f64>) -> f64 {
    x[0].powi(2) + x[1].powi(2)
}

/// 4.4 The gradient (기울기) of `f` at `x`, of the shape of `x`, by central differences.
pub fn numerical_gradient(f: impl Fn(&Matrix<f64>) -> f64, x: &Matrix<f64>) -> Matrix<f64> {
    gradient::numerical_gradient(&mut x.clone(), |x| x, f)
}

/// 4.4.1 Gradient descent (경사법(경사 하강법)): the path of `step_num` steps down `f`, starting with `init_x`.
pub fn gradient_descent(
    f: impl Fn(&Matrix<f64>) -> f64,
    init_x: Matrix<f64>,
    learning_rate: f64,
    step_num: usize,
) -> Vec<Matrix<f64>> {
    let mut x = init_x;
    let mut path = vec![x.clone()];
    for _ in 0..step_num {
        x -= learning_rate * numerical_gradient(&f, &x);
        path.push(x.clone());
    }
    path
}

/// 4.4.2 A minimal network: one layer, no bias. Inputs `x` are N x 2, labels `t` are N class indices.
#[derive(Clone, Debug)]
pub struct SimpleNet {
    /// Weights, 2 x 3.
    pub w: Matrix<f64>,
}

impl SimpleNet {
    /// The scores of the three classes, before softmax: N x 2 to N x 3.
    ///
    /// # Panics
    /// If `x` does not have two columns.
    pub fn predict(&self, x: &Matrix<f64>) -> Matrix<f64> {
        dot(x, &self.w)
    }

    /// The cross entropy of the prediction, as in the book with 1e-7 in the logarithm; mean over the batch.
    ///
    /// # Panics
    ///
    /// If `x` does not have two columns, or `t` does not have one index below 3 for each row.
    pub fn loss(&self, x: &Matrix<f64>, t: &[usize]) -> f64 {
        cross_entropy_error(&softmax(&self.predict(x)), t)
    }

    /// `∂L/∂w`, 2 x 3, of the loss without the 1e-7.
    ///
    /// # Panics
    ///
    /// As [`SimpleNet::loss`].
    pub fn numerical_gradient(&self, x: &Matrix<f64>, t: &[usize]) -> Matrix<f64> {
        // The loss that the book prints has the 1e-7, the gradient that it prints does not, as their eighth digits
        // show.
        let loss = |network: &Self| softmax_cross_entropy(&network.predict(x), t);
        gradient::numerical_gradient(&mut self.clone(), |network| &mut network.w, loss)
    }
}

#[cfg(test)]
mod tests {
    use common::functions::one_hot;
    use common::gradient::H;
    use common::matrix::transposed;

    use super::*;

    /// A network, four inputs and their labels.
    fn small_case() -> (SimpleNet, Matrix<f64>, [usize; 4]) {
        let w = Matrix::from_row_slice(2, 3, &[0.5, -1.0, 0.2, -0.3, 0.8, 1.1]);
        let x = Matrix::from_row_slice(4, 2, &[0.6, 0.9, -1.2, 0.4, 0.1, -0.7, 2.0, 1.5]);
        (SimpleNet { w }, x, [2, 0, 1, 2])
    }

    /// `∂L/∂w = xᵀ·(softmax(x·w) - onehot(t)) / N`, which chapter 5 derives.
    fn exact_gradient(network: &SimpleNet, x: &Matrix<f64>, t: &[usize]) -> Matrix<f64> {
        dot(transposed(x), &((softmax(&network.predict(x)) - one_hot(t, 3)) / t.len() as f64))
    }

    fn agree(a: &Matrix<f64>, b: &Matrix<f64>) -> bool {
        (a - b).norm() / (a.norm() + b.norm()) < 1e-8
    }

    #[test]
    fn the_numerical_gradient_of_the_network_agrees_with_the_exact_one() {
        let (network, x, t) = small_case();
        assert!(agree(&network.numerical_gradient(&x, &t), &exact_gradient(&network, &x, &t)));
    }

    #[test]
    fn a_gradient_that_is_off_by_a_thousandth_does_not_agree() {
        let (network, x, t) = small_case();
        assert!(!agree(&network.numerical_gradient(&x, &t), &(exact_gradient(&network, &x, &t) * 1.001)));
    }

    #[test]
    fn the_step_h_is_good_for_a_central_difference_in_f64_only() {
        let central = mean_error::<f64>(central_difference, H);
        let one_sided = mean_error::<f64>(forward_difference, H);
        let single_precision = mean_error::<f32>(central_difference, H);
        assert!(central < 1e-9, "{central:e}");
        assert!(one_sided > 1e-6, "{one_sided:e}");
        assert!(single_precision > 1e-5, "{single_precision:e}");
    }

    #[test]
    fn the_central_difference_of_a_parabola_is_exact_and_the_one_sided_is_h_off() {
        let square = |x: f64| x * x;
        assert_eq!(central_difference(square, 3.0, 0.5), 6.0);
        assert_eq!(forward_difference(square, 3.0, 0.5), 6.5);
    }

    #[test]
    fn a_rate_of_half_goes_to_the_bottom_of_the_bowl_in_one_step() {
        let path = gradient_descent(function_2, point(-3.0, 4.0), 0.5, 1);
        assert_eq!(path[0], point(-3.0, 4.0));
        assert!(path[1].norm() < 1e-9);
    }
}
