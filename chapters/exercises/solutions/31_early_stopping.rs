//! Course: early stopping (조기 종료).
//!
//! ```text
//! losses    0.9  0.5  0.6  0.4  0.45  0.41  0.3        patience 2
//! epoch       0    1    2    3    4     5              ends after epoch 5, the best one is 3
//! ```
//!
//! Training ends after the epoch that is the `patience`-th in a row without a loss below the lowest one so far, or else
//! after the last one. Then the weights of the best epoch come back.

use checks::{Verdict, chapter6};

/// The epoch that training ends after, and the best epoch, from the validation loss of each epoch.
pub fn early_stopping(losses: &[f64], patience: usize) -> (usize, usize) {
    // <solution>
    let mut best = 0;
    for (epoch, &loss) in losses.iter().enumerate() {
        if loss < losses[best] {
            best = epoch;
        }
        if epoch - best >= patience {
            return (epoch, best);
        }
    }
    (losses.len() - 1, best)
    // </solution>
}

/// `cargo run -p exercises -- early_stopping` runs this check.
pub fn main() -> Verdict {
    chapter6::early_stopping(early_stopping)
}
