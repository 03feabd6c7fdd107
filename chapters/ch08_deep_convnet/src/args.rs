//! The command line.

use std::path::PathBuf;

use ch08_deep_convnet::{Architecture, default_epochs};
use clap::{Parser, ValueEnum};
use common::optimizers::{Adam, Optimizer, Schedule};
use common::settings::{RunArgs, count_from, positive};
use common::{Augmentation, Network, Trainer};
use datasets::{Digits, DigitsArgs};
use rand::rngs::ChaCha8Rng;

/// A deep convolutional network classifies handwritten digits (section 8.1)
#[derive(Parser)]
pub struct Args {
    /// Network to train
    #[arg(long, value_enum, default_value_t)]
    pub network: Architecture,

    /// Number of epochs; 0 only evaluates the weights [default: 20, or 100 with the embedded digits]
    #[arg(long, value_parser = count_from(0, 1_000_000))]
    epochs: Option<usize>,

    /// Batch size: samples in a mini-batch, at least 2
    #[arg(long, default_value_t = 100, value_parser = count_from(2, 60_000))]
    batch_size: usize,

    /// Learning rate of Adam: step size down the gradient
    #[arg(long, default_value_t = 0.001, value_parser = positive)]
    learning_rate: f64,

    /// How the learning rate falls
    #[arg(long, value_enum, default_value_t = Decay::Constant)]
    schedule: Decay,

    /// Data augmentation: shift, rotate and zoom the training images at random
    #[arg(long)]
    augment: bool,

    /// File for the trained weights [default: weights.safetensors in the output folder]
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,

    /// File of weights to start from
    #[arg(long, value_name = "FILE")]
    pub load: Option<PathBuf>,

    /// Resume from the checkpoint in the output folder, with the settings of the run that wrote it
    #[arg(long, conflicts_with = "load")]
    pub resume: bool,

    #[command(flatten)]
    pub digits: DigitsArgs,

    #[command(flatten)]
    pub run: RunArgs,
}

/// Learning-rate schedules.
#[derive(Clone, Copy, ValueEnum)]
enum Decay {
    /// It stays the same
    Constant,
    /// A tenth after a third of the epochs, a hundredth after two thirds
    Step,
    /// Along half a period of the cosine, to 0
    Cosine,
}

impl Args {
    /// Number of epochs.
    pub fn epochs(&self, digits: &Digits) -> usize {
        self.epochs.unwrap_or(default_epochs(&digits.train))
    }

    /// A trainer with these settings. As in the book, it measures the accuracy on the first 1,000 images of each set.
    pub fn trainer<'a>(
        &self,
        network: &'a mut Network<f32>,
        digits: &'a Digits,
        rng: &mut ChaCha8Rng,
    ) -> Trainer<'a, f32> {
        let adam = Optimizer::new(Adam::default(), self.learning_rate);
        let mut trainer = Trainer::new(network, adam, &digits.train, &digits.test, rng);
        trainer.batch_size = self.batch_size;
        trainer.schedule = self.schedule(self.epochs(digits).max(1));
        trainer.augmentation = self.augment.then(Augmentation::default);
        trainer.evaluation_size = 1_000;
        trainer
    }

    /// The learning-rate schedule of a run of this number of epochs.
    fn schedule(&self, epochs: usize) -> Option<Schedule> {
        let lr = self.learning_rate;
        match self.schedule {
            Decay::Constant => None,
            Decay::Step => Some(Schedule::Step { lr, epochs: epochs.div_ceil(3), factor: 0.1 }),
            Decay::Cosine => Some(Schedule::Cosine { lr, epochs }),
        }
    }
}
