//! The training loop itself: epochs and their mini-batches.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use super::Trainer;
use crate::layers::Layer;
use crate::matrix::all_finite;
use crate::{EarlyStopping, Float, Matrix};

/// Metrics of an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// Number of the epoch; the first is 1.
    pub number: usize,
    /// Mean loss of its mini-batches.
    pub loss: f64,
    /// Accuracy on the training images after the epoch.
    pub train_accuracy: f64,
    /// Accuracy on the test images after the epoch.
    pub test_accuracy: f64,
}

/// The loss or a weight is no longer finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("training has diverged: choose a smaller learning rate")]
pub struct Diverged;

impl<T: Float> Trainer<'_, T> {
    /// Trains until `epochs` epochs are completed in total, or [`Trainer::stops`] is true. With early stopping the network has
    /// its best weights afterwards.
    ///
    /// # Errors
    ///
    /// As [`Trainer::epoch`]. The network keeps the diverged weights, even with early stopping.
    pub fn train(&mut self, epochs: usize) -> Result<(), Diverged> {
        while self.epochs() < epochs && !self.stops() {
            self.epoch()?;
        }
        self.restore_best();
        Ok(())
    }

    /// Restores the best weights, if [`Trainer::early_stopping`] has kept them.
    pub fn restore_best(&mut self) {
        if let Some(early_stopping) = &self.early_stopping {
            early_stopping.restore(self.network);
        }
    }

    /// Whether training should end: the patience of [`Trainer::early_stopping`] has run out, or [`Trainer::interrupt`]
    /// says so.
    pub fn stops(&self) -> bool {
        (self.interrupt)() || self.early_stopping.as_ref().is_some_and(EarlyStopping::stops)
    }

    /// Trains to the end of an epoch and measures the accuracies; before the first epoch, too. An interrupted epoch ends
    /// after at least one iteration, and its metrics are those so far.
    ///
    /// # Errors
    ///
    /// If a loss or a weight is no longer finite. The history of losses ends with that iteration.
    pub fn epoch(&mut self) -> Result<Epoch, Diverged> {
        if self.history.train_accuracy.is_empty() {
            self.evaluate();
        }
        let first = self.history.losses.len();
        if self.batches.len() == 0 {
            self.begin_epoch();
        }
        self.steps(self.batches.len())?;
        let (train_accuracy, test_accuracy) = self.evaluate();
        let losses = &self.history.losses[first..];
        let loss = losses.iter().sum::<f64>() / losses.len() as f64;
        Ok(Epoch { number: self.epoch, loss, train_accuracy, test_accuracy })
    }

    /// Trains for `iterations` mini-batches, or fewer if interrupted, without measuring the accuracy.
    ///
    /// # Errors
    ///
    /// As [`Trainer::epoch`].
    pub fn steps(&mut self, iterations: usize) -> Result<(), Diverged> {
        for _ in 0..iterations {
            self.step()?;
            if (self.interrupt)() {
                break;
            }
        }
        // The last update may have made a weight infinite or NaN after its loss was computed.
        let finite = self.network.params().iter().all(|param| all_finite(&param.value));
        if finite { Ok(()) } else { Err(Diverged) }
    }

    /// One iteration, on one mini-batch.
    fn step(&mut self) -> Result<(), Diverged> {
        let (x, t) = self.next_batch(); //                      1. mini-batch
        let loss = self.network.loss_and_gradient(x, &t); //    2. gradient
        self.optimizer.update(self.network.params_mut()); //    3. update
        self.history.losses.push(loss.to_f64()); //             4. repeat, and keep a record
        self.bar.inc(1);
        if loss.is_finite() { Ok(()) } else { Err(Diverged) }
    }

    /// The next mini-batch, in this epoch or in a new one: images, N x D, and their N labels.
    fn next_batch(&mut self) -> (Matrix<T>, Vec<usize>) {
        if self.batches.len() == 0 {
            self.begin_epoch();
        }
        let indices = self.batches.next().expect("an epoch has a mini-batch");
        match &self.augmentation {
            Some(augmentation) => self.train.augmented(&indices, augmentation, &mut self.rng).whole(),
            None => self.train.batch(&indices),
        }
    }

    fn begin_epoch(&mut self) {
        assert!(!self.train.is_empty(), "Trainer: there are no training images");
        self.epoch += 1;
        if let Some(schedule) = self.schedule {
            self.optimizer.lr = schedule.lr(self.epoch);
        }
        self.rng = ChaCha8Rng::from_seed(self.seed);
        self.rng.set_stream(self.epoch as u64);
        self.batches = self.sampling.epoch(self.train.len(), self.batch_size, &mut self.rng).into_iter();
        self.network.layers.reseed(&mut self.rng);
    }

    /// Measures, records and returns the accuracies on training and test images.
    fn evaluate(&mut self) -> (f64, f64) {
        let [train, test] = [self.train, self.test].map(|set| self.network.accuracy(&set.first(self.evaluation_size)));
        self.history.train_accuracy.push(train);
        self.history.test_accuracy.push(test);
        if let Some(early_stopping) = &mut self.early_stopping {
            early_stopping.observe(self.network);
        }
        (train, test)
    }
}
