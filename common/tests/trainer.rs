//! The trainer against the training loop of chapter 4, and resumed runs against uninterrupted ones.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::files::Save;
use common::optimizers::{Adam, Momentum, Optimizer, Schedule, Sgd};
use common::{
    Augmentation, Dataset, Diverged, EarlyStopping, Epoch, History, Matrix, MultiLayerNet, Network, Sampling, Trainer,
};
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

fn network() -> Network<f64> {
    MultiLayerNet { hidden_sizes: vec![4], ..MultiLayerNet::new(1, 2) }.build(&mut rng())
}

fn sgd(lr: f64) -> Optimizer<f64> {
    Optimizer::new(Sgd, lr)
}

/// Images of one pixel, dark ones of class 0 and bright ones of class 1. One of the first two has the wrong label.
fn images() -> Dataset {
    let bytes: Vec<u8> = (0..40).map(|n| n * 6).collect();
    let mut labels: Vec<u8> = bytes.iter().map(|&byte| u8::from(byte > 120)).collect();
    labels[0] = 1;
    Dataset::new(bytes, (1, 1), labels, 255)
}

#[test]
fn it_is_the_loop_of_chapter_4_with_a_random_stream_for_each_epoch() {
    let (images, mut network_of_trainer, mut network) = (images(), network(), network());
    let test = images.first(7);
    let momentum = || Optimizer::new(Momentum::default(), 0.1);
    let mut trainer = Trainer::new(&mut network_of_trainer, momentum(), &images, &test, &mut rng());
    trainer.batch_size = 15;
    trainer.train(3).unwrap();

    let mut seed = [0; 32];
    rng().fill_bytes(&mut seed);
    let (mut optimizer, mut history) = (momentum(), History::default());
    let evaluate = |network: &Network<f64>, history: &mut History| {
        history.train_accuracy.push(network.accuracy(&images));
        history.test_accuracy.push(network.accuracy(&test));
    };
    evaluate(&network, &mut history);
    for epoch in 1..=3 {
        let mut rng = ChaCha8Rng::from_seed(seed);
        rng.set_stream(epoch);
        for _ in 0..2 {
            let (x, t) = images.sample(15, &mut rng);
            history.losses.push(network.loss_and_gradient(x, &t));
            optimizer.update(network.params_mut());
        }
        evaluate(&network, &mut history);
    }
    assert_ne!(history.test_accuracy, history.train_accuracy);
    assert_eq!((trainer.history, trainer.bar.position()), (history, 6));
    assert_eq!(network_of_trainer.params(), network.params());
}

#[test]
fn an_epoch_returns_its_metrics() {
    let (images, mut network) = (images(), network());
    let test = images.first(7);
    let mut trainer = Trainer::new(&mut network, sgd(1.0), &images, &test, &mut rng());
    trainer.batch_size = 15;
    trainer.epoch().unwrap();
    let Epoch { number, loss, train_accuracy, test_accuracy } = trainer.epoch().unwrap();
    let history = &trainer.history;
    assert_eq!((number, trainer.epochs(), loss), (2, 2, (history.losses[2] + history.losses[3]) / 2.0));
    assert_eq!((train_accuracy, test_accuracy), (history.train_accuracy[2], history.test_accuracy[2]));
}

#[test]
fn epochs_continue_where_steps_have_stopped() {
    let (images, mut network, mut other) = (images(), network(), network());
    let mut trainer = Trainer::new(&mut network, sgd(1.0), &images, &images, &mut rng());
    trainer.batch_size = 10;
    trainer.steps(6).unwrap();
    assert_eq!((trainer.epochs(), trainer.epoch().unwrap().number, trainer.epochs()), (1, 2, 2));
    let mut whole = Trainer::new(&mut other, sgd(1.0), &images, &images, &mut rng());
    whole.batch_size = 10;
    whole.train(2).unwrap();
    assert_eq!(trainer.history.losses, whole.history.losses);
    whole.train(2).unwrap();
    assert_eq!(whole.epochs(), 2, "they were completed");
}

