//! Networks as lists of layers. Chapter 5's network has a field for each layer; from chapter 6 on there are too many,
//! and their number is a setting. So the forward pass is a loop over the list, and the backward pass the same loop in
//! reverse. The numerical gradient has moved to the tests (`common/tests/gradient_check/network.rs`): dropout needs the
//! same mask for every evaluation of the loss.

use std::path::Path;

use crate::dataset::count_right;
use crate::files::Save;
use crate::layers::{Layer, Loss, Param, Role, Sequential, SoftmaxWithLoss};
use crate::weights::{self, Weights, WeightsError};
use crate::{Dataset, Float, Matrix};

/// A network: layers and the loss to minimize, by default that of a classifier.
///
/// ```
/// use common::layers::{Affine, MeanSquaredError};
/// use common::{Matrix, Network};
///
/// // Linear regression on one sample: the error is 3 - 5, and ∂L/∂w is 2 · (3 - 5) · 3.
/// let line = Affine::new(Matrix::from_element(1, 1, 1.0), Matrix::zeros(1, 1));
/// let mut network = Network::with_loss(vec![Box::new(line)], MeanSquaredError::default());
/// let (x, y) = (Matrix::from_element(1, 1, 3.0), Matrix::from_element(1, 1, 5.0));
/// assert_eq!(network.loss_and_gradient(x, &y), 4.0);
/// assert_eq!(network.params()[0].grad[0], -12.0);
/// ```
pub struct Network<T: Float, L = SoftmaxWithLoss<T>> {
    /// Layers from the input, N x D, to the output: scores, N x C, or predicted values.
    pub layers: Sequential<T>,
    /// 6.4.2 Weight decay (가중치 감소), λ: strength of the penalty ½λΣw² on large weights. 0 disables it.
    pub weight_decay: f64,
    loss: L,
}

/// Loss and accuracy on a set of images.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// [`Network::loss`], mean over all images.
    pub loss: f64,
    /// Fraction of images, from 0 to 1, whose label has the highest score.
    pub accuracy: f64,
}

impl<T: Float> Network<T> {
    /// A classifier, without weight decay.
    pub fn new(layers: Vec<Box<dyn Layer<T>>>) -> Self {
        Self::with_loss(layers, SoftmaxWithLoss::default())
    }

    /// Fraction of images, from 0 to 1, whose label has the highest score.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        data.accuracy(|x| self.predict(x))
    }

    /// Loss and accuracy on all images of `data`, in chunks computed on all cores. NaN if there are no images.
    pub fn evaluate(&self, data: &Dataset) -> Evaluation {
        let chunks = data.map_chunks(|x, t| {
            let scores = self.predict(x);
            (self.loss.value(&scores, t).to_f64() * t.len() as f64, count_right(&scores, t))
        });
        let (losses, right): (Vec<f64>, Vec<usize>) = chunks.into_iter().unzip();
        let images = data.len() as f64;
        Evaluation {
            loss: losses.iter().sum::<f64>() / images + self.decay_loss().to_f64(),
            accuracy: right.iter().sum::<usize>() as f64 / images,
        }
    }
}

impl<T: Float, L: Loss<T>> Network<T, L> {
    /// A network that minimizes `loss`, without weight decay.
    pub fn with_loss(layers: Vec<Box<dyn Layer<T>>>, loss: L) -> Self {
        Self { layers: Sequential(layers), weight_decay: 0.0, loss }
    }

