//! Course: a neuron, and a network with a hidden layer (은닉층), trained by gradient descent.

use common::Matrix;
use common::functions::{sigmoid, sigmoid_cross_entropy};
use common::matrix::{add_row, column_sums, dot, random_normal, sub_scaled, transposed};
use rand::Rng;

use crate::{INPUTS, xor};

/// The truth table of XOR as training data: the inputs, 4 x 2, and the labels, 4 x 1.
pub fn xor_data() -> (Matrix<f64>, Matrix<f64>) {
    let x = Matrix::from_row_slice(4, 2, INPUTS.as_flattened());
    let t = Matrix::from_row_slice(4, 1, &INPUTS.map(|[x1, x2]| xor(x1, x2)));
    (x, t)
}

/// The number of right answers: probabilities `y`, N x 1, on the same side of 0.5 as the labels `t`, N x 1.
pub fn count_correct(y: &Matrix<f64>, t: &Matrix<f64>) -> usize {
    y.iter().zip(t).filter(|&(&y, &t)| (y > 0.5) == (t > 0.5)).count()
}

/// A perceptron that can learn: a sigmoid in place of the step turns the sum into a probability.
///
/// ```text
/// s = x·w + b       x: N x 2   w: 2 x 1   b: 1 x 1   s: N x 1
/// y = sigmoid(s)                                     y: N x 1, the probability of a 1
/// ```
///
/// Its gradient has the same two matrices and so the same type.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticRegression {
    /// Weights, 2 x 1.
    pub w: Matrix<f64>,
    /// Bias, 1 x 1.
    pub b: Matrix<f64>,
}

impl LogisticRegression {
    /// Weights drawn from N(0, 1), bias 0.
    pub fn new(rng: &mut impl Rng) -> Self {
        Self { w: random_normal(2, 1, 1.0, rng), b: Matrix::zeros(1, 1) }
    }

    /// The logits `s`, which sigmoid turns into probabilities: N x 2 to N x 1.
    fn scores(&self, x: &Matrix<f64>) -> Matrix<f64> {
        add_row(dot(x, &self.w), &self.b)
    }

    /// The probability of a 1, N x 2 to N x 1.
    pub fn probabilities(&self, x: &Matrix<f64>) -> Matrix<f64> {
        self.scores(x).map(sigmoid)
    }

    /// The binary cross entropy of the prediction, mean over the N samples.
    pub fn loss(&self, x: &Matrix<f64>, t: &Matrix<f64>) -> f64 {
        sigmoid_cross_entropy(&self.scores(x), t)
    }

    /// The gradient of [`LogisticRegression::loss`].
    pub fn gradient(&self, x: &Matrix<f64>, t: &Matrix<f64>) -> Self {
        let ds = (self.probabilities(x) - t) / t.len() as f64;
        Self { w: dot(transposed(x), &ds), b: column_sums(&ds) }
    }

    /// One step of gradient descent: `w ← w - learning_rate · ∂L/∂w`, and `b` likewise.
    pub fn update(&mut self, gradient: &Self, learning_rate: f64) {
        sub_scaled(&mut self.w, learning_rate, &gradient.w);
        sub_scaled(&mut self.b, learning_rate, &gradient.b);
    }
}

/// The same with one hidden layer (은닉층) of H units, in the place of NAND and OR between the inputs and XOR.
///
/// ```text
/// a = x·w1 + b1     x: N x 2   w1: 2 x H   b1: 1 x H   a: N x H
/// z = sigmoid(a)                                       z: N x H
/// s = z·w2 + b2                w2: H x 1   b2: 1 x 1   s: N x 1
/// y = sigmoid(s)                                       y: N x 1, the probability of a 1
/// ```
///
/// Its gradient has the same four matrices and so the same type.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenLayerNetwork {
    /// Weights of the hidden layer, 2 x H.
    pub w1: Matrix<f64>,
    /// Biases of the hidden layer, 1 x H.
    pub b1: Matrix<f64>,
    /// Weights of the output, H x 1.
    pub w2: Matrix<f64>,
    /// Bias of the output, 1 x 1.
    pub b2: Matrix<f64>,
}

impl HiddenLayerNetwork {
    /// Weights drawn from N(0, 1), biases 0.
    pub fn new(hidden_size: usize, rng: &mut impl Rng) -> Self {
        Self {
            w1: random_normal(2, hidden_size, 1.0, rng),
            b1: Matrix::zeros(1, hidden_size),
            w2: random_normal(hidden_size, 1, 1.0, rng),
            b2: Matrix::zeros(1, 1),
        }
    }

    /// `z`, N x 2 to N x H.
    fn hidden(&self, x: &Matrix<f64>) -> Matrix<f64> {
        add_row(dot(x, &self.w1), &self.b1).map(sigmoid)
    }

    /// `s`, N x H to N x 1.
    fn output(&self, z: &Matrix<f64>) -> Matrix<f64> {
        add_row(dot(z, &self.w2), &self.b2)
    }