#[test]
fn shuffled_images_come_once_per_epoch() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer::new(&mut network, sgd(0.1), &images, &images, &mut rng());
    (trainer.batch_size, trainer.sampling) = (13, Sampling::Shuffled);
    trainer.train(2).unwrap();
    // 13, 13, and the single leftover image joins the last 13.
    assert_eq!(trainer.history.losses.len(), 6);
    let whole_epoch = |network: &mut Network<f64>| {
        let mut trainer = Trainer::new(network, sgd(0.0), &images, &images, &mut rng());
        (trainer.batch_size, trainer.sampling) = (20, Sampling::Shuffled);
        trainer.epoch().unwrap().loss
    };
    let expected = network.evaluate(&images).loss;
    assert!((whole_epoch(&mut network) - expected).abs() < 1e-12);
}

#[test]
fn a_schedule_sets_the_learning_rate_of_each_epoch() {
    let (images, mut network, mut other) = (images(), network(), network());
    let mut scheduled = Trainer::new(&mut network, sgd(1e300), &images, &images, &mut rng());
    let mut by_hand = Trainer::new(&mut other, sgd(0.0), &images, &images, &mut rng());
    scheduled.schedule = Some(Schedule::Step { lr: 0.8, epochs: 2, factor: 0.5 });
    (scheduled.batch_size, by_hand.batch_size) = (10, 10);
    for lr in [0.8, 0.8, 0.4, 0.4, 0.2] {
        by_hand.optimizer.lr = lr;
        assert_eq!(scheduled.epoch(), by_hand.epoch());
        assert_eq!(scheduled.optimizer.lr, lr);
    }
    assert_eq!(network.params(), other.params());
}

#[test]
fn an_interrupted_run_ends_after_the_iteration_with_the_metrics_so_far() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let (images, mut network, mut other) = (images(), network(), network());
    let mut trainer = Trainer::new(&mut network, sgd(1.0), &images, &images, &mut rng());
    trainer.batch_size = 10;
    // Asked after each of the four iterations of an epoch, and once between two epochs.
    trainer.interrupt = || ASKED.fetch_add(1, Ordering::Relaxed) >= 7;
    assert_eq!(trainer.epoch().unwrap().number, 1);
    trainer.train(9).unwrap();
    assert_eq!((trainer.epochs(), trainer.history.losses.len(), trainer.history.test_accuracy.len()), (1, 7, 3));
    let epoch = trainer.epoch().unwrap();
    assert_eq!((epoch.number, trainer.epochs(), epoch.loss), (2, 2, trainer.history.losses[7]));
    let epoch = trainer.epoch().unwrap();
    assert_eq!((epoch.number, trainer.epochs(), epoch.loss), (3, 2, trainer.history.losses[8]));
    trainer.steps(3).unwrap();
    assert_eq!(trainer.history.losses.len(), 10);

    let mut uninterrupted = Trainer::new(&mut other, sgd(1.0), &images, &images, &mut rng());
    uninterrupted.batch_size = 10;
    uninterrupted.steps(10).unwrap();
    assert_eq!(trainer.history.losses, uninterrupted.history.losses);
}

#[test]
fn a_divergence_in_the_last_step_before_an_interruption_is_detected() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer::new(&mut network, sgd(f64::INFINITY), &images, &images, &mut rng());
    (trainer.batch_size, trainer.interrupt) = (10, || true);
    assert_eq!((trainer.epoch(), trainer.history.losses.len()), (Err(Diverged), 1));
    assert!(trainer.history.losses[0].is_finite());
}

#[test]
#[should_panic(expected = "Trainer: there are no training images")]
fn training_without_images_panics() {
    let (images, mut network) = (images(), network());
    let empty = images.first(0);
    let mut trainer = Trainer::new(&mut network, sgd(0.1), &empty, &images, &mut rng());
    trainer.sampling = Sampling::Shuffled;
    trainer.epoch().ok();
}