    /// Output of the last layer, N x D to N x C: for a classifier, the score of every class. The highest score is also
    /// the highest probability.
    pub fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.layers.predict(x)
    }

    /// Loss of the predictions, mean over the batch, plus the weight decay penalty ½λΣw². `x`: N x D, `t`: the targets,
    /// N class indices for a classifier.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit, or a label is not below C.
    pub fn loss(&self, x: Matrix<T>, t: &L::Target) -> T {
        self.loss.value(&self.predict(x), t) + self.decay_loss()
    }

    /// Training loss, and its gradient by backpropagation, which is stored in each [`Param::grad`]. The loss differs
    /// from [`Network::loss`] where layers behave differently in training: dropout, batch normalization.
    ///
    /// # Panics
    ///
    /// As [`Network::loss`].
    pub fn loss_and_gradient(&mut self, x: Matrix<T>, t: &L::Target) -> T {
        // forward
        let y = self.layers.forward(x);
        let loss = self.loss.forward(y, t) + self.decay_loss();

        // backward
        let dout = self.loss.backward();
        self.layers.backward_params(dout);
        self.decay_gradient();
        loss
    }

    /// Weight decay penalty: `½λΣw²` over the weights of all layers.
    fn decay_loss(&self) -> T {
        if self.weight_decay == 0.0 {
            return T::zero();
        }
        let squares = self.weights().fold(T::zero(), |sum, w| sum + w.value.norm_squared());
        T::of(0.5 * self.weight_decay) * squares
    }

    /// Adds the gradient of the penalty, λw, to ∂L/∂w.
    fn decay_gradient(&mut self) {
        if self.weight_decay == 0.0 {
            return;
        }
        let lambda = T::of(self.weight_decay);
        for w in self.params_mut().into_iter().filter(|param| param.role == Role::Weight) {
            w.add_weight_decay(lambda); // ½λΣw²
        }
    }

    /// All parameters and running statistics, layer by layer.
    pub fn params(&self) -> Vec<&Param<T>> {
        self.layers.params()
    }

    /// The weights of all layers: what weight decay shrinks.
    pub fn weights(&self) -> impl Iterator<Item = &Param<T>> {
        self.params().into_iter().filter(|param| param.role == Role::Weight)
    }

    /// [`Network::params`], mutable.
    pub fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        self.layers.params_mut()
    }

    /// Loads the parameters from a file that [`Save::save`] or PyTorch has written. On an error the network stays
    /// unchanged.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or does not hold exactly the parameters of this network.
    pub fn load(&mut self, path: &Path) -> Result<(), WeightsError> {
        let weights = Weights::load(path)?;
        let names: Vec<String> = self.layers.named_params().into_iter().map(|(name, _)| name).collect();
        // PyTorch counts batches here, and does not use the count.
        let counts = |name: &&str| name.ends_with(".num_batches_tracked");
        if let Some(name) = weights.names().filter(|name| !counts(name)).find(|&name| names.iter().all(|n| n != name)) {
            return Err(weights.error(format!("the network has no {name}")));
        }
        weights.restore("", &mut self.layers)
    }
}

/// Saves a safetensors file with the names and shapes of PyTorch's `nn.Sequential` of the same layers, which loads it
/// with `model.load_state_dict(safetensors.torch.load_file(path))`.
impl<T: Float, L: Loss<T>> Save for Network<T, L> {
    type Error = WeightsError;