    /// The logits `s`, which sigmoid turns into probabilities: N x 2 to N x 1.
    fn scores(&self, x: &Matrix<f64>) -> Matrix<f64> {
        self.output(&self.hidden(x))
    }

    /// The probability of a 1, N x 2 to N x 1.
    pub fn probabilities(&self, x: &Matrix<f64>) -> Matrix<f64> {
        self.scores(x).map(sigmoid)
    }

    /// The binary cross entropy of the prediction, mean over the N samples.
    pub fn loss(&self, x: &Matrix<f64>, t: &Matrix<f64>) -> f64 {
        sigmoid_cross_entropy(&self.scores(x), t)
    }

    /// The gradient of [`HiddenLayerNetwork::loss`] by backpropagation, which chapter 5 explains.
    pub fn gradient(&self, x: &Matrix<f64>, t: &Matrix<f64>) -> Self {
        // forward
        let z = self.hidden(x);
        let y = self.output(&z).map(sigmoid);

        // backward
        let ds = (y - t) / t.len() as f64;
        let dz = dot(&ds, transposed(&self.w2));
        let da = dz.zip_map(&z, |dz, z| dz * z * (1.0 - z));
        Self { w1: dot(transposed(x), &da), b1: column_sums(&da), w2: dot(transposed(&z), &ds), b2: column_sums(&ds) }
    }

    /// One step of gradient descent: `w ← w - learning_rate · ∂L/∂w` for each of the four.
    pub fn update(&mut self, gradient: &Self, learning_rate: f64) {
        sub_scaled(&mut self.w1, learning_rate, &gradient.w1);
        sub_scaled(&mut self.b1, learning_rate, &gradient.b1);
        sub_scaled(&mut self.w2, learning_rate, &gradient.w2);
        sub_scaled(&mut self.b2, learning_rate, &gradient.b2);
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    #[test]
    fn a_probability_of_one_half_counts_as_the_answer_0() {
        let (_, t) = xor_data();
        assert_eq!(count_correct(&Matrix::from_row_slice(4, 1, &[0.4, 0.6, 0.6, 0.4]), &t), 4);
        assert_eq!(count_correct(&Matrix::from_row_slice(4, 1, &[0.6, 0.6, 0.6, 0.4]), &t), 3);
        assert_eq!(count_correct(&Matrix::from_element(4, 1, 0.5), &t), 2);
    }

    #[test]
    fn logistic_regression_without_weights_has_a_loss_of_ln_2_and_no_slope() {
        let (x, t) = xor_data();
        let undecided = LogisticRegression { w: Matrix::zeros(2, 1), b: Matrix::zeros(1, 1) };
        assert_eq!(undecided.loss(&x, &t), 2.0_f64.ln());
        assert_eq!(undecided.gradient(&x, &t), undecided);
    }

    #[test]
    fn with_the_weights_of_the_gates_a_hundredfold_the_network_is_xor() {
        let (x, t) = xor_data();
        let network = HiddenLayerNetwork {
            w1: Matrix::from_row_slice(2, 2, &[-50.0, 50.0, -50.0, 50.0]), // NAND, OR
            b1: Matrix::from_row_slice(1, 2, &[70.0, -20.0]),
            w2: Matrix::from_row_slice(2, 1, &[50.0, 50.0]), // AND
            b2: Matrix::from_row_slice(1, 1, &[-70.0]),
        };
        assert!((network.probabilities(&x) - t).amax() < 1e-8);
    }

    /// Six samples, and models whose biases are not 0 either.
    fn random_case() -> (LogisticRegression, HiddenLayerNetwork, Matrix<f64>, Matrix<f64>) {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let logistic =
            LogisticRegression { b: random_normal(1, 1, 1.0, &mut rng), ..LogisticRegression::new(&mut rng) };
        let network = HiddenLayerNetwork {
            b1: random_normal(1, 3, 1.0, &mut rng),
            b2: random_normal(1, 1, 1.0, &mut rng),
            ..HiddenLayerNetwork::new(3, &mut rng)
        };
        let x = random_normal(6, 2, 1.0, &mut rng);
        let t = Matrix::from_row_slice(6, 1, &[0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        (logistic, network, x, t)
    }

    #[test]
    fn an_update_moves_every_parameter_against_its_gradient() {
        let (mut logistic, mut network, x, t) = random_case();
        let (old_logistic, old_network) = (logistic.clone(), network.clone());
        let (dl, dn) = (logistic.gradient(&x, &t), network.gradient(&x, &t));
        logistic.update(&dl, 0.5);
        network.update(&dn, 0.5);
        assert_eq!(logistic, LogisticRegression { w: old_logistic.w - 0.5 * dl.w, b: old_logistic.b - 0.5 * dl.b });
        assert_eq!([network.w1, network.b1], [old_network.w1 - 0.5 * dn.w1, old_network.b1 - 0.5 * dn.b1]);
        assert_eq!([network.w2, network.b2], [old_network.w2 - 0.5 * dn.w2, old_network.b2 - 0.5 * dn.b2]);
    }
}
