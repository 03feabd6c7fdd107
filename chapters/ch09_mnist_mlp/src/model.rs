//! The model: the course's `SimpleNN`, and the variations that its pages name.

use clap::Args;
use common::init::WeightInit;
use common::layers::Activation;
use common::settings::{below_1, count, not_negative};
use common::{Float, MultiLayerNet, Network};
use datasets::CLASSES;
use rand::Rng;

use crate::Softmax;

/// Settings of the model. [`ModelArgs::build`] builds it: a [`Sequential`](common::layers::Sequential) of linear layers,
/// which the book calls affine, and activations.
///
/// The defaults are the course's model, which looks like this written out:
///
/// ```
/// use ch09_mnist_mlp::ModelArgs;
/// use common::{Network, summary};
/// use common::init::WeightInit;
/// use common::layers::{Affine, Relu};
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// let mut rng = ChaCha8Rng::seed_from_u64(1);
/// let mut linear = |inputs, outputs| Affine::init(WeightInit::Uniform, inputs, outputs, &mut rng);
/// let model = Network::<f32>::new(vec![
///     Box::new(linear(28 * 28, 128)),
///     Box::new(Relu::default()),
///     Box::new(linear(128, 64)),
///     Box::new(Relu::default()),
///     Box::new(linear(64, 10)),
/// ]);
///
/// let same = ModelArgs::default().build::<f32>(28 * 28, &mut ChaCha8Rng::seed_from_u64(1));
/// assert_eq!(summary(&same.layers), summary(&model.layers));
/// assert_eq!(same.params(), model.params());
/// ```
#[derive(Args, Clone, Debug)]
pub struct ModelArgs {
    /// Units of each hidden layer, separated by commas
    #[arg(long, value_name = "UNITS", value_delimiter = ',', default_value = "128,64", value_parser = count(10_000))]
    pub hidden: Vec<usize>,

    /// Activation function of the hidden layers
    #[arg(long, value_enum, default_value_t)]
    pub activation: Activation,

    /// Dropout rate: fraction of each hidden layer that is dropped in training, below 1
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = below_1)]
    pub dropout: f64,

    /// Batch normalization before each activation
    #[arg(long)]
    pub batch_norm: bool,

    /// Weight decay: lambda in the penalty lambda/2 times the sum of the squared weights
    #[arg(long, value_name = "LAMBDA", default_value_t = 0.0, value_parser = not_negative)]
    pub weight_decay: f64,

    /// Softmax as the last layer of the model: a common mistake, since the loss already contains one
    #[arg(long)]
    pub softmax: bool,
}

/// The course's model.
impl Default for ModelArgs {
    fn default() -> Self {
        Self {
            hidden: vec![128, 64],
            activation: Activation::Relu,
            dropout: 0.0,
            batch_norm: false,
            weight_decay: 0.0,
            softmax: false,
        }
    }
}

impl ModelArgs {
    /// Builds the model, untrained, for images of D pixels, `inputs`. The same state of `rng` gives the same initial
    /// weights, whatever the regularization.
    pub fn build<T: Float>(&self, inputs: usize, rng: &mut impl Rng) -> Network<T> {
        let plan = MultiLayerNet {
            hidden_sizes: self.hidden.clone(),
            activation: self.activation,
            weight_init: WeightInit::Uniform,
            weight_decay: self.weight_decay,
            dropout: self.dropout,
            batch_norm: self.batch_norm,
            ..MultiLayerNet::new(inputs, CLASSES)
        };
        let mut model = plan.build(rng);
        if self.softmax {
            model.layers.0.push(Box::new(Softmax::default()));
        }
        model
    }
}

#[cfg(test)]
mod tests {
    use clap::{Parser, ValueEnum};
    use common::Matrix;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    /// All settings in combination.
    fn settings() -> Vec<ModelArgs> {
        let mut all = Vec::new();
        for &activation in Activation::value_variants() {
            for bits in 0..32 {
                let on = |bit: u32| bits >> bit & 1 == 1;
                all.push(ModelArgs {
                    hidden: if on(0) { vec![7] } else { vec![5, 6, 7] },
                    activation,
                    dropout: if on(1) { 0.2 } else { 0.0 },
                    batch_norm: on(2),
                    weight_decay: if on(3) { 0.01 } else { 0.0 },
                    softmax: on(4),
                });
            }
        }
        all
    }

    #[test]
    fn with_all_settings_in_combination_every_layer_gets_a_gradient() {
        let x = Matrix::from_fn(8, 9, |n, pixel| ((4 * n + 5 * pixel) % 13) as f32 / 6.0 - 1.0);
        for settings in settings() {
            let mut model = settings.build::<f32>(9, &mut ChaCha8Rng::seed_from_u64(1));
            let loss = model.loss_and_gradient(x.clone(), &[0, 1, 2, 3, 4, 5, 6, 7]);
            assert!(loss > 1.0 && loss < 5.0, "{settings:?}: {loss}");
            assert!(model.weights().all(|w| w.grad.norm() > 0.0), "{settings:?}");
            assert_eq!(model.predict(x.clone()).shape(), (8, CLASSES), "{settings:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_initial_weights_whatever_the_regularization() {
        let weights = |settings: &ModelArgs| -> Vec<Matrix<f32>> {
            let model = settings.build::<f32>(9, &mut ChaCha8Rng::seed_from_u64(1));
            model.weights().map(|w| w.value.clone()).collect()
        };
        let (deep, shallow): (Vec<_>, Vec<_>) = settings().into_iter().partition(|settings| settings.hidden.len() == 3);
        for group in [deep, shallow] {
            assert!(group.iter().all(|settings| weights(settings) == weights(&group[0])));
        }
    }

    #[test]
    fn the_default_values_of_the_settings_are_the_default_model() {
        #[derive(Parser)]
        struct Program {
            #[command(flatten)]
            model: ModelArgs,
        }
        let parsed = Program::parse_from(["program"]).model;
        assert_eq!(format!("{parsed:?}"), format!("{:?}", ModelArgs::default()));
    }
}
