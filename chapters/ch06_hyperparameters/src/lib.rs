//! 6.5 Finding good hyperparameters (적절한 하이퍼파라미터 값 찾기): random search for a learning rate and a weight decay.
//!
//! ```text
//! learning rate = 10^U(-6, -2)   weight decay = 10^U(-8, -4)   drawn anew for each trial
//! ```

mod log_uniform;

use std::cmp::Ordering;

use common::optimizers::{Optimizer, Sgd};
use common::{Dataset, Evaluation, History, MultiLayerNet, Network, Trainer};
use datasets::CLASSES;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

pub use log_uniform::LogUniform;

/// Units of each hidden layer.
const HIDDEN_SIZES: [usize; 6] = [100; 6];

/// The values that training does not learn, so that they have to be searched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyperparameters {
    /// Learning rate: step size down the gradient.
    pub learning_rate: f64,
    /// 6.4.2 Weight decay (가중치 감소), λ: the strength of the penalty on large weights.
    pub weight_decay: f64,
}

/// 6.5.2 Random search (무작위 탐색): the ranges to search, and what all trials have in common.
#[derive(Clone, Debug)]
pub struct RandomSearch {
    /// Learning rate: range to search.
    pub learning_rate: LogUniform,
    /// Weight decay: range to search.
    pub weight_decay: LogUniform,
    /// The training images.
    pub train: Dataset,
    /// 6.5.1 Validation data (검증 데이터): the images by which the hyperparameters are chosen. No network is trained on
    /// them.
    pub validation: Dataset,
    /// Number of epochs, each of about as many images as the training set.
    pub epochs: usize,
    /// Batch size: samples in a mini-batch.
    pub batch_size: usize,
    /// Random seed.
    pub seed: u64,
}

impl RandomSearch {
    /// Draws hyperparameters and trains a network with them.
    ///
    /// Each `number` has its own random stream for the hyperparameters, the initial weights and the mini-batches. So a
    /// trial does not depend on the others, nor on when and on which core it runs.
    ///
    /// # Panics
    ///
    /// As [`RandomSearch::train`].
    pub fn trial(&self, number: u64) -> Trial {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(number);
        let hyperparameters = Hyperparameters {
            learning_rate: self.learning_rate.sample(&mut rng),
            weight_decay: self.weight_decay.sample(&mut rng),
        };
        let (mut network, History { train_accuracy, test_accuracy, .. }) = self.train(hyperparameters, rng);
        network.weight_decay = 0.0; // the loss is that of its predictions alone
        let Evaluation { loss, accuracy } = network.evaluate(&self.validation);
        Trial { hyperparameters, train_accuracy, validation_accuracy: test_accuracy, accuracy, loss }
    }

    /// A network with six hidden layers, trained with SGD, and its history, in which the validation images take the
    /// place of the test images.
    ///
    /// A run that diverges ends early. It is a result like the others: NaN scores count as wrong, so its accuracy is 0.
    ///
    /// # Panics
    ///
    /// If there are no training images, or the batch size is 0.
    pub fn train(&self, hyperparameters: Hyperparameters, mut rng: ChaCha8Rng) -> (Network<f32>, History) {
        let plan = MultiLayerNet {
            hidden_sizes: HIDDEN_SIZES.into(),
            weight_decay: hyperparameters.weight_decay,
            ..MultiLayerNet::new(self.train.pixels(), CLASSES)
        };
        let mut network = plan.build(&mut rng);
        let sgd = Optimizer::new(Sgd, hyperparameters.learning_rate);
        let mut trainer = Trainer::new(&mut network, sgd, &self.train, &self.validation, &mut rng);
        trainer.batch_size = self.batch_size;
        trainer.train(self.epochs).ok();
        let history = trainer.history;
        (network, history)
    }
}

/// A training run with hyperparameters drawn at random.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The hyperparameters that were drawn.
    pub hyperparameters: Hyperparameters,
    /// The accuracy on the training images, before the first epoch and after each.
    pub train_accuracy: Vec<f64>,
    /// The accuracy on the validation images, before the first epoch and after each.
    pub validation_accuracy: Vec<f64>,
    /// The accuracy on the validation images at the end.
    pub accuracy: f64,
    /// The cross entropy on the validation images at the end, without the weight decay penalty. It may be NaN.
    pub loss: f64,
}

impl Trial {
    /// The order of two trials: the higher accuracy first; of equal ones, which are frequent with a hundred validation
    /// images, the lower loss.
    pub fn rank(&self, other: &Self) -> Ordering {
        // `min` turns NaN, which may have either sign, into infinity.
        let loss = |trial: &Self| trial.loss.min(f64::INFINITY);
        other.accuracy.total_cmp(&self.accuracy).then(loss(self).total_cmp(&loss(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accuracy_decides_the_rank_then_loss_and_what_has_no_loss_comes_last() {
        let trial = |accuracy, loss| Trial {
            hyperparameters: Hyperparameters { learning_rate: 0.01, weight_decay: 0.0 },
            train_accuracy: Vec::new(),
            validation_accuracy: Vec::new(),
            accuracy,
            loss,
        };
        let mut trials = [(0.1, -f64::NAN), (0.1, 2.3), (0.7, 1.5), (0.1, f64::NAN), (0.8, 3.0), (0.8, 0.7)]
            .map(|(accuracy, loss)| trial(accuracy, loss));
        trials.sort_by(Trial::rank);
        assert_eq!(trials.each_ref().map(|trial| trial.accuracy), [0.8, 0.8, 0.7, 0.1, 0.1, 0.1]);
        assert_eq!(trials.each_ref().map(|trial| trial.loss)[..4], [0.7, 3.0, 1.5, 2.3]);
    }
}
