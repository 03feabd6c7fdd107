//! Early stopping (조기 종료; course): ends training when the validation loss stops improving, and restores the best
//! weights.

use crate::{Dataset, Float, Matrix, Network};

/// Tracks the loss on validation data (6.5.1, 검증 데이터), epoch by epoch. With weight decay it includes the penalty ½λΣw².
#[derive(Clone, Debug)]
pub struct EarlyStopping<'a, T: Float> {
    pub(crate) validation: &'a Dataset,
    pub(crate) patience: usize,
    pub(crate) losses: Vec<f64>,
    pub(crate) best_epoch: usize,
    /// The values of all parameters after the best epoch.
    pub(crate) best: Vec<Matrix<T>>,
}

impl<'a, T: Float> EarlyStopping<'a, T> {
    /// Stops after `patience` epochs in a row without a new best loss on `validation`.
    ///
    /// # Panics
    ///
    /// If `patience` is 0: the run would stop before its first epoch.
    pub fn new(validation: &'a Dataset, patience: usize) -> Self {
        assert!(patience > 0, "EarlyStopping: a patience of 0 epochs ends every training run");
        Self { validation, patience, losses: Vec::new(), best_epoch: 0, best: Vec::new() }
    }

    /// Validation losses: before the first epoch and after each epoch.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// The epoch with the lowest validation loss; 0 is before the first epoch.
    pub fn best_epoch(&self) -> usize {
        self.best_epoch
    }

    /// Whether patience has run out.
    pub fn stops(&self) -> bool {
        self.losses.len().saturating_sub(self.best_epoch) > self.patience
    }

    /// Computes the validation loss of `network`, and keeps a copy of its weights if that loss is the lowest so far.
    pub fn observe(&mut self, network: &Network<T>) {
        self.record(network.evaluate(self.validation).loss, network);
    }

    fn record(&mut self, loss: f64, network: &Network<T>) {
        let epoch = self.losses.len();
        // `min` turns NaN into infinity: no loss compares less than NaN.
        if epoch == 0 || loss < self.losses[self.best_epoch].min(f64::INFINITY) {
            self.best_epoch = epoch;
            self.best = network.params().into_iter().map(|param| param.value.clone()).collect();
        }
        self.losses.push(loss);
    }

    /// Restores the weights that `network` had after the best epoch.
    pub fn restore(&self, network: &mut Network<T>) {
        for (param, best) in network.params_mut().into_iter().zip(&self.best) {
            param.value.copy_from(best);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::{Affine, BatchNorm};

    /// Sets all elements of `network` to `value`, parameters and running statistics.
    fn fill(network: &mut Network<f64>, value: usize) {
        network.params_mut().into_iter().for_each(|param| param.value.fill(value as f64));
    }

    fn network() -> Network<f64> {
        let affine = Affine::new(Matrix::zeros(1, 2), Matrix::zeros(1, 2));
        Network::new(vec![Box::new(affine), Box::new(BatchNorm::new(2))])
    }

    /// The epoch at which a run with these losses stops, and the epoch whose weights it restores.
    fn stop(losses: &[f64], patience: usize) -> (Option<usize>, f64) {
        let validation = Dataset::new(vec![0], (1, 1), vec![0], 255);
        let (mut stopping, mut network) = (EarlyStopping::new(&validation, patience), network());
        let mut stop = None;
        for (epoch, &loss) in losses.iter().enumerate() {
            fill(&mut network, epoch);
            stopping.record(loss, &network);
            if stopping.stops() {
                stop = Some(epoch);
                break;
            }
        }
        stopping.restore(&mut network);
        let values: Vec<f64> = network.params().iter().flat_map(|param| param.value.iter().copied()).collect();
        assert!(values.len() == 2 + 2 + 4 * 2 && values.iter().all(|&value| value == values[0]), "{values:?}");
        assert_eq!(values[0], stopping.best_epoch() as f64);
        (stop, values[0])
    }

    #[test]
    fn it_stops_when_patience_has_run_out_and_restores_the_best_weights() {
        let losses = [2.3, 1.0, 0.8, 0.9, 0.7, 0.75, 0.71, 0.72, 0.1];
        assert_eq!(stop(&losses, 1), (Some(3), 2.0));
        assert_eq!(stop(&losses, 2), (Some(6), 4.0));
        assert_eq!(stop(&losses, 3), (Some(7), 4.0));
        assert_eq!(stop(&losses, 4), (None, 8.0));
        assert_eq!(stop(&losses[..4], usize::MAX), (None, 2.0), "restored without an early stop, too");
    }

    #[test]
    fn neither_an_equal_loss_nor_nan_is_an_improvement() {
        assert_eq!(stop(&[1.0, 1.0, 1.0], 2), (Some(2), 0.0));
        assert_eq!(stop(&[1.0, f64::NAN, 0.5, f64::NAN], 2), (None, 2.0));
        assert_eq!(stop(&[f64::NAN, 1.0, f64::NAN], 2), (None, 1.0));
    }

    #[test]
    #[should_panic(expected = "EarlyStopping: a patience of 0 epochs ends every training run")]
    fn a_patience_of_0_panics() {
        stop(&[1.0], 0);
    }

    #[test]
    fn it_observes_the_loss_on_the_validation_data() {
        let validation = Dataset::new(vec![51, 255], (1, 1), vec![1, 0], 255);
        let network = Network::<f64>::new(vec![Box::new(Affine::new(
            Matrix::from_row_slice(1, 2, &[1.0, -1.0]),
            Matrix::zeros(1, 2),
        ))]);
        let mut stopping = EarlyStopping::new(&validation, 1);
        stopping.observe(&network);
        // The scores are (0.2, -0.2) and (1, -1).
        let expected = (0.4f64.exp().ln_1p() + (-2f64).exp().ln_1p()) / 2.0;
        assert!((stopping.losses()[0] - expected).abs() < 1e-12);
    }
}
