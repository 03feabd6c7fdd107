//! 6.1.5, 8.1.2 Learning rate decay (학습률 감소): schedules, which set the learning rate of each epoch.
//!
//! ```text
//! step decay         lrₜ = lr·factor^⌊t / epochs⌋                      t: 0, 1, 2, … epochs completed
//! cosine annealing   lrₜ = lr·(1 + cos(π·t / epochs)) / 2
//! ```

use std::f64::consts::PI;

/// Learning-rate schedule.
///
/// ```
/// use common::optimizers::Schedule;
///
/// let cosine = Schedule::Cosine { lr: 0.1, epochs: 4 };
/// let rates: Vec<String> = (1..=5).map(|epoch| format!("{:.4}", cosine.lr(epoch))).collect();
/// assert_eq!(rates, ["0.1000", "0.0854", "0.0500", "0.0146", "0.0000"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// Step decay (PyTorch's `StepLR`): multiplies the learning rate by `factor` every `epochs` epochs.
    Step {
        /// Learning rate of the first epochs.
        lr: f64,
        /// Number of epochs with the same learning rate.
        epochs: usize,
        /// Factor between two learning rates.
        factor: f64,
    },
    /// Cosine annealing (Loshchilov and Hutter 2017; PyTorch's `CosineAnnealingLR`): half a period of the cosine, from
    /// `lr` in the first epoch to 0 after the last.
    Cosine {
        /// Learning rate of the first epoch.
        lr: f64,
        /// Number of epochs of the run. The learning rate of any later epoch is 0; PyTorch's rises again.
        epochs: usize,
    },
}

impl Schedule {
    /// Learning rate of an epoch; the first epoch is 1. It depends on nothing else, so a resumed run continues the
    /// schedule.
    ///
    /// # Panics
    ///
    /// If `epoch` or the schedule's number of epochs is 0.
    pub fn lr(&self, epoch: usize) -> f64 {
        let (Self::Step { epochs, .. } | Self::Cosine { epochs, .. }) = *self;
        assert!(epoch > 0 && epochs > 0, "Schedule: epoch {epoch} of {self:?}: epochs are counted from 1");
        let completed = epoch - 1;
        match *self {
            Self::Step { lr, factor, .. } => lr * factor.powf((completed / epochs) as f64),
            Self::Cosine { lr, .. } => lr * (1.0 + (PI * completed.min(epochs) as f64 / epochs as f64).cos()) / 2.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn step_decay_multiplies_by_the_factor_every_few_epochs() {
        let step = Schedule::Step { lr: 0.8, epochs: 3, factor: 0.5 };
        let rates: Vec<f64> = (1..=10).map(|epoch| step.lr(epoch)).collect();
        assert_eq!(rates, [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1]);
        let every_epoch = Schedule::Step { lr: 1.0, epochs: 1, factor: 0.1 };
        assert_relative_eq!(every_epoch.lr(4), 0.001, max_relative = 1e-15);
    }

    #[test]
    fn cosine_annealing_falls_from_lr_to_0() {
        let cosine = Schedule::Cosine { lr: 0.01, epochs: 6 };
        let root = 3f64.sqrt();
        // cos 0°, 30°, 60°, 90°, 120°, 150°, 180°.
        let expected = [2.0, 1.0 + root / 2.0, 1.5, 1.0, 0.5, 1.0 - root / 2.0, 0.0].map(|sum| 0.005 * sum);
        for (epoch, expected) in (1..).zip(expected) {
            assert_relative_eq!(cosine.lr(epoch), expected, epsilon = 1e-17, max_relative = 1e-14);
        }
        assert_eq!((cosine.lr(7), cosine.lr(8), cosine.lr(1000)), (0.0, 0.0, 0.0));
        assert_eq!(Schedule::Cosine { lr: 0.01, epochs: 1 }.lr(1), 0.01);
    }

    #[test]
    #[should_panic(expected = "Schedule: epoch 0 of Cosine { lr: 0.1, epochs: 2 }: epochs are counted from 1")]
    fn there_is_no_epoch_0() {
        Schedule::Cosine { lr: 0.1, epochs: 2 }.lr(0);
    }

    #[test]
    #[should_panic(expected = "Schedule: epoch 1 of Step { lr: 0.1, epochs: 0, factor: 0.5 }")]
    fn a_step_of_0_epochs_panics() {
        Schedule::Step { lr: 0.1, epochs: 0, factor: 0.5 }.lr(1);
    }
}
