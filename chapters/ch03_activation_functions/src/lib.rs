//! 3.2 Activation functions (활성화 함수) and 3.5.1 functions of the output layer: identity and softmax (항등 함수와 소프트맥스 함수
//! 구현하기).
//!
//! ```text
//! 3.2.2  step        h(x) = 1 if x > 0, else 0           h'(x) = 0, except at the jump
//! 3.2.4  sigmoid     h(x) = 1 / (1 + e⁻ˣ)                h'(x) = h(x)(1 - h(x))
//!        tanh        h(x) = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)      h'(x) = 1 - h(x)²
//! 3.2.7  ReLU        h(x) = x if x > 0, else 0           h'(x) = 1 if x > 0, else 0
//!        leaky ReLU  h(x) = x if x > 0, else 0.01x       h'(x) = 1 if x > 0, else 0.01
//!        GELU        h(x) = x Φ(x)                       h'(x) = Φ(x) + x φ(x)
//! ```
//!
//! Φ(x) is the cumulative distribution function of the standard normal distribution, φ(x) its density. All functions
//! take a scalar; a layer applies them to each element of a matrix. The functions themselves are in
//! [`common::functions`].

use common::Matrix;
use common::functions::{
    gelu, gelu_grad, leaky_relu, leaky_relu_grad, relu, relu_grad, sigmoid, sigmoid_grad, softmax, step, tanh,
    tanh_grad,
};
use common::matrix::dot;

/// An activation function with its derivative.
pub struct ActivationFunction {
    /// Its name in tables and plots.
    pub name: &'static str,
    /// The function.
    pub h: fn(f64) -> f64,
    /// Its derivative. At a kink it is the left-hand one.
    pub h_grad: fn(f64) -> f64,
}

/// The functions of section 3.2 and their variants.
pub const ACTIVATIONS: [ActivationFunction; 6] = [
    ActivationFunction { name: "step", h: step, h_grad: |_| 0.0 },
    ActivationFunction { name: "sigmoid", h: sigmoid, h_grad: sigmoid_grad },
    ActivationFunction { name: "tanh", h: tanh, h_grad: tanh_grad },
    ActivationFunction { name: "ReLU", h: relu, h_grad: relu_grad },
    ActivationFunction { name: "leaky ReLU", h: leaky_relu, h_grad: leaky_relu_grad },
    ActivationFunction { name: "GELU", h: gelu, h_grad: gelu_grad },
];

/// 3.5.1 Identity (항등 함수): returns its input.
pub fn identity(x: f64) -> f64 {
    x
}

/// 3.2.6 Two layers with `h` between them, `h(x·w1)·w2`. If `h` is linear, so is the whole, and one layer would do.
///
/// `x`: N x D, `w1`: D x H, `w2`: H x C, the result: N x C.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn two_layers(x: &Matrix<f64>, w1: &Matrix<f64>, w2: &Matrix<f64>, h: fn(f64) -> f64) -> Matrix<f64> {
    dot(&dot(x, w1).map(h), w2)
}

/// An output layer: the function it applies to its scores, and the task it is for.
pub struct OutputLayer {
    /// Its name in tables and plots.
    pub name: &'static str,
    /// What its outputs mean.
    pub task: &'static str,
    /// From scores, N x C, to outputs, N x C.
    pub outputs: fn(&Matrix<f64>) -> Matrix<f64>,
}

/// The three output layers of section 3.5.1 and of the course.
pub const OUTPUT_LAYERS: [OutputLayer; 3] = [
    OutputLayer { name: "identity", task: "regression: a quantity", outputs: |scores| scores.map(identity) },
    OutputLayer { name: "sigmoid", task: "two classes: the probability of one", outputs: |scores| scores.map(sigmoid) },
    OutputLayer { name: "softmax", task: "many classes: the probability of each", outputs: softmax },
];

#[cfg(test)]
mod tests {
    use common::functions::{gelu_tanh, gelu_tanh_grad};
    use common::gradient::numerical_diff;

    use super::*;

    const GELU_TANH: ActivationFunction =
        ActivationFunction { name: "GELU by tanh", h: gelu_tanh, h_grad: gelu_tanh_grad };

    /// Whether `h_grad` agrees with the difference quotient of `h` at 100 points from -4.95 to 4.95, all off the kink
    /// at 0.
    fn is_derivative(h: fn(f64) -> f64, h_grad: impl Fn(f64) -> f64) -> bool {
        let mut places = (0..100).map(|place| f64::from(place) / 10.0 - 4.95);
        places.all(|x| (h_grad(x) - numerical_diff(h, x)).abs() < 1e-8)
    }

    #[test]
    fn every_derivative_agrees_with_the_difference_quotient() {
        for ActivationFunction { name, h, h_grad } in ACTIVATIONS.iter().chain([&GELU_TANH]) {
            assert!(is_derivative(*h, h_grad), "{name}");
        }
    }

    #[test]
    fn a_derivative_that_is_off_by_a_thousandth_does_not() {
        for ActivationFunction { name, h, h_grad } in ACTIVATIONS.iter().chain([&GELU_TANH]).skip(1) {
            assert!(!is_derivative(*h, |x| 1.001 * h_grad(x)), "{name}");
        }
        assert!(!is_derivative(step, |_| 0.001), "step, whose derivative is 0 however it is scaled");
    }

    #[test]
    fn two_linear_layers_are_one() {
        let x = Matrix::from_row_slice(2, 2, &[1.0, 2.0, -3.0, 4.0]);
        let w1 = Matrix::from_row_slice(2, 3, &[1.0, 0.0, 2.0, -1.0, 3.0, 1.0]);
        let w2 = Matrix::from_row_slice(3, 1, &[2.0, 1.0, -1.0]);
        assert_eq!(dot(&w1, &w2), Matrix::from_row_slice(2, 1, &[0.0, 0.0]));
        assert_eq!(two_layers(&x, &w1, &w2, identity), dot(&x, &dot(&w1, &w2)));
        assert_ne!(two_layers(&x, &w1, &w2, relu), dot(&x, &dot(&w1, &w2)));
    }

    #[test]
    fn softmax_of_two_classes_is_the_sigmoid_of_the_difference_of_their_scores() {
        for (a, b) in [(3.0_f64, 0.0), (-1.0, 1.5), (0.0, 0.0)] {
            let y = softmax(&Matrix::from_row_slice(1, 2, &[a, b]));
            assert!((y[0] - sigmoid(a - b)).abs() < 1e-15, "scores {a} and {b}");
        }
    }

    #[test]
    fn only_softmax_adds_up_to_one() {
        let scores = Matrix::from_row_slice(1, 3, &[0.3, 2.9, 4.0]);
        let sums = OUTPUT_LAYERS.map(|layer| (layer.outputs)(&scores).sum());
        assert_eq!(sums.map(|sum| (sum - 1.0).abs() < 1e-15), [false, false, true]);
    }
}
