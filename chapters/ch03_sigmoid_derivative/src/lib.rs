//! The derivative of the sigmoid (시그모이드 함수의 미분), and gradients that vanish (기울기 소실), from the course.
//!
//! ```text
//! f(x) = 1 / (1 + e⁻ˣ)                 f'(x) = f(x)(1 - f(x))
//!
//! aₗ = zₗ·wₗ     zₗ₊₁ = f(aₗ)          z₁ = x, the last aₗ are the scores
//! ∂L/∂aₗ = ∂L/∂aₗ₊₁·wₗ₊₁ᵀ ∘ f'(aₗ)     ∂L/∂wₗ = zₗᵀ·∂L/∂aₗ
//!
//! zₗ: N x Dₗ     wₗ: Dₗ x Dₗ₊₁     aₗ: N x Dₗ₊₁
//! ```
//!
//! In the backward pass a gradient is multiplied by f' once per layer. That of the sigmoid is at most 1/4.

use common::Matrix;
use common::functions::{
    one_hot, relu, relu_grad, sigmoid, sigmoid_grad, softmax, softmax_cross_entropy, tanh, tanh_grad,
};
use common::matrix::{dot, random_normal, transposed};
use rand::Rng;

/// An activation function with its derivative and the scale of the initial weights that suits it.
#[derive(Clone, Copy, Debug)]
pub struct ActivationWithGain {
    /// Its name in tables and plots.
    pub name: &'static str,
    /// The function.
    pub f: fn(f64) -> f64,
    /// Its derivative.
    pub f_grad: fn(f64) -> f64,
    /// The scale of the initial weights: those of a unit with n inputs have the variance `gain / n` (6.2).
    pub gain: f64,
}

/// Sigmoid and tanh with Xavier initialization, ReLU with He initialization.
pub const ACTIVATIONS: [ActivationWithGain; 3] = [
    ActivationWithGain { name: "sigmoid", f: sigmoid, f_grad: sigmoid_grad, gain: 1.0 },
    ActivationWithGain { name: "tanh", f: tanh, f_grad: tanh_grad, gain: 1.0 },
    ActivationWithGain { name: "ReLU", f: relu, f_grad: relu_grad, gain: 2.0 },
];

/// An untrained network of any number of layers, with the same activation function after all but the last. Biases would
/// be 0 and are left out.
#[derive(Clone, Debug)]
pub struct DeepNet {
    /// The weights of each layer, inputs x outputs, the first layer first.
    pub weights: Vec<Matrix<f64>>,
    /// The activation function between two layers.
    pub activation: ActivationWithGain,
}

impl DeepNet {
    /// A network with random weights. `sizes`: the number of inputs, then the number of outputs of each layer.
    pub fn new(sizes: &[usize], activation: ActivationWithGain, rng: &mut impl Rng) -> Self {
        let std = |inputs: usize| (activation.gain / inputs as f64).sqrt();
        let weights = sizes.windows(2).map(|size| random_normal(size[0], size[1], std(size[0]), rng));
        Self { weights: weights.collect(), activation }
    }

    /// The input `zₗ` and the weighted sums `aₗ` of each layer. The last sums are the scores.
    fn forward(&self, x: &Matrix<f64>) -> (Vec<Matrix<f64>>, Vec<Matrix<f64>>) {
        let (mut inputs, mut sums) = (vec![], vec![]);
        let mut z = x.clone();
        for w in &self.weights {
            let a = dot(&z, w);
            inputs.push(z);
            z = a.map(self.activation.f);
            sums.push(a);
        }
        (inputs, sums)
    }

    /// The cross entropy of the scores, mean over the batch. `x`: N x D, `t`: N class indices.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit, or there are no layers.
    pub fn loss(&self, x: &Matrix<f64>, t: &[usize]) -> f64 {
        let (_, sums) = self.forward(x);
        softmax_cross_entropy(&sums[sums.len() - 1], t)
    }

    /// The gradient of [`DeepNet::loss`] by backpropagation: `∂L/∂wₗ` for each layer, in the order of the weights.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit, or there are no layers.
    pub fn gradients(&self, x: &Matrix<f64>, t: &[usize]) -> Vec<Matrix<f64>> {
        let (inputs, sums) = self.forward(x);
        let last = sums.len() - 1;
        let mut da = (softmax(&sums[last]) - one_hot(t, sums[last].ncols())) / t.len() as f64;
        let mut gradients = vec![dot(transposed(&inputs[last]), &da)];
        for layer in (0..last).rev() {
            let dz = dot(&da, transposed(&self.weights[layer + 1]));
            da = dz.zip_map(&sums[layer], |dz, a| dz * (self.activation.f_grad)(a)); // here it vanishes
            gradients.push(dot(transposed(&inputs[layer]), &da));
        }
        gradients.reverse();
        gradients
    }
}

/// The root mean square of the elements of a matrix.
pub fn root_mean_square(m: &Matrix<f64>) -> f64 {
    m.norm() / (m.len() as f64).sqrt()
}

/// The maximum of `f` on a grid from -10 to 10 with a spacing of 0.01: `(x, f(x))`.
pub fn maximum(f: impl Fn(f64) -> f64) -> (f64, f64) {
    let mut best = (f64::NAN, f64::NEG_INFINITY);
    for place in -1000..=1000 {
        let x = f64::from(place) / 100.0;
        if f(x) > best.1 {
            best = (x, f(x));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    /// A random network and a batch for it.
    fn case(
        sizes: &[usize],
        n: usize,
        activation: ActivationWithGain,
        seed: u64,
    ) -> (DeepNet, Matrix<f64>, Vec<usize>) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = DeepNet::new(sizes, activation, &mut rng);
        let x = random_normal(n, sizes[0], 1.0, &mut rng);
        let t = (0..n).map(|_| rng.random_range(..sizes[sizes.len() - 1])).collect();
        (network, x, t)
    }

    #[test]
    fn in_ten_layers_gradients_vanish_with_the_sigmoid_and_not_with_relu() {
        for seed in 0..5 {
            let [sigmoid, _, relu] = ACTIVATIONS.map(|activation| {
                let (network, x, t) = case(&[100; 11], 100, activation, seed);
                let sizes = network.gradients(&x, &t).iter().map(root_mean_square).collect::<Vec<_>>();
                sizes[0] / sizes[9]
            });
            assert!(sigmoid < 1e-3, "sigmoid: {sigmoid} with seed {seed}");
            assert!((0.1..10.0).contains(&relu), "ReLU: {relu} with seed {seed}");
        }
    }

    #[test]
    fn sizes_and_maxima_by_hand() {
        assert_eq!(root_mean_square(&Matrix::from_row_slice(1, 4, &[1.0, -1.0, 5.0, 3.0])), 3.0);
        assert_eq!(maximum(|x| 1.0 - (x - 2.5) * (x - 2.5)), (2.5, 1.0));
    }
}
