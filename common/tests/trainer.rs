//! The trainer against the loop that chapter 4 shows.

use common::optimizers::{Momentum, Optimizer, Sgd};
use common::{Dataset, Diverged, EarlyStopping, History, MultiLayerNet, Network, Trainer};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

fn network() -> Network<f64> {
    MultiLayerNet { hidden_sizes: vec![4], ..MultiLayerNet::new(1, 2) }.build(&mut rng())
}

/// Images of one pixel, dark ones of class 0 and bright ones of class 1. Of the first two, one has the wrong class.
fn images() -> Dataset {
    let bytes: Vec<u8> = (0..40).map(|n| n * 6).collect();
    let mut labels: Vec<u8> = bytes.iter().map(|&byte| u8::from(byte > 120)).collect();
    labels[0] = 1;
    Dataset::new(bytes, (1, 1), labels, 255)
}

#[test]
fn it_is_the_loop_of_chapter_4() {
    let (images, mut network_of_trainer, mut network) = (images(), network(), network());
    let test = images.first(7);
    let optimizer = Box::new(Momentum::new(0.1));
    let mut trainer = Trainer {
        epochs: 3,
        batch_size: 15,
        ..Trainer::new(&mut network_of_trainer, optimizer, &images, &test, rng())
    };
    trainer.train().unwrap();

    let (mut rng, mut optimizer, mut history) = (rng(), Momentum::new(0.1), History::default());
    for iteration in 0..6 {
        if iteration % 2 == 0 {
            history.train_accuracy.push(network.accuracy(&images));
            history.test_accuracy.push(network.accuracy(&test));
        }
        let (x, t) = images.sample(15, &mut rng);
        history.losses.push(network.gradient(x, &t));
        optimizer.update(network.params());
    }
    history.train_accuracy.push(network.accuracy(&images));
    history.test_accuracy.push(network.accuracy(&test));
    assert_ne!(history.test_accuracy, history.train_accuracy);
    assert_eq!((trainer.history, trainer.bar.position()), (history, 6));
    assert_eq!(network_of_trainer.params(), network.params());
}

#[test]
fn a_small_set_has_epochs_too_and_a_part_of_it_can_be_evaluated() {
    let (images, mut network) = (images(), network());
    let mut trainer = Trainer {
        evaluation_size: 2,
        batch_size: 50,
        epochs: 300,
        ..Trainer::new(&mut network, Box::new(Sgd::new(1.0)), &images, &images, rng())
    };
    trainer.train().unwrap();
    assert_eq!((trainer.history.losses.len(), trainer.history.train_accuracy.len()), (300, 301));
    assert_eq!((trainer.history.train_accuracy[300], trainer.history.test_accuracy[300]), (0.5, 0.5));
    assert!(network.accuracy(&images) > 0.9);
}

#[test]
fn a_training_that_diverges_ends_with_its_record() {
    let (images, mut network) = (images(), network());
    let optimizer = Box::new(Sgd::new(1e300));
    let mut trainer = Trainer { batch_size: 1, ..Trainer::new(&mut network, optimizer, &images, &images, rng()) };
    assert_eq!(trainer.train(), Err(Diverged));
    let (last, before) = trainer.history.losses.split_last().unwrap();
    assert!(!last.is_finite() && before.iter().all(|loss| loss.is_finite()));
    assert_eq!(trainer.history.train_accuracy.len(), 1, "there was no whole epoch");
}

#[test]
fn early_stopping_ends_it_with_the_best_weights() {
    let (images, mut network) = (images(), network());
    let validation = images.first(2);
    let mut trainer = Trainer {
        early_stopping: Some(EarlyStopping::new(&validation, 5)),
        epochs: 1000,
        batch_size: 10,
        ..Trainer::new(&mut network, Box::new(Sgd::new(1.0)), &images, &images, rng())
    };
    trainer.train().unwrap();
    let stopping = trainer.early_stopping.unwrap();
    assert_eq!(stopping.losses().len(), trainer.history.train_accuracy.len());
    assert_eq!(stopping.losses().len() - 1, stopping.best_epoch() + 5);
    let (best_loss, (x, t)) = (stopping.losses()[stopping.best_epoch()], validation.batch(&[0, 1]));
    assert_eq!(network.loss(x, &t), best_loss);
}

#[test]
fn an_infinite_loss_is_a_divergence_too() {
    let (images, mut network) = (images(), network());
    network.weight_decay = 1.0;
    network.params()[0].value.fill(1e200); // whose square is too large
    let mut trainer = Trainer::new(&mut network, Box::new(Sgd::new(0.1)), &images, &images, rng());
    assert_eq!((trainer.steps(1), trainer.history.losses), (Err(Diverged), vec![f64::INFINITY]));
}

#[test]
fn the_default_is_20_epochs_of_mini_batches_of_100() {
    let (images, mut network) = (images(), network());
    let trainer = Trainer::new(&mut network, Box::new(Sgd::new(0.1)), &images, &images, rng());
    assert_eq!((trainer.epochs, trainer.batch_size), (20, 100));
}
