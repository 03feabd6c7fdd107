//! The training loop (the book's `common/trainer.py`). It is the loop that chapters 4 and 5 show in their `main.rs`, for programs
//! that train several networks.

mod checkpoint;

use std::vec;

use indicatif::ProgressBar;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

use crate::layers::Layer;
use crate::matrix::all_finite;
use crate::optimizers::Optimizer;
use crate::{Dataset, EarlyStopping, Float, History, Network, Sampling};

/// Trains a network on mini-batches, epoch by epoch. Its public fields are settings, to be changed before the first epoch.
///
/// All that is random in epoch e is drawn from stream e of the trainer's own generator. So training can stop after any epoch, be
/// [saved](crate::files::Save::save) and [resumed](Trainer::resume), and goes on as if it had never stopped.
///
/// ```
/// use common::optimizers::{Optimizer, Sgd};
/// use common::{Dataset, Diverged, Epoch, MultiLayerNet, Trainer};
/// use rand::{SeedableRng, rngs::ChaCha8Rng};
///
/// # let images = Dataset::new(vec![0, 255], (1, 1), vec![0, 1], 255);
/// let mut rng = ChaCha8Rng::seed_from_u64(1);
/// let mut network = MultiLayerNet::new(images.pixels(), 2).build::<f32>(&mut rng);
/// let sgd = Optimizer::new(Sgd, 0.1);
/// let mut trainer = Trainer::new(&mut network, sgd, &images, &images, &mut rng);
/// while trainer.epochs() < 3 {
///     let Epoch { number, loss, test_accuracy, .. } = trainer.epoch()?;
///     println!("epoch {number}: loss {loss:.4}, test accuracy {test_accuracy:.4}");
/// }
/// # Ok::<(), Diverged>(())
/// ```
pub struct Trainer<'a, T: Float> {
    /// What learns.
    pub network: &'a mut Network<T>,
    /// How it learns.
    pub optimizer: Optimizer<T>,
    /// The images that it learns from.
    pub train: &'a Dataset,
    /// The images that it is only tested with.
    pub test: &'a Dataset,
    /// Images in a mini-batch; 100 by default.
    pub batch_size: usize,
    /// How images are dealt out to mini-batches; drawn with replacement by default, as in the book.
    pub sampling: Sampling,
    /// The accuracy is measured on this many of the first images of each set; on all by default.
    pub evaluation_size: usize,
    /// When to stop before the last epoch; never by default.
    pub early_stopping: Option<EarlyStopping<'a, T>>,
    /// Moves on by 1 at each iteration; hidden by default. Several trainers can share one.
    pub bar: ProgressBar,
    /// The record: the accuracies are from before the first epoch and after each.
    pub history: History,
    /// Each epoch has a stream of the generator with this seed.
    seed: [u8; 32],
    /// Epochs begun.
    epoch: usize,
    /// What is left of the mini-batches of this epoch.
    batches: vec::IntoIter<Vec<usize>>,
}

/// What an epoch has brought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// Which one it was; the first is 1.
    pub number: usize,
    /// Mean of the losses of its mini-batches.
    pub loss: f64,
    /// The accuracy on the training images after it.
    pub train_accuracy: f64,
    /// The accuracy on the test images after it.
    pub test_accuracy: f64,
}

impl<'a, T: Float> Trainer<'a, T> {
    /// A trainer with the default settings. Of `rng` it takes the seed of its own generator.
    pub fn new(
        network: &'a mut Network<T>,
        optimizer: Optimizer<T>,
        train: &'a Dataset,
        test: &'a Dataset,
        rng: &mut impl Rng,
    ) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self {
            network,
            optimizer,
            train,
            test,
            batch_size: 100,
            sampling: Sampling::WithReplacement,
            evaluation_size: usize::MAX,
            early_stopping: None,
            bar: ProgressBar::hidden(),
            history: History::default(),
            seed,
            epoch: 0,
            batches: Vec::new().into_iter(),
        }
    }

    /// How many epochs are over.
    pub fn epochs(&self) -> usize {
        self.epoch - usize::from(self.batches.len() > 0)
    }

    /// Trains until `epochs` are over in all, or until [`Trainer::early_stopping`] says stop. With early stopping the network has
    /// its best weights afterwards.
    ///
    /// # Errors
    ///
    /// As [`Trainer::epoch`]. The network keeps the diverged weights, with early stopping too.
    pub fn train(&mut self, epochs: usize) -> Result<(), Diverged> {
        while self.epochs() < epochs && !self.stops() {
            self.epoch()?;
        }
        self.restore_best();
        Ok(())
    }

    /// Gives the network its best weights back, if there is [`Trainer::early_stopping`] that has kept them.
    pub fn restore_best(&mut self) {
        if let Some(early_stopping) = &self.early_stopping {
            early_stopping.restore(self.network);
        }
    }

    /// Whether [`Trainer::early_stopping`] says stop.
    pub fn stops(&self) -> bool {
        self.early_stopping.as_ref().is_some_and(EarlyStopping::stops)
    }

    /// Trains to the end of an epoch and measures the accuracies; before the first epoch, too.
    ///
    /// # Errors
    ///
    /// If a loss or a weight is no longer finite. The record of the losses ends with that iteration.
    pub fn epoch(&mut self) -> Result<Epoch, Diverged> {
        if self.history.train_accuracy.is_empty() {
            self.evaluate();
        }
        let first = self.history.losses.len();
        self.step()?;
        self.steps(self.batches.len())?;
        let (train_accuracy, test_accuracy) = self.evaluate();
        let losses = &self.history.losses[first..];
        let loss = losses.iter().sum::<f64>() / losses.len() as f64;
        Ok(Epoch { number: self.epoch, loss, train_accuracy, test_accuracy })
    }

    /// Trains for `iterations` mini-batches, without measuring the accuracy.
    ///
    /// # Errors
    ///
    /// As [`Trainer::epoch`].
    pub fn steps(&mut self, iterations: usize) -> Result<(), Diverged> {
        (0..iterations).try_for_each(|_| self.step())?;
        // The last step may have ruined the weights after its loss was measured.
        let finite = self.network.params().iter().all(|param| all_finite(&param.value));
        if finite { Ok(()) } else { Err(Diverged) }
    }

    /// One iteration: learns from one mini-batch.
    fn step(&mut self) -> Result<(), Diverged> {
        let indices = self.next_batch();
        let (x, t) = self.train.batch(&indices); //             1. mini-batch
        let loss = self.network.loss_and_gradient(x, &t); //    2. gradient
        self.optimizer.update(self.network.params_mut()); //    3. update
        self.history.losses.push(loss.to_f64()); //             4. repeat, and keep a record
        self.bar.inc(1);
        if loss.is_finite() { Ok(()) } else { Err(Diverged) }
    }

    /// The images of the next mini-batch, in this epoch or in a new one.
    fn next_batch(&mut self) -> Vec<usize> {
        if self.batches.len() == 0 {
            self.epoch += 1;
            let mut rng = ChaCha8Rng::from_seed(self.seed);
            rng.set_stream(self.epoch as u64);
            self.batches = self.sampling.epoch(self.train.len(), self.batch_size, &mut rng).into_iter();
            self.network.layers.reseed(&mut rng);
        }
        self.batches.next().expect("an epoch has a mini-batch")
    }

    /// Records and returns how well the network does on training and test images.
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

/// The loss or a weight is no longer finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("training has diverged: choose a smaller learning rate")]
pub struct Diverged;
