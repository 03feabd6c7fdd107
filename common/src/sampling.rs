//! 4.5.2 Mini-batches (미니배치): how they are sampled.

use clap::ValueEnum;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

/// How the mini-batches of an epoch are sampled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sampling {
    /// Each mini-batch is drawn at random with replacement, as in the book (`np.random.choice`): an epoch misses about
    /// a third of the samples and repeats others.
    #[default]
    #[value(
        name = "replace",
        help = "At random with replacement, as in the book: an epoch misses a third of the images and repeats others"
    )]
    WithReplacement,
    /// Every sample once per epoch, in random order, as in PyTorch's `DataLoader` with `shuffle=True`. The last
    /// mini-batch may be smaller; a single leftover sample joins the mini-batch before it, since batch normalization
    /// needs two.
    #[value(name = "shuffle", help = "In random order: an epoch has every image once")]
    Shuffled,
}

impl Sampling {
    /// Mini-batches of an epoch: for each, the indices of its samples, below `len`.
    ///
    /// ```
    /// use common::Sampling;
    /// use rand::{SeedableRng, rngs::ChaCha8Rng};
    ///
    /// let batches = Sampling::Shuffled.epoch(442, 32, &mut ChaCha8Rng::seed_from_u64(1));
    /// assert_eq!((batches.len(), batches[12].len(), batches[13].len()), (14, 32, 26));
    /// ```
    ///
    /// # Panics
    ///
    /// If `batch_size` is 0, or `len` is 0 and samples are drawn with replacement.
    pub fn epoch(self, len: usize, batch_size: usize, rng: &mut impl Rng) -> Vec<Vec<usize>> {
        match self {
            Self::WithReplacement => {
                (0..self.iterations_per_epoch(len, batch_size)).map(|_| draw(len, batch_size, rng)).collect()
            }
            Self::Shuffled => shuffled(len, batch_size, rng),
        }
    }

    /// Number of mini-batches per epoch. With replacement it is `len / batch_size`, rounded down, and at least 1; the
    /// book does not round, so its epochs have a fractional length.
    ///
    /// # Panics
    ///
    /// If `batch_size` is 0.
    pub fn iterations_per_epoch(self, len: usize, batch_size: usize) -> usize {
        match self {
            Self::WithReplacement => (len / batch_size).max(1),
            Self::Shuffled => len.div_ceil(batch_size) - usize::from(joins_the_last(len, batch_size)),
        }
    }
}

/// `size` indices below `len`, drawn at random with replacement.
pub(crate) fn draw(len: usize, size: usize, rng: &mut impl Rng) -> Vec<usize> {
    (0..size).map(|_| rng.random_range(..len)).collect()
}

fn shuffled(len: usize, batch_size: usize, rng: &mut impl Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..len).collect();
    order.shuffle(rng);
    let mut batches: Vec<Vec<usize>> = order.chunks(batch_size).map(<[usize]>::to_vec).collect();
    if joins_the_last(len, batch_size) {
        let single = batches.pop().unwrap_or_default();
        batches.iter_mut().last().expect("there is a full batch before").extend(single);
    }
    batches
}

/// Whether a single sample is left over after the last full mini-batch.
fn joins_the_last(len: usize, batch_size: usize) -> bool {
    len > batch_size && batch_size > 1 && len % batch_size == 1
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    fn epoch(sampling: Sampling, len: usize, batch_size: usize, seed: u64) -> Vec<Vec<usize>> {
        let batches = sampling.epoch(len, batch_size, &mut ChaCha8Rng::seed_from_u64(seed));
        assert_eq!(batches.len(), sampling.iterations_per_epoch(len, batch_size));
        batches
    }

    fn sizes(len: usize, batch_size: usize) -> Vec<usize> {
        epoch(Sampling::Shuffled, len, batch_size, 1).iter().map(Vec::len).collect()
    }

    #[test]
    fn shuffled_samples_come_once_per_epoch_in_random_order() {
        let order = |seed| epoch(Sampling::Shuffled, 100, 30, seed).concat();
        let mut sorted = order(1);
        assert_ne!(sorted, order(2));
        sorted.sort_unstable();
        assert_eq!(sorted, Vec::from_iter(0..100));
    }

    #[test]
    fn the_last_batch_is_short_but_never_a_single_sample() {
        assert_eq!(sizes(10, 4), [4, 4, 2]);
        assert_eq!(sizes(9, 4), [4, 5]);
        assert_eq!(sizes(8, 4), [4, 4]);
        assert_eq!(sizes(3, 4), [3]);
        assert_eq!((sizes(1, 4), sizes(3, 1)), (vec![1], vec![1, 1, 1]));
    }

    #[test]
    fn drawn_samples_are_independent_of_each_other() {
        let batches = epoch(Sampling::WithReplacement, 1000, 100, 1);
        assert_eq!((batches.len(), batches[0].len()), (10, 100));
        let mut drawn = batches.concat();
        assert!(drawn.windows(2).filter(|pair| pair[1] == pair[0] + 1).count() < 10, "neighbours are drawn together");
        drawn.sort_unstable();
        drawn.dedup();
        // 1 - 1/e of the samples; four standard deviations are 39.
        assert!((593..=671).contains(&drawn.len()), "{}", drawn.len());
        assert_eq!(epoch(Sampling::WithReplacement, 30, 100, 1).len(), 1);
    }
}
