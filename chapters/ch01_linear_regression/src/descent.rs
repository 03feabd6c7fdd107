//! The convergence of gradient descent, from its losses after 0, 1, 2, … steps.

/// The relative excess of each loss over the minimum, `loss / optimum - 1`.
pub fn excess(losses: &[f64], optimum: f64) -> Vec<f64> {
    losses.iter().map(|loss| loss / optimum - 1.0).collect()
}

/// An [`excess`] of a millionth counts as converged.
pub const ARRIVED: f64 = 1e-6;

/// The number of steps after which the `excess` is [`ARRIVED`] or less for the first time, given that of 0, 1, 2, …
/// steps.
pub fn steps_to_optimum(excess: &[f64]) -> Option<usize> {
    excess.iter().position(|&excess| excess <= ARRIVED)
}

/// The final loss is above the initial one, or no longer finite.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("gradient descent has diverged: choose a smaller --learning-rate")]
pub struct Diverged;

/// Checks the losses of a run, of which there is at least one.
///
/// # Errors
///
/// If gradient descent has diverged.
pub fn check_descent(losses: &[f64]) -> Result<(), Diverged> {
    let (first, last) = (losses[0], losses[losses.len() - 1]);
    if last.is_finite() && last <= first { Ok(()) } else { Err(Diverged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_optimum_is_counted_in_steps() {
        let excess = excess(&[4.0, 2.2, 2.000_001, 2.0], 2.0);
        assert_eq!((excess[0], excess[3]), (1.0, 0.0));
        assert_eq!(steps_to_optimum(&excess), Some(2));
        assert_eq!(steps_to_optimum(&excess[..2]), None);
    }

    #[test]
    fn only_a_loss_that_has_grown_or_is_not_finite_has_diverged() {
        assert_eq!(check_descent(&[2.0, 3.0, 1.0]), Ok(()));
        assert_eq!(check_descent(&[2.0, 2.0]), Ok(()));
        for last in [2.1, f64::INFINITY, f64::NAN] {
            assert_eq!(check_descent(&[2.0, 1.0, last]), Err(Diverged));
        }
    }
}
