//! Checkpoints: files that training can be resumed from.

use std::path::Path;

use super::Trainer;
use crate::files::Save;
use crate::layers::Layer;
use crate::optimizers::State;
use crate::weights::{self, Tensor, Weights, WeightsError};
use crate::{EarlyStopping, Float, History, Matrix};

/// Saves a checkpoint as a safetensors file: network, optimizer, early stopping, history and the random seed of the
/// mini-batches. The settings are not included.
impl<T: Float> Save for Trainer<'_, T> {
    type Error = WeightsError;

    /// # Panics
    ///
    /// In the middle of an epoch, where [`Trainer::steps`] may have stopped.
    fn save(&self, path: &Path) -> Result<(), WeightsError> {
        assert_eq!(self.batches.len(), 0, "a checkpoint is saved after an epoch, not in the middle of one");
        let State { steps, memory } = self.optimizer.state();
        let mut tensors = vec![
            ("epoch".into(), Tensor::vector(&[self.epoch as f64])),
            ("seed".into(), Tensor::vector(&self.seed.map(f64::from))),
            ("optimizer.lr".into(), Tensor::vector(&[self.optimizer.lr])),
            ("optimizer.steps".into(), Tensor::vector(&[f64::from(*steps)])),
            ("history.losses".into(), Tensor::vector(&self.history.losses)),
            ("history.train_accuracy".into(), Tensor::vector(&self.history.train_accuracy)),
            ("history.test_accuracy".into(), Tensor::vector(&self.history.test_accuracy)),
        ];
        tensors.extend(memory.iter().enumerate().map(|(i, memory)| (optimizer_memory(i), Tensor::vector(memory))));
        for (name, param) in self.network.layers.named_params() {
            tensors.push((format!("network.{name}"), param.into()));
        }
        if let Some(early_stopping) = &self.early_stopping {
            tensors.push(("early_stopping.losses".into(), Tensor::vector(&early_stopping.losses)));
            let best_epoch = Tensor::vector(&[early_stopping.best_epoch as f64]);
            tensors.push(("early_stopping.best_epoch".into(), best_epoch));
            let best = early_stopping.best.iter().enumerate();
            tensors.extend(best.map(|(i, value)| (best_value(i), Tensor::vector(value.as_slice()))));
        }
        weights::save(path, tensors)
    }
}

fn optimizer_memory(param: usize) -> String {
    format!("optimizer.memory.{param}")
}

fn best_value(param: usize) -> String {
    format!("early_stopping.best.{param}")
}

impl<T: Float> Trainer<'_, T> {
    /// Resumes from the checkpoint at `path`, which a trainer with the same settings has saved. The run continues bit
    /// for bit as if it had not been interrupted. On an error nothing is changed.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not a checkpoint, or is that of another network.
    pub fn resume(&mut self, path: &Path) -> Result<(), WeightsError> {
        let file = Weights::load(path)?;
        let number = |name: &str| file.matrix_of_shape::<f64>(name, (1, 1)).map(|number| number[0]);
        let seed = file.matrix_of_shape::<f64>("seed", (1, 32))?;
        let (epoch, lr) = (number("epoch")? as usize, number("optimizer.lr")?);
        let state = State { steps: number("optimizer.steps")? as i32, memory: numbered(&file, optimizer_memory)? };
        let history = History {
            losses: file.values("history.losses")?,
            train_accuracy: file.values("history.train_accuracy")?,
            test_accuracy: file.values("history.test_accuracy")?,
        };
        let early_stopping = match &self.early_stopping {
            Some(early_stopping) => Some(EarlyStopping {
                losses: file.values("early_stopping.losses")?,
                best_epoch: number("early_stopping.best_epoch")? as usize,
                best: best(&file, self.network.params().iter().map(|param| param.value.shape()))?,
                ..early_stopping.clone()
            }),
            None => None,
        };
        file.restore("network.", &mut self.network.layers)?;

        self.optimizer.lr = lr;
        self.optimizer.restore(state);
        self.bar.inc(history.losses.len() as u64);
        (self.seed, self.epoch) = (std::array::from_fn(|i| seed[i] as u8), epoch);
        (self.history, self.early_stopping, self.batches) = (history, early_stopping, Vec::new().into_iter());
        Ok(())
    }
}

/// The tensors named `name(0)`, `name(1)`, `name(2)`, … up to the first that is missing.
fn numbered<T: Float>(file: &Weights, name: fn(usize) -> String) -> Result<Vec<Vec<T>>, WeightsError> {
    let present = |index: &usize| file.shape(&name(*index)).is_ok();
    (0..).take_while(present).map(|index| file.values(&name(index))).collect()
}

/// The best weights so far, of these shapes.
fn best<T: Float>(
    file: &Weights,
    shapes: impl Iterator<Item = (usize, usize)>,
) -> Result<Vec<Matrix<T>>, WeightsError> {
    let value = |(index, (rows, columns))| {
        let values = file.matrix_of_shape::<T>(&best_value(index), (1, rows * columns))?;
        Ok(Matrix::from_column_slice(rows, columns, values.as_slice()))
    };
    shapes.enumerate().map(value).collect()
}
