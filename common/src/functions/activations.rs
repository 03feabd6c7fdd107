//! Activation functions and their derivatives. Scalar functions apply elementwise to a matrix by `x.map(relu)`.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use crate::matrix::sum;
use crate::{Float, Matrix};

/// 3.2.2 Step (계단 함수 구현하기): 1 if `x > 0`, else 0. Its derivative is 0 wherever it exists, so no gradient flows through it.
pub fn step<T: Float>(x: T) -> T {
    if x > T::zero() { T::one() } else { T::zero() }
}

/// 3.2.4 Sigmoid (시그모이드 함수 구현하기): `1 / (1 + e⁻ˣ)`.
pub fn sigmoid<T: Float>(x: T) -> T {
    (T::one() + (-x).exp()).recip()
}

/// The derivative of [`sigmoid`] at `x`: `s(1 - s)` with `s = sigmoid(x)`.
pub fn sigmoid_grad<T: Float>(x: T) -> T {
    let s = sigmoid(x);
    s * (T::one() - s)
}

/// Hyperbolic tangent (쌍곡탄젠트): `(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`, from -1 to 1.
pub fn tanh<T: Float>(x: T) -> T {
    x.tanh()
}

/// The derivative of [`tanh`] at `x`: `1 - tanh²(x)`.
pub fn tanh_grad<T: Float>(x: T) -> T {
    let t = tanh(x);
    T::one() - t * t
}

/// 3.2.7 ReLU (ReLU 함수), rectified linear unit: `max(0, x)`. NaN stays NaN, so that it is noticed.
pub fn relu<T: Float>(x: T) -> T {
    if x < T::zero() { T::zero() } else { x }
}

/// The derivative of [`relu`] at `x`: 1 if `x > 0`, else 0. At the kink it is 0, as in PyTorch.
pub fn relu_grad<T: Float>(x: T) -> T {
    step(x)
}

/// Negative slope of [`leaky_relu`].
pub const LEAKY_SLOPE: f64 = 0.01;

/// Leaky ReLU: `x` if `x > 0`, else 0.01 `x`, so that no unit dies (Maas et al. 2013).
pub fn leaky_relu<T: Float>(x: T) -> T {
    x * leaky_relu_grad(x)
}

/// The derivative of [`leaky_relu`] at `x`: 1 if `x > 0`, else 0.01.
pub fn leaky_relu_grad<T: Float>(x: T) -> T {
    if x > T::zero() { T::one() } else { T::of(LEAKY_SLOPE) }
}

/// GELU, Gaussian error linear unit: `x Φ(x)`, where `Φ(x) = (1 + erf(x/√2)) / 2` is the cumulative distribution
/// function of the standard normal distribution (Hendrycks and Gimpel 2016).
pub fn gelu<T: Float>(x: T) -> T {
    x * normal_cdf(x)
}

/// The derivative of [`gelu`] at `x`: `Φ(x) + x φ(x)` with the standard normal density `φ(x) = e^(-x²/2) / √(2π)`.
pub fn gelu_grad<T: Float>(x: T) -> T {
    let density = T::of(0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2) * (-x * x * T::of(0.5)).exp();
    normal_cdf(x) + x * density
}

/// `Φ(x)`.
fn normal_cdf<T: Float>(x: T) -> T {
    T::of(0.5) * (T::one() + (x * T::of(FRAC_1_SQRT_2)).erf())
}

/// Tanh approximation of GELU, as in the first transformers: `x (1 + tanh u) / 2` with `u = √(2/π) (x + 0.044715 x³)`.
pub fn gelu_tanh<T: Float>(x: T) -> T {
    T::of(0.5) * x * (T::one() + gelu_tanh_argument(x).tanh())
}

/// The derivative of [`gelu_tanh`] at `x`: `(1 + tanh u) / 2 + x (1 - tanh² u) u' / 2`.
pub fn gelu_tanh_grad<T: Float>(x: T) -> T {
    let u = gelu_tanh_argument(x);
    let u_grad = T::of(SQRT_2_OVER_PI) * (T::one() + T::of(3.0 * CUBIC) * x * x);
    T::of(0.5) * (T::one() + u.tanh() + x * tanh_grad(u) * u_grad)
}

const SQRT_2_OVER_PI: f64 = FRAC_2_SQRT_PI * FRAC_1_SQRT_2;
const CUBIC: f64 = 0.044715;

/// `u`.
fn gelu_tanh_argument<T: Float>(x: T) -> T {
    T::of(SQRT_2_OVER_PI) * (x + T::of(CUBIC) * x * x * x)
}

/// 3.5.1 Softmax (항등 함수와 소프트맥스 함수 구현하기) of each row, 3.5.2 without overflow (소프트맥스 함수 구현 시 주의점):
/// `e^(xₖ - max) / Σⱼ e^(xⱼ - max)`.
pub fn softmax<T: Float>(x: &Matrix<T>) -> Matrix<T> {
    let mut y = x.clone();
    for mut row in y.row_iter_mut() {
        let max = row.max();
        row.apply(|x| *x = (*x - max).exp());
        row /= T::of(sum(row.iter().copied()));
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_inputs_do_not_overflow() {
        let ends = [-1000.0, 0.0, 1000.0];
        assert_eq!(ends.map(sigmoid), [0.0, 0.5, 1.0]);
        assert_eq!(ends.map(tanh), [-1.0, 0.0, 1.0]);
        assert_eq!(ends.map(gelu), [0.0, 0.0, 1000.0]);
        assert_eq!(ends.map(gelu_tanh), [0.0, 0.0, 1000.0]);
        for grad in [sigmoid_grad::<f64>, tanh_grad] {
            assert_eq!([grad(-1000.0), grad(1000.0)], [0.0, 0.0]);
        }
        for grad in [gelu_grad::<f64>, gelu_tanh_grad] {
            assert_eq!(ends.map(grad), [0.0, 0.5, 1.0]);
        }
        let scores = Matrix::from_row_slice(1, 3, &[1000.0, -1000.0, 1000.0]);
        assert_eq!(softmax(&scores), Matrix::from_row_slice(1, 3, &[0.5, 0.0, 0.5]));
    }

    #[test]
    fn a_million_probabilities_sum_to_1() {
        let y = softmax(&Matrix::from_element(1, 1_000_000, 0.3_f32));
        assert!((sum(y.iter().copied()) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn sigmoid_is_steepest_at_zero() {
        assert_eq!([-1.0, 0.0, 1.0].map(sigmoid_grad).map(|slope| slope < 0.25), [true, false, true]);
        assert_eq!(sigmoid_grad(0.0), 0.25);
    }

    #[test]
    fn the_derivative_at_the_kink_is_the_left_one() {
        assert_eq!([step(0.0), relu_grad(0.0), leaky_relu_grad(0.0)], [0.0, 0.0, LEAKY_SLOPE]);
        assert_eq!([-2.0, 0.0, 3.0].map(relu), [0.0, 0.0, 3.0]);
        assert!(relu(f64::NAN).is_nan());
        assert_eq!([-2.0, 0.0, 3.0].map(leaky_relu), [-0.02, 0.0, 3.0]);
    }
}
