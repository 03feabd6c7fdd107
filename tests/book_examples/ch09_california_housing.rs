//! The course's house price regression (document 003): what its pages leave a reader wondering about.

use ch09_california_housing::{HousingNet, Model, dead_units, sequential};
use common::layers::{Layer, MeanSquaredError};
use common::optimizers::{Adam, Optimizer};
use common::{Matrix, Network};
use datasets::{StandardScaler, Table, diabetes};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

type Regression = Network<f32, MeanSquaredError<f32>>;

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(1)
}

/// Standardized features and targets of the diabetes data.
fn table() -> (Matrix<f32>, Matrix<f32>) {
    let Table { x, y, .. } = diabetes::load();
    (StandardScaler::fit(&x).transform(&x).cast(), (y / 100.0).cast())
}

/// The losses of `epochs` epochs of full-batch training.
fn train(network: &mut Regression, epochs: usize) -> Vec<f32> {
    let ((x, y), mut adam) = (table(), Optimizer::new(Adam::default(), 0.001));
    let mut losses = Vec::new();
    for _ in 0..epochs {
        losses.push(network.loss_and_gradient(x.clone(), &y));
        adam.update(network.params_mut());
    }
    losses
}

fn values(network: &Regression) -> Vec<Matrix<f32>> {
    network.params().iter().map(|param| param.value.clone()).collect()
}

#[test]
fn the_class_and_the_list_of_layers_are_trained_to_the_same_bits() {
    let [class, list] = [Model::Class, Model::Sequential].map(|model| {
        let mut network: Regression = model.build(10, &mut rng());
        let losses = train(&mut network, 50);
        (losses, values(&network), network.predict(table().0))
    });
    assert_eq!(class, list);
    assert_eq!(values(&Model::Class.build(10, &mut rng())).len(), 8);
}

#[test]
fn both_models_are_printed_as_in_the_course() {
    let list = sequential::<f32>(8, &mut rng()).describe();
    assert!(list.starts_with("Sequential(\n  (0): Linear(in_features=8, out_features=3, bias=True)\n  (1): ReLU()"));
    assert!(list.ends_with("  (6): Linear(in_features=3, out_features=1, bias=True)\n)"), "{list}");
    let class = HousingNet::<f32>::new(8, &mut rng());
    assert!(class.describe().starts_with("HousingNet(\n  (linear1): Linear(in_features=8, out_features=3, bias=True)"));
    let names: Vec<String> = class.named_params().into_iter().map(|(name, _)| name).collect();
    assert_eq!((names.len(), &names[0][..], &names[7][..]), (8, "linear1.weight", "linear4.bias"));
}

#[test]
fn full_batch_training_is_deterministic_and_the_loss_falls_in_each_of_the_first_epochs() {
    let [first, second] = [(); 2].map(|()| train(&mut Model::Sequential.build(10, &mut rng()), 50));
    assert_eq!(first, second);
    assert!(first.windows(2).all(|pair| pair[1] < pair[0]), "{first:?}");
}

#[test]
fn a_layer_that_is_dead_stays_dead_and_the_loss_ends_at_the_variance() {
    let (x, y) = table();
    let mut network: Regression = Model::Sequential.build(10, &mut rng());
    for param in &mut network.params_mut()[2..4] {
        param.value.fill(-1.0); // weights and biases of the second hidden layer, whose inputs are 0 or greater
    }
    let before = values(&network);
    let losses = train(&mut network, 4000);
    let dead = dead_units(&network.params(), x);
    assert_eq!((dead[1].dead, dead[1].units), (3, 3));
    assert_eq!(values(&network)[..4], before[..4], "no gradient reaches the dead layer and the one before it");
    assert!((losses[3999] - y.variance()).abs() < 1e-4, "{}", losses[3999]);
}

#[test]
#[should_panic(expected = "mean_squared_error: predictions of (442, 1) do not match targets of (1, 442)")]
fn n_targets_for_n_x_1_predictions_are_refused_and_not_broadcast() {
    let (x, y) = table();
    Model::Sequential.build(10, &mut rng()).loss(x, &y.transpose());
}
