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
    /// Epochs, in each of which about as many images are drawn as there are to learn from; 20 by default.
    pub epochs: usize,
    /// Images in a mini-batch; 100 by default.
    pub batch_size: usize,
    /// The accuracy is measured on this many of the first images of each set; on all by default.
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

    /// Trains for all epochs, or until [`Trainer::early_stopping`] says stop. With early stopping the network has its best
    /// weights afterwards.
    ///
    /// # Errors
    ///
    /// If the loss becomes infinite or no number at all. The history ends with that iteration, and the network keeps its useless
    /// weights, with early stopping too.
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
        self.history.train_accuracy.push(self.network.accuracy(&self.train.first(self.evaluation_size)));
        self.history.test_accuracy.push(self.network.accuracy(&self.test.first(self.evaluation_size)));
        if let Some(early_stopping) = &mut self.early_stopping {
            early_stopping.observe(self.network);
        }
    }
}

/// The loss is no finite number any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the training has diverged: choose a smaller learning rate")]
pub struct Diverged;
