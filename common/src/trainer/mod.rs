//! The training loop (the book's `common/trainer.py`): that of chapters 4 and 5 in their `main.rs`, for programs that
//! train several networks.

mod checkpoint;
mod epoch;

use std::vec;

use indicatif::ProgressBar;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

pub use epoch::{Diverged, Epoch};

use crate::optimizers::{Optimizer, Schedule};
use crate::{Augmentation, Dataset, EarlyStopping, Float, History, Network, Sampling};

/// Trains a network on mini-batches, epoch by epoch. Its public fields are settings, to be changed before the first
/// epoch.
///
/// All randomness in epoch e comes from stream e of the trainer's own generator. So training can stop after any epoch,
/// be [saved](crate::files::Save::save) and [resumed](Trainer::resume), and continues as if it had not been
/// interrupted.
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
    /// Network to train.
    pub network: &'a mut Network<T>,
    /// Optimizer, with its learning rate.
    pub optimizer: Optimizer<T>,
    /// Learning-rate schedule, which sets the optimizer's learning rate at the start of each epoch; none by default.
    pub schedule: Option<Schedule>,
    /// Training images.
    pub train: &'a Dataset,
    /// Test images, only evaluated.
    pub test: &'a Dataset,
    /// Mini-batch size; 100 by default.
    pub batch_size: usize,
    /// How mini-batches are sampled; with replacement by default, as in the book.
    pub sampling: Sampling,
    /// Data augmentation of the mini-batches; none by default.
    pub augmentation: Option<Augmentation>,
    /// Number of images, the first of each set, that the accuracy is measured on; all by default.
    pub evaluation_size: usize,
    /// Early stopping; none by default.
    pub early_stopping: Option<EarlyStopping<'a, T>>,
    /// Whether to end training, asked after each iteration: see [`interrupt`](crate::interrupt); never by default. An
    /// epoch that ends early is not counted by [`Trainer::epochs`], and no checkpoint can be saved in it.
    pub interrupt: fn() -> bool,
    /// Progress bar, advanced by 1 per iteration; hidden by default. Several trainers can share one.
    pub bar: ProgressBar,
    /// Losses of all iterations, and accuracies before the first epoch and after each.
    pub history: History,
    /// Random seed of the generator, which has a stream for each epoch.
    seed: [u8; 32],
    /// Generator of the current epoch, for what its mini-batches draw one after the other: augmentation.
    rng: ChaCha8Rng,
    /// Number of epochs begun.
    epoch: usize,
    /// Mini-batches left in this epoch.
    batches: vec::IntoIter<Vec<usize>>,
}

impl<'a, T: Float> Trainer<'a, T> {
    /// A trainer with the default settings. It draws the random seed of its own generator from `rng`.
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
            schedule: None,
            train,
            test,
            batch_size: 100,
            sampling: Sampling::WithReplacement,
            augmentation: None,
            evaluation_size: usize::MAX,
            early_stopping: None,
            interrupt: || false,
            bar: ProgressBar::hidden(),
            history: History::default(),
            seed,
            rng: ChaCha8Rng::from_seed(seed),
            epoch: 0,
            batches: Vec::new().into_iter(),
        }
    }

    /// Number of completed epochs.
    pub fn epochs(&self) -> usize {
        self.epoch - usize::from(self.batches.len() > 0)
    }
}
