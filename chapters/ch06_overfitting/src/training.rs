//! A training run with one technique.

use clap::Args;
use common::optimizers::{Optimizer, Sgd};
use common::settings::{below_1, count, count_from, not_negative, positive};
use common::{Diverged, EarlyStopping, History, Network, Trainer};
use indicatif::ProgressBar;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::{Images, Technique};

/// The hyperparameters of training and of each technique.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Number of epochs, each of about as many images as the training set
    #[arg(long, default_value_t = 201, value_parser = count(1_000_000))]
    pub epochs: usize,

    /// Batch size: samples in a mini-batch, at least 2
    #[arg(long, default_value_t = 100, value_parser = count_from(2, 60_000))]
    pub batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.01, value_parser = positive)]
    pub learning_rate: f64,

    /// Weight decay: lambda in the penalty lambda/2 times the sum of the squared weights
    #[arg(long, default_value_t = 0.1, value_parser = not_negative)]
    pub weight_decay: f64,

    /// Dropout rate: fraction of each hidden layer that is dropped, below 1
    #[arg(long, default_value_t = 0.2, value_parser = below_1)]
    pub dropout: f64,

    /// Standard deviation of the initial weights with batch-norm; the others have He initialization
    #[arg(long, default_value_t = 0.005, value_parser = not_negative)]
    pub batch_norm_std: f64,

    /// Patience: number of epochs without a better validation loss before early-stopping stops
    #[arg(long, default_value_t = 20, value_parser = count(1_000_000))]
    pub patience: usize,
}

impl Settings {
    /// Trains a network by SGD. With the same `rng` all techniques have the same initial weights, except for their
    /// scale, and all that train on the same images see the same mini-batches. Advances `bar` by 1 at each iteration.
    ///
    /// # Errors
    ///
    /// If the loss becomes infinite or NaN.
    pub fn train(
        &self,
        technique: Technique,
        images: &Images,
        mut rng: ChaCha8Rng,
        bar: &ProgressBar,
    ) -> Result<Run, Diverged> {
        // Dropout draws more random numbers for its network than the others. The mini-batches must not depend on that.
        let mut batches = ChaCha8Rng::from_rng(&mut rng);
        let mut network = technique.plan(images.train.pixels(), self).build(&mut rng);
        let stops = technique == Technique::EarlyStopping;
        let train = if stops { &images.rest } else { &images.train };
        let sgd = Optimizer::new(Sgd, self.learning_rate);
        let mut trainer = Trainer::new(&mut network, sgd, train, &images.test, &mut batches);
        (trainer.batch_size, trainer.bar) = (self.batch_size, bar.clone());
        trainer.early_stopping = stops.then(|| EarlyStopping::new(&images.validation, self.patience));
        trainer.train(self.epochs)?;
        let early_stopping = trainer.early_stopping.as_ref();
        let kept_epoch = early_stopping.map_or(self.epochs, EarlyStopping::best_epoch);
        let validation_losses = early_stopping.map_or(Vec::new(), |stopping| stopping.losses().to_vec());
        Ok(Run { technique, history: trainer.history, validation_losses, kept_epoch, network })
    }
}

/// A training run.
pub struct Run {
    /// The technique against overfitting.
    pub technique: Technique,
    /// The record; its accuracies are from before the first epoch and after each.
    pub history: History,
    /// The losses on the validation images, from before the first epoch and after each; none without early stopping.
    pub validation_losses: Vec<f64>,
    /// The epoch that the weights of the network are from: the last one, or the best one with early stopping.
    pub kept_epoch: usize,
    /// The trained network.
    pub network: Network<f32>,
}

impl Run {
    /// The accuracy of the network on its training images.
    pub fn train(&self) -> f64 {
        self.history.train_accuracy[self.kept_epoch]
    }

    /// The accuracy of the network on the test images.
    pub fn test(&self) -> f64 {
        self.history.test_accuracy[self.kept_epoch]
    }

    /// The training accuracy minus the test accuracy: how much the network overfits.
    pub fn gap(&self) -> f64 {
        self.train() - self.test()
    }

    /// The number of epochs until the run ended.
    pub fn epochs(&self) -> usize {
        self.history.train_accuracy.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use datasets::digits;

    use super::*;

    const SETTINGS: Settings = Settings {
        epochs: 3,
        batch_size: 100,
        learning_rate: 0.01,
        weight_decay: 0.1,
        dropout: 0.2,
        batch_norm_std: 0.005,
        patience: 5,
    };

    fn images() -> Images {
        Images::new(&digits::load(), 300, &mut ChaCha8Rng::seed_from_u64(1))
    }

    fn train(technique: Technique, settings: &Settings) -> Run {
        let rng = ChaCha8Rng::seed_from_u64(1);
        settings.train(technique, &images(), rng, &ProgressBar::hidden()).unwrap()
    }

    #[test]
    fn early_stopping_stops_and_keeps_the_network_with_the_lowest_validation_loss() {
        let run = train(Technique::EarlyStopping, &Settings { epochs: 201, ..SETTINGS });
        let lowest = run.validation_losses.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(run.validation_losses[run.kept_epoch], lowest);
        assert!(run.epochs() < 201 && run.epochs() == run.kept_epoch + SETTINGS.patience);

        let Images { test, rest, validation, .. } = images();
        assert_eq!(run.network.evaluate(&validation).loss, lowest);
        assert_eq!(run.network.accuracy(&rest), run.train());
        assert_eq!(run.network.accuracy(&test), run.test());
    }

    #[test]
    fn the_other_techniques_keep_the_last_network() {
        for technique in [Technique::None, Technique::WeightDecay, Technique::Dropout, Technique::BatchNorm] {
            let run = train(technique, &SETTINGS);
            assert_eq!((run.kept_epoch, run.epochs(), run.history.losses.len()), (3, 3, 9));
            assert_eq!(run.network.accuracy(&images().test), run.test(), "{technique}");
            assert!(run.validation_losses.is_empty());
        }
    }

    #[test]
    fn every_technique_matters_and_begins_with_the_same_weights_and_mini_batches() {
        let none = train(Technique::None, &SETTINGS).history;
        for technique in [Technique::WeightDecay, Technique::Dropout, Technique::BatchNorm, Technique::EarlyStopping] {
            assert_ne!(train(technique, &SETTINGS).history, none, "{technique}");
        }
        // Dropout masks are drawn, but never drop a unit.
        let powerless = Settings { weight_decay: 0.0, dropout: 1e-300, ..SETTINGS };
        for technique in [Technique::WeightDecay, Technique::Dropout] {
            assert_eq!(train(technique, &powerless).history, none, "{technique}");
        }
    }

    #[test]
    fn every_setting_matters() {
        for (technique, other) in [
            (Technique::None, Settings { epochs: 2, ..SETTINGS }),
            (Technique::None, Settings { batch_size: 50, ..SETTINGS }),
            (Technique::None, Settings { learning_rate: 0.02, ..SETTINGS }),
            (Technique::WeightDecay, Settings { weight_decay: 0.2, ..SETTINGS }),
            (Technique::Dropout, Settings { dropout: 0.3, ..SETTINGS }),
            (Technique::BatchNorm, Settings { batch_norm_std: 0.1, ..SETTINGS }),
        ] {
            assert_ne!(train(technique, &other).history, train(technique, &SETTINGS).history, "{other:?}");
        }
    }
}
