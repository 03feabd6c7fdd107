//! Tables for regression (회귀): the features of samples, and the target to predict.
//!
//! 4.1.2 Training data and test data (훈련 데이터와 시험 데이터): [`Table::split`] holds out test samples, to measure
//! generalization.

mod csv;

use common::{Matrix, split_indices};
use rand::Rng;

use crate::StandardScaler;

pub use csv::TableError;

/// N samples, one per row: D features and a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Names of the features, D of them.
    pub features: Vec<String>,
    /// The features, N x D, each in its own unit.
    pub x: Matrix<f64>,
    /// Name of the target.
    pub target: String,
    /// The targets, N x 1.
    pub y: Matrix<f64>,
}

impl Table {
    /// Number of samples, N.
    pub fn len(&self) -> usize {
        self.y.nrows()
    }

    /// Whether there are no samples. [`Table::from_csv`] refuses such files.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Splits the samples at random into a training table and a test table, which gets `test_fraction` of them: see
    /// [`split_indices`].
    ///
    /// ```
    /// # use rand::{SeedableRng, rngs::ChaCha8Rng};
    /// let mut rng = ChaCha8Rng::seed_from_u64(1);
    /// let (train, test) = datasets::diabetes::load().split(0.2, &mut rng);
    /// assert_eq!((train.len(), test.len()), (354, 88));
    /// ```
    ///
    /// # Panics
    ///
    /// If `test_fraction` is not between 0 and 1, both excluded, or there are fewer than 2 samples.
    pub fn split(&self, test_fraction: f64, rng: &mut impl Rng) -> (Self, Self) {
        let (train, test) = split_indices(self.len(), test_fraction, rng);
        (self.rows(&train), self.rows(&test))
    }

    /// The samples at `indices`, in that order: features, N x D, and targets, N x 1.
    ///
    /// # Panics
    ///
    /// If an index is not below [`Table::len`].
    pub fn batch(&self, indices: &[usize]) -> (Matrix<f64>, Matrix<f64>) {
        (self.x.select_rows(indices), self.y.select_rows(indices))
    }

    /// The table with its features standardized by their mean and standard deviation in `train`: see [`StandardScaler`].
    ///
    /// # Panics
    ///
    /// If `train` has no samples, or another number of features.
    pub fn standardized(&self, train: &Self) -> Self {
        Self { x: StandardScaler::fit(&train.x).transform(&self.x), ..self.clone() }
    }

    /// A table of the samples at `indices`.
    fn rows(&self, indices: &[usize]) -> Self {
        let (x, y) = self.batch(indices);
        Self { features: self.features.clone(), x, target: self.target.clone(), y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    /// N samples: x = (n, -n), y = 10 n.
    fn table(len: usize) -> Table {
        Table {
            features: vec!["a".into(), "b".into()],
            x: Matrix::from_fn(len, 2, |n, d| [1.0, -1.0][d] * n as f64),
            target: "c".into(),
            y: Matrix::from_fn(len, 1, |n, _| 10.0 * n as f64),
        }
    }

    fn split(len: usize, test_fraction: f64, seed: u64) -> (Table, Table) {
        table(len).split(test_fraction, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn every_sample_is_in_one_part_of_a_split() {
        let (train, test) = split(10, 0.25, 1);
        assert_eq!((train.len(), test.len()), (7, 3), "2.5 is rounded to 3");
        assert_eq!((&train.features, &test.target), (&table(1).features, &table(1).target));
        let mut samples: Vec<usize> = test.y.iter().chain(&train.y).map(|y| (y / 10.0) as usize).collect();
        assert_ne!(samples, Vec::from_iter(0..10), "the order is random");
        for side in [train, test] {
            assert_eq!(side.x.column(0) * 10.0, side.y, "a sample keeps its target");
            assert_eq!(side.x.column(1), -side.x.column(0));
        }
        samples.sort_unstable();
        assert_eq!(samples, Vec::from_iter(0..10));
    }

    #[test]
    fn the_seed_determines_the_split() {
        assert_eq!(split(20, 0.5, 1), split(20, 0.5, 1));
        assert_ne!(split(20, 0.5, 1), split(20, 0.5, 2));
    }

    #[test]
    fn each_part_of_a_split_gets_a_sample() {
        for (test_fraction, lens) in [(1e-9, (2, 1)), (0.999, (1, 2))] {
            let (train, test) = split(3, test_fraction, 1);
            assert_eq!((train.len(), test.len()), lens);
        }
    }

    #[test]
    fn invalid_splits_are_refused() {
        for (len, test_fraction) in [(3, 0.0), (3, 1.0), (3, -0.1), (3, f64::NAN), (1, 0.5), (0, 0.5)] {
            assert!(std::panic::catch_unwind(|| split(len, test_fraction, 1)).is_err(), "{test_fraction} of {len}");
        }
    }
}
