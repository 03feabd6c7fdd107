//! 6.2 Initial weights (가중치의 초깃값).

use common::Matrix;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::Verdict;
use crate::compare::ensure;

/// He initialization.
pub fn he(he: fn(usize, usize, &mut ChaCha8Rng) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let (inputs, outputs) = (200, 50);
        let w = he(inputs, outputs, &mut ChaCha8Rng::seed_from_u64(1));
        ensure(w.shape() != (outputs, inputs), "w is H x D: it has a row for each input, D x H")?;
        let (rows, columns) = w.shape();
        ensure(
            (rows, columns) == (inputs, outputs),
            format!("w is {rows} x {columns}, but should be D x H, 200 x 50"),
        )?;
        let std = w.variance().sqrt();
        // Ten thousand draws: the standard error is 0.7 %.
        let is = |right: f64| (std - right).abs() < 0.04 * right;
        let mistakes = [
            (1.0 / inputs as f64, "the standard deviation is 1/D: take the root of 2/D"),
            ((1.0 / inputs as f64).sqrt(), "the standard deviation is √(1/D), Xavier initialization: He has √(2/D)"),
            (2.0 / inputs as f64, "the standard deviation is 2/D, which is the variance: take its root"),
            ((2.0 / outputs as f64).sqrt(), "the standard deviation is √(2/H): D, the number of inputs, counts"),
            ((2.0 / (inputs + outputs) as f64).sqrt(), "the standard deviation is √(2/(D + H)): only the inputs count"),
            (1.0, "the standard deviation is 1: it is √(2/D)"),
            (0.01, "the standard deviation is 0.01: it is √(2/D)"),
        ];
        let mistake = mistakes.iter().find(|(wrong, _)| is(*wrong));
        ensure(mistake.is_none(), mistake.map_or("", |(_, sentence)| sentence))?;
        ensure(std > 0.0, "all weights are equal: then all units learn the same (6.2.1)")?;
        ensure(is(0.1), format!("the standard deviation of w is {std:.4}, but should be √(2/200) = 0.1"))?;
        ensure(w.mean().abs() < 0.005, format!("the mean of w is {:.4}, but should be 0", w.mean()))
    })
}