    fn save(&self, path: &Path) -> Result<(), WeightsError> {
        weights::save(path, self.layers.named_params().into_iter().map(|(name, param)| (name, param.into())))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;
    use crate::MultiLayerNet;
    use crate::layers::{Affine, Relu};
    use crate::matrix::random_normal;
    use crate::weights::Tensor;

    /// Two inputs, two classes, scores (x₁, -2x₂ + 3).
    fn network(weight_decay: f64) -> Network<f64> {
        let w = Matrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, -2.0]);
        let mut network = Network::new(vec![
            Box::new(Affine::new(w, Matrix::from_row_slice(1, 2, &[0.0, 3.0]))),
            Box::new(Relu::default()),
            Box::new(Affine::new(Matrix::identity(2, 2), Matrix::zeros(1, 2))),
        ]);
        network.weight_decay = weight_decay;
        network
    }

    #[test]
    fn weight_decay_adds_half_of_lambda_times_each_squared_weight() {
        let (x, t) = (Matrix::from_row_slice(1, 2, &[1.0, 1.0]), [0]);
        let plain = network(0.0).loss(x.clone(), &t);
        assert!((plain - 2f64.ln()).abs() < 1e-15, "both scores are 1");
        // Squared weights: 1 + 4 in the first layer, 1 + 1 in the second; biases are not penalized.
        assert!((network(0.1).loss(x.clone(), &t) - plain - 0.05 * 7.0).abs() < 1e-15);
        assert_eq!(network(0.1).loss_and_gradient(x.clone(), &t), network(0.1).loss(x, &t));
    }

    /// A network with every kind of parameter that a file holds.
    fn plan() -> MultiLayerNet {
        MultiLayerNet { hidden_sizes: vec![4], batch_norm: true, ..MultiLayerNet::new(3, 2) }
    }

    #[test]
    fn a_loaded_network_predicts_the_same_as_the_saved_one_bit_for_bit() {
        let (folder, rng) = (tempfile::tempdir().unwrap(), &mut ChaCha8Rng::seed_from_u64(0));
        let path = folder.path().join("net.safetensors");
        let x = random_normal(5, 3, 1.0, rng);
        let (mut network, mut other): (Network<f64>, Network<f64>) = (plan().build(rng), plan().build(rng));
        network.loss_and_gradient(x.clone(), &[0, 1, 0, 1, 1]); // moves the running statistics
        network.save(&path).unwrap();
        let file = Weights::load(&path).unwrap();
        let names =
            ["0.bias", "0.weight", "1.bias", "1.running_mean", "1.running_var", "1.weight", "3.bias", "3.weight"];
        assert_eq!(file.names().collect::<Vec<_>>(), names);
        assert_ne!(other.predict(x.clone()), network.predict(x.clone()));
        other.load(&path).unwrap();
        assert_eq!(other.predict(x.clone()), network.predict(x));
    }

    #[test]
    fn the_batches_that_pytorch_has_counted_are_passed_over() {
        let (folder, rng) = (tempfile::tempdir().unwrap(), &mut ChaCha8Rng::seed_from_u64(0));
        let path = folder.path().join("net.safetensors");
        let mut network: Network<f64> = plan().build(rng);
        let named = network.layers.named_params().into_iter().map(|(name, param)| (name, param.into()));
        let count = ("1.num_batches_tracked".into(), Tensor::vector(&[5.0]));
        weights::save(&path, named.chain([count])).unwrap();
        network.load(&path).unwrap();
    }

    #[test]
    fn a_file_of_a_larger_network_is_refused() {
        let (folder, rng) = (tempfile::tempdir().unwrap(), &mut ChaCha8Rng::seed_from_u64(0));
        let path = folder.path().join("net.safetensors");
        plan().build::<f64>(rng).save(&path).unwrap();
        let mut smaller: Network<f64> = plan().build(rng);
        smaller.layers.0.pop();
        let message = smaller.load(&path).unwrap_err().to_string();
        assert!(message.ends_with("the network has no 3.bias"), "{message}");
    }

    #[test]
    fn evaluate_gives_loss_and_accuracy_on_all_images() {
        let bytes: Vec<u8> = (0..=249).collect();
        let images =
            Dataset::new([&bytes[..], &bytes].concat(), (1, 2), bytes.iter().map(|byte| byte % 2).collect(), 255);
        let (network, (x, t)) = (network(0.1), images.whole());
        let Evaluation { loss, accuracy } = network.evaluate(&images);
        assert!((loss - network.loss(x, &t)).abs() < 1e-12, "{loss}");
        assert!(accuracy == network.accuracy(&images) && 0.0 < accuracy && accuracy < 1.0);
    }

    #[test]
    fn a_sequential_inside_a_sequential_has_nested_names() {
        let affine = || Box::new(Affine::<f64>::new(Matrix::identity(2, 2), Matrix::zeros(1, 2)));
        let network = Network::new(vec![affine(), Box::new(Sequential(vec![affine(), affine()]))]);
        let names: Vec<String> = network.layers.named_params().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["0.weight", "0.bias", "1.0.weight", "1.0.bias", "1.1.weight", "1.1.bias"]);
    }

    #[test]
    fn a_network_without_layers_takes_its_inputs_as_scores() {
        let mut network = Network::<f64>::new(Vec::new());
        assert!((network.loss_and_gradient(Matrix::zeros(1, 4), &[2]) - 4f64.ln()).abs() < 1e-15);
    }
}
