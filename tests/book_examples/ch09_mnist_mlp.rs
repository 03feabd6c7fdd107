//! The course's digit classifier (documents 000 and 001): what its pages leave a reader wondering about.

use ch09_mnist_mlp::ModelArgs;
use common::layers::Layer;
use common::optimizers::{Adam, Optimizer};
use common::{Matrix, Network, Sampling, Trainer};
use datasets::digits;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(1)
}

fn model(settings: &ModelArgs, pixels: usize) -> Network<f64> {
    settings.build(pixels, &mut rng())
}

/// Dropout and batch normalization, which behave differently in training.
fn regularized() -> ModelArgs {
    ModelArgs { dropout: 0.2, batch_norm: true, ..ModelArgs::default() }
}

fn values(model: &Network<f64>) -> Vec<Matrix<f64>> {
    model.params().iter().map(|param| param.value.clone()).collect()
}

#[test]
fn linear_layers_are_initialized_as_in_pytorch() {
    let model = model(&ModelArgs::default(), 28 * 28);
    for (layer, inputs) in model.layers.0.iter().step_by(2).zip([784.0, 128.0, 64.0]) {
        let bound = 1.0 / f64::sqrt(inputs);
        for param in layer.params() {
            let largest = param.value.amax();
            assert!(0.5 * bound < largest && largest <= bound, "{} of {inputs} inputs: {largest}", param.name);
        }
        let variance = layer.params()[0].value.variance();
        assert!((variance / (bound * bound / 3.0) - 1.0).abs() < 0.15, "{inputs} inputs: {variance}");
    }
}

#[test]
fn an_epoch_of_mnist_is_938_batches_the_last_of_32_images_and_has_every_image_once() {
    let mut generator = rng();
    let [first, second] = [(); 2].map(|()| Sampling::Shuffled.epoch(60_000, 64, &mut generator));
    assert_ne!(first, second, "shuffled anew");
    for epoch in [first, second] {
        assert_eq!((epoch.len(), epoch[936].len(), epoch[937].len()), (938, 64, 32));
        let mut images = epoch.concat();
        images.sort_unstable();
        assert!(images.into_iter().eq(0..60_000));
    }
}

#[test]
fn the_loss_of_an_epoch_is_the_mean_of_its_batches_and_not_the_loss_of_the_last() {
    let digits = digits::load();
    let mut model = model(&ModelArgs::default(), 64);
    let adam = Optimizer::new(Adam::default(), 0.001);
    let mut trainer = Trainer::new(&mut model, adam, &digits.train, &digits.test, &mut rng());
    (trainer.batch_size, trainer.sampling) = (64, Sampling::Shuffled);
    let loss = trainer.epoch().unwrap().loss;
    let losses = &trainer.history.losses;
    assert_eq!(losses.len(), 23, "22 full batches and one of 29 images");
    assert!((loss - losses.iter().sum::<f64>() / 23.0).abs() < 1e-12);
    assert!(losses[22] < loss - 0.1, "the last loss is {}, the mean {loss}", losses[22]);
}

/// `optimizer.zero_grad()`.
#[test]
fn a_backward_pass_replaces_gradients_and_does_not_add_to_them() {
    let (x, t) = digits::load().train.batch(&[0, 1, 2, 3]);
    let mut model = model(&ModelArgs::default(), 64);
    let mut gradients = || {
        model.loss_and_gradient(x.clone(), &t);
        model.params().iter().map(|param| param.grad.clone()).collect::<Vec<_>>()
    };
    let first = gradients();
    assert!(first.iter().all(|gradient| gradient.norm() > 0.0));
    assert_eq!(gradients(), first);
}

/// `model.eval()` and `model.train()`.
#[test]
fn predict_neither_drops_units_nor_updates_statistics_and_forward_does_both() {
    let (x, _) = digits::load().train.batch(&[0, 1, 2, 3]);
    let mut model = model(&regularized(), 64);
    let (before, scores) = (values(&model), model.predict(x.clone()));
    assert_eq!(model.predict(x.clone()), scores);
    assert_eq!(values(&model), before);
    let in_training = model.layers.forward(x.clone());
    assert_ne!(in_training, scores);
    assert_ne!(model.layers.forward(x), in_training, "another mask");
    assert_ne!(values(&model), before, "running statistics");
}

/// `torch.no_grad()` and `detach()`.
#[test]
#[should_panic(expected = "a backward pass needs a forward pass before it")]
fn nothing_can_be_propagated_back_through_predict() {
    let (x, _) = digits::load().train.batch(&[0, 1, 2, 3]);
    let mut model = model(&ModelArgs::default(), 64);
    let scores = model.predict(x);
    model.layers.backward(scores);
}
