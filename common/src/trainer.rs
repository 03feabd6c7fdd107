//! The training loop (the book's `common/trainer.py`). It is the loop that chapters 4 and 5 show in their `main.rs`, for programs
//! that train several networks.

use indicatif::ProgressBar;
use rand::rngs::ChaCha8Rng;

use crate::optimizers::Optimizer;
use crate::{Dataset, EarlyStopping, Float, History, Network};

/// Trains a network on mini-batches. The numbers are settings, to be changed before [`Trainer::train`]:
/// `Trainer { epochs: 5, ..Trainer::new(…) }`.
pub struct Trainer<'a, T: Float> {
    /// What learns.
    pub network: &'a mut Network<T>,
    /// How it learns.
    pub optimizer: Box<dyn Optimizer<T>>,
    /// The images that it learns from.
    pub train: &'a Dataset,
    /// The images that it is only tested with.
    pub test: &'a Dataset,
    /// Picks the mini-batches.
    pub rng: ChaCha8Rng,
    /// How often to go through as many images as there are to learn from; 20 by default.
    pub epochs: usize,
    /// Images in a mini-batch; 100 by default.
    pub batch_size: usize,
    /// Of how many of the first images, of each of the two sets, to measure the accuracy after an epoch; all by default.
    pub evaluation_size: usize,
    /// When to stop before the last epoch; never by default.
    pub early_stopping: Option<EarlyStopping<'a, T>>,
    /// Moves on by 1 at each iteration; hidden by default. Several trainings can share one.
    pub bar: ProgressBar,
    /// The record: the accuracies are from before the first epoch and after each.
    pub history: History,
}

impl<'a, T: Float> Trainer<'a, T> {
    /// A training with the default settings.
    pub fn new(
        network: &'a mut Network<T>,
        optimizer: Box<dyn Optimizer<T>>,
        train: &'a Dataset,
        test: &'a Dataset,
        rng: ChaCha8Rng,
    ) -> Self {
        Self {
            network,
            optimizer,
            train,
            test,
            rng,
            epochs: 20,
            batch_size: 100,
            evaluation_size: usize::MAX,
            early_stopping: None,
            bar: ProgressBar::hidden(),
            history: History::default(),
        }
    }

    /// Trains for all epochs, or until [`Trainer::early_stopping`] says stop; then the network has its best weights.
    ///
    /// # Errors
    ///
    /// If the loss becomes infinite or no number at all. The history ends with that iteration.
    pub fn train(&mut self) -> Result<(), Diverged> {
        self.evaluate();
        for _ in 0..self.epochs {
            self.steps(self.train.iterations_per_epoch(self.batch_size))?;
            self.evaluate();
            if self.early_stopping.as_ref().is_some_and(EarlyStopping::stops) {
                break;
            }
        }
        if let Some(early_stopping) = &self.early_stopping {
            early_stopping.restore(self.network);
        }
        Ok(())
    }

    /// Trains for so many iterations, without measuring the accuracy.
    ///
    /// # Errors
    ///
    /// As [`Trainer::train`].
    pub fn steps(&mut self, iterations: usize) -> Result<(), Diverged> {
        (0..iterations).try_for_each(|_| self.step())
    }

    /// One iteration: learns from one mini-batch.
    fn step(&mut self) -> Result<(), Diverged> {
        let (x, t) = self.train.sample(self.batch_size, &mut self.rng); //  1. mini-batch
        let loss = self.network.gradient(x, &t); //                         2. gradient
        self.optimizer.update(self.network.params()); //                    3. update
        self.history.losses.push(loss.to_f64()); //                         4. repeat, and keep a record
        self.bar.inc(1);
        if loss.is_finite() { Ok(()) } else { Err(Diverged) }
    }

    /// Records how well the network does.
    fn evaluate(&mut self) {
        self.history.train.push(self.network.accuracy(&self.train.first(self.evaluation_size)));
        self.history.test.push(self.network.accuracy(&self.test.first(self.evaluation_size)));
        if let Some(early_stopping) = &mut self.early_stopping {
            early_stopping.observe(self.network);
        }
    }
}

/// The loss is no finite number any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the training has diverged: choose a smaller learning rate")]
pub struct Diverged;

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::MultiLayerNet;
    use crate::optimizers::{Momentum, Sgd};

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
        let optimizer = Box::new(Momentum::new(0.1));
        let mut trainer = Trainer {
            epochs: 3,
            batch_size: 15,
            ..Trainer::new(&mut network_of_trainer, optimizer, &images, &images, rng())
        };
        trainer.train().unwrap();

        let (mut rng, mut optimizer, mut history) = (rng(), Momentum::new(0.1), History::default());
        for iteration in 0..6 {
            if iteration % 2 == 0 {
                history.train.push(network.accuracy(&images));
            }
            let (x, t) = images.sample(15, &mut rng);
            history.losses.push(network.gradient(x, &t));
            optimizer.update(network.params());
        }
        history.train.push(network.accuracy(&images));
        history.test = history.train.clone();
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
        assert_eq!((trainer.history.losses.len(), trainer.history.train.len()), (300, 301));
        assert_eq!((trainer.history.train[300], trainer.history.test[300]), (0.5, 0.5));
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
        assert_eq!(trainer.history.train.len(), 1, "there was no whole epoch");
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
        assert_eq!(stopping.losses().len(), trainer.history.train.len());
        assert_eq!(stopping.losses().len() - 1, stopping.best_epoch() + 5);
        let (best_loss, (x, t)) = (stopping.losses()[stopping.best_epoch()], validation.batch(&[0, 1]));
        assert_eq!(network.loss(x, &t), best_loss);
    }
}