#[test]
fn a_part_of_each_set_can_be_evaluated() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer::new(&mut network, sgd(1.0), &images, &images, &mut rng());
    (trainer.evaluation_size, trainer.batch_size) = (2, 50);
    trainer.train(300).unwrap();
    let History { losses, train_accuracy, test_accuracy } = &trainer.history;
    assert_eq!((losses.len(), train_accuracy.len()), (300, 301), "a small set has epochs too");
    assert_eq!((train_accuracy[300], test_accuracy[300]), (0.5, 0.5));
    assert!(network.accuracy(&images) > 0.9);
}

#[test]
fn a_run_that_diverges_keeps_its_history() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer::new(&mut network, sgd(1e300), &images, &images, &mut rng());
    trainer.batch_size = 1;
    assert_eq!(trainer.train(20), Err(Diverged));
    let (last, before) = trainer.history.losses.split_last().unwrap();
    assert!(!last.is_finite() && before.iter().all(|loss| loss.is_finite()));
    assert_eq!(trainer.history.train_accuracy.len(), 1, "no epoch was completed");
}

#[test]
fn a_divergence_in_the_last_step_is_detected() {
    for epoch in [true, false] {
        let (images, mut network) = (images(), network());
        let mut trainer = Trainer::new(&mut network, sgd(f64::INFINITY), &images, &images, &mut rng());
        assert_eq!(if epoch { trainer.train(1) } else { trainer.steps(1) }, Err(Diverged));
        assert!(trainer.history.losses.len() == 1 && trainer.history.losses[0].is_finite());
    }
}

#[test]
fn an_infinite_loss_is_a_divergence_too() {
    let (images, mut network) = (images(), network());
    network.weight_decay = 1.0;
    network.params_mut()[0].value.fill(1e200); // whose square overflows
    let mut trainer = Trainer::new(&mut network, sgd(0.1), &images, &images, &mut rng());
    assert_eq!((trainer.steps(1), trainer.history.losses), (Err(Diverged), vec![f64::INFINITY]));
}

#[test]
fn early_stopping_ends_training_with_the_best_weights() {
    let (images, mut network) = (images(), network());
    let validation = images.first(2);
    // One run ends when patience runs out, the other when its epochs are completed.
    for (epochs, runs_out) in [(1000, true), (3, false)] {
        let mut trainer = Trainer::new(&mut network, sgd(1.0), &images, &images, &mut rng());
        trainer.batch_size = 10;
        trainer.early_stopping = Some(EarlyStopping::new(&validation, 5));
        trainer.train(epochs).unwrap();
        let stopping = trainer.early_stopping.as_ref().unwrap();
        assert_eq!(stopping.losses().len(), trainer.history.train_accuracy.len());
        let epochs = stopping.losses().len() - 1;
        assert_eq!((stopping.stops(), epochs == stopping.best_epoch() + 5), (runs_out, runs_out));
        assert!(stopping.best_epoch() < epochs, "the last weights are the best");
        assert_eq!(trainer.network.evaluate(&validation).loss, stopping.losses()[stopping.best_epoch()]);
    }
}

/// Results of a run: history, values of all parameters, validation losses.
type Traces = (History, Vec<Matrix<f64>>, Vec<f64>);

