//! Tables of numbers, for regression (회귀): what is known of a sample, and the number to predict from it.
//!
//! 4.1.2 Training data and test data (훈련 데이터와 시험 데이터): [`Table::split`] keeps some samples back, to measure how well
//! the others were learned from.

mod csv;

use common::{Matrix, split_indices};
use rand::Rng;

pub use csv::TableError;

/// N samples, one a row: D features to predict from, and the number to predict.
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
    /// How many samples there are: N.
    pub fn len(&self) -> usize {
        self.y.nrows()
    }

    /// Whether there is no sample. [`Table::from_csv`] refuses such files.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Splits the samples at random into a table for training and one for testing, which gets the fraction `test_share` of
    /// them: see [`split_indices`].
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
    /// If `test_share` is not between 0 and 1, both excluded, or there are fewer than 2 samples.
    pub fn split(&self, test_share: f64, rng: &mut impl Rng) -> (Self, Self) {
        let (train, test) = split_indices(self.len(), test_share, rng);
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

    fn split(len: usize, test_share: f64, seed: u64) -> (Table, Table) {
        table(len).split(test_share, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn every_sample_is_on_one_side_of_a_split() {
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
    fn the_seed_decides_the_split() {
        assert_eq!(split(20, 0.5, 1), split(20, 0.5, 1));
        assert_ne!(split(20, 0.5, 1), split(20, 0.5, 2));
    }

    #[test]
    fn each_side_of_a_split_gets_a_sample() {
        for (test_share, lens) in [(1e-9, (2, 1)), (0.999, (1, 2))] {
            let (train, test) = split(3, test_share, 1);
            assert_eq!((train.len(), test.len()), lens);
        }
    }

    #[test]
    fn invalid_splits_are_refused() {
        for (len, test_share) in [(3, 0.0), (3, 1.0), (3, -0.1), (3, f64::NAN), (1, 0.5), (0, 0.5)] {
            assert!(std::panic::catch_unwind(|| split(len, test_share, 1)).is_err(), "{test_share} of {len}");
        }
    }
}
