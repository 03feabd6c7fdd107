//! 6.3.2 The effect of batch normalization (배치 정규화의 효과): one network, sixteen scales of initial weights, each with
//! batch normalization and without it.

use common::init::WeightInit;
use common::{History, MultiLayerNet};
use datasets::{CLASSES, Dataset};

/// The standard deviations of the initial weights, from 1 down to 1e-4. They are equally spaced on a log scale.
pub fn scales() -> [f64; 16] {
    std::array::from_fn(|index| 10_f64.powf(-4.0 * index as f64 / 15.0))
}

/// A network for `images`: five hidden layers of 100 units with ReLU, all weights drawn from N(0, `scale`²).
pub fn network(images: &Dataset, scale: f64, batch_norm: bool) -> MultiLayerNet {
    MultiLayerNet {
        hidden_sizes: vec![100; 5],
        weight_init: WeightInit::Std(scale),
        batch_norm,
        ..MultiLayerNet::new(images.pixels(), CLASSES)
    }
}

/// A training run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The record; it ends early if the run diverged.
    pub history: History,
    /// Whether the loss became infinite or NaN.
    pub diverged: bool,
}

impl Run {
    /// The accuracies on training and test images after the last epoch, unless the run diverged.
    pub fn result(&self) -> Option<(f64, f64)> {
        let last = self.history.train_accuracy.last().copied().zip(self.history.test_accuracy.last().copied());
        last.filter(|_| !self.diverged)
    }

    /// Whether the final training accuracy is above 0.5.
    pub fn has_learned(&self) -> bool {
        self.result().is_some_and(|(train, _)| train > 0.5)
    }
}

/// Two runs of networks with the same initial weights on the same mini-batches.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The standard deviation of the initial weights.
    pub scale: f64,
    /// The one without batch normalization.
    pub without: Run,
    /// The one with it.
    pub with: Run,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scales_run_from_1_to_1e_4_by_the_same_factor() {
        let scales = scales();
        assert!(scales[0] == 1.0 && (scales[15] / 1e-4 - 1.0).abs() < 1e-12, "{scales:?}");
        assert!(
            scales.windows(2).all(|pair| (pair[1] / pair[0] - 0.541_169_526_546_463_6).abs() < 1e-12),
            "{scales:?}"
        );
    }

    #[test]
    fn a_run_that_diverged_has_no_result_and_has_not_learned() {
        let history = History { train_accuracy: vec![0.1, 0.9], test_accuracy: vec![0.1, 0.8], ..History::default() };
        let whole = Run { history, diverged: false };
        assert_eq!((whole.result(), whole.has_learned()), (Some((0.9, 0.8)), true));
        let half = History { train_accuracy: vec![0.1, 0.5], ..whole.history.clone() };
        assert!(!Run { history: half, diverged: false }.has_learned());
        let diverged = Run { diverged: true, ..whole };
        assert_eq!((diverged.result(), diverged.has_learned()), (None, false));
    }
}