/// A run of six epochs with everything that is random or has state: dropout, batch normalization, Adam with a
/// decreasing learning rate, early stopping, and what `configure` adds. After each epoch in `pauses` it is saved to
/// `path` and resumed by a trainer with another seed.
fn run(configure: fn(&mut Trainer<'_, f64>), pauses: &[usize], path: &Path) -> Traces {
    let plan = MultiLayerNet { hidden_sizes: vec![8], dropout: 0.3, batch_norm: true, ..MultiLayerNet::new(1, 2) };
    let (images, validation) = images().split(0.3, &mut rng());
    let mut networks: Vec<Network<f64>> = (0..=pauses.len()).map(|_| plan.build(&mut rng())).collect();
    let mut traces = None;
    for (part, network) in networks.iter_mut().enumerate() {
        let seed = &mut ChaCha8Rng::seed_from_u64(part as u64);
        let mut trainer = Trainer::new(network, Optimizer::new(Adam::default(), 0.1), &images, &validation, seed);
        trainer.batch_size = 6;
        trainer.early_stopping = Some(EarlyStopping::new(&validation, 3));
        configure(&mut trainer);
        if part > 0 {
            trainer.resume(path).unwrap();
            assert_eq!(trainer.bar.position() as usize, trainer.history.losses.len());
        }
        let end = pauses.get(part).copied().unwrap_or(6);
        while trainer.epochs() < end {
            trainer.epoch().unwrap();
            trainer.optimizer.lr *= 0.9;
        }
        trainer.save(path).unwrap();
        trainer.restore_best();
        let losses = trainer.early_stopping.as_ref().unwrap().losses().to_vec();
        let values = trainer.network.params().iter().map(|param| param.value.clone()).collect();
        traces = Some((trainer.history, values, losses));
    }
    traces.unwrap()
}

fn shuffled(trainer: &mut Trainer<'_, f64>) {
    trainer.sampling = Sampling::Shuffled;
}

/// A shift of these images of one pixel makes them darker.
fn augmented(trainer: &mut Trainer<'_, f64>) {
    trainer.augmentation = Some(Augmentation { max_shift: 0.5, ..Augmentation::default() });
    trainer.schedule = Some(Schedule::Cosine { lr: 0.1, epochs: 6 });
}

#[test]
fn a_resumed_run_gives_the_same_bits_as_an_uninterrupted_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.safetensors");
    for configure in [|_: &mut Trainer<'_, f64>| (), shuffled, augmented] {
        let uninterrupted = run(configure, &[], &path);
        assert_eq!(run(configure, &[3], &path), uninterrupted);
        assert_eq!(run(configure, &[1, 5], &path), uninterrupted);
    }
}

#[test]
fn augmentation_changes_the_images_and_neither_mini_batches_nor_dropout() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.safetensors");
    let losses = |configure| run(configure, &[], &path).0.losses;
    let plain = losses(|_| ());
    const UNCHANGED: Augmentation = Augmentation { max_shift: 0.0, max_angle: 0.0, max_zoom: 0.0 };
    assert_eq!(losses(|trainer| trainer.augmentation = Some(UNCHANGED)), plain);
    let changed = losses(|trainer| trainer.augmentation = Some(Augmentation { max_shift: 0.5, ..UNCHANGED }));
    assert!(changed.len() == plain.len() && changed.iter().zip(&plain).all(|(changed, plain)| changed != plain));
}

#[test]
fn a_checkpoint_of_another_network_is_refused_and_changes_nothing() {
    let (images, mut network, folder) = (images(), network(), tempfile::tempdir().unwrap());
    let path = folder.path().join("checkpoint.safetensors");
    let plan = MultiLayerNet { hidden_sizes: vec![5], ..MultiLayerNet::new(1, 2) };
    let mut larger = plan.build(&mut rng());
    let mut trainer = Trainer::new(&mut larger, sgd(0.1), &images, &images, &mut rng());
    trainer.epoch().unwrap();
    trainer.save(&path).unwrap();

    let before: Vec<Matrix<f64>> = network.params().iter().map(|param| param.value.clone()).collect();
    let mut trainer = Trainer::new(&mut network, sgd(0.1), &images, &images, &mut rng());
    let message = trainer.resume(&path).unwrap_err().to_string();
    assert!(message.ends_with("network.0.weight is 5 x 1, expected 4 x 1"), "{message}");
    assert_eq!((trainer.epochs(), &trainer.history), (0, &History::default()));
    assert!(network.params().iter().zip(before).all(|(param, before)| param.value == before));
}

#[test]
#[should_panic(expected = "a checkpoint is saved after an epoch, not in the middle of one")]
fn a_checkpoint_is_saved_between_epochs() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer::new(&mut network, sgd(0.1), &images, &images, &mut rng());
    trainer.batch_size = 10;
    trainer.steps(1).unwrap();
    trainer.save(Path::new("unused")).ok();
}
