//! 6.4 Regularization (바른 학습을 위해), and early stopping (조기 종료).

use common::Matrix;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::compare::{close_numbers, ensure, equal, equal_number};
use crate::{MaskLayer, Verdict};

/// Dropout with a ratio and a generator.
pub fn dropout(new: fn(f64, ChaCha8Rng) -> Box<dyn MaskLayer>) -> Verdict {
    Verdict::of(|| {
        let (ratio, x) = (0.2, Matrix::from_element(100, 100, 3.0));
        let mut layer = new(ratio, ChaCha8Rng::seed_from_u64(1));
        let out = layer.forward(&x, true);
        let has = |value: f64| out.iter().any(|&out| close_numbers(out, value));
        ensure(has(0.0), "no unit is dropped in training")?;
        ensure(!has(3.0), "the units that remain are not scaled up: multiply them by 1 / (1 - ratio)")?;
        ensure(!has(2.4), "the units that remain are scaled down: divide by 1 - ratio, do not multiply")?;
        ensure(!has(15.0), "the units that remain are multiplied by 1 / ratio: it is 1 / (1 - ratio)")?;
        let kept: Vec<f64> = out.iter().copied().filter(|&out| out != 0.0).collect();
        // Four standard deviations are 0.016.
        let dropped = 1.0 - kept.len() as f64 / out.len() as f64;
        let is = |right: f64| (dropped - right).abs() < 0.016;
        ensure(!is(1.0 - ratio), "units remain with probability `ratio`: they are dropped with it")?;
        ensure(is(ratio), format!("{:.0} % of the units are dropped, but ratio is 0.2", 100.0 * dropped))?;
        equal_number("what remains of 3", kept[0], 3.75, &[])?;
        let ones = Matrix::from_element(100, 100, 1.0);
        let mistakes = [
            (ones.clone(), "dx is dout: what was dropped gets no gradient"),
            (out.map(|out| f64::from(u8::from(out != 0.0))), "dx is not scaled up: multiply dout by the same mask"),
        ];
        let dx = layer.backward(&ones);
        let same_units = dx.iter().zip(&out).filter(|(dx, out)| (**dx == 0.0) == (**out == 0.0)).count();
        ensure(same_units == out.len() || dx == ones, "backward drops other units than forward: keep the mask")?;
        equal("dx", &dx, &(&out / 3.0), &mistakes)?;
        ensure(layer.forward(&x, true) != out, "two forward passes drop the same units: draw a new mask each time")?;
        let mistakes = [
            (&x * 0.8, "inference scales by 1 - ratio, as in the book: with the scale in training it changes nothing"),
            (&x * 1.25, "inference scales by 1 / (1 - ratio): it changes nothing"),
        ];
        let inference = layer.forward(&x, false);
        ensure(!inference.iter().any(|&out| out == 0.0), "inference drops units, too: it changes nothing")?;
        equal("out at inference", &inference, &x, &mistakes)
    })
}

/// Early stopping: the last and the best epoch.
pub fn early_stopping(early_stopping: fn(&[f64], usize) -> (usize, usize)) -> Verdict {
    Verdict::of(|| {
        let ends = |losses: &[f64], patience, right: (usize, usize), mistakes: &[((usize, usize), &str)]| {
            let got = early_stopping(losses, patience);
            let mistake = mistakes.iter().find(|(wrong, _)| *wrong == got);
            let (end, best) = right;
            ensure(got == right, mistake.map_or_else(
                || format!("losses {losses:?}, patience {patience}: it is {got:?}, but ends after epoch {end}, best is {best}"),
                |(_, sentence)| (*sentence).into(),
            ))
        };
        let mistakes = [
            ((6, 3), "training goes on after `patience` epochs without a new best loss: it must end then, one earlier"),
            ((2, 1), "training ends an epoch too early: `patience` epochs may pass without a new best loss"),
            ((7, 7), "a loss is compared with the one before it: compare it with the lowest so far"),
            ((4, 3), "epochs without a new best loss are counted in all: a new best loss begins the count anew"),
            ((3, 5), "the result is (best epoch, last epoch): it is (last epoch, best epoch)"),
        ];
        ends(&[0.9, 0.5, 0.6, 0.4, 0.45, 0.41, 0.46, 0.3], 2, (5, 3), &mistakes)?;
        let ties = [
            ((3, 3), "an equal loss counts as a new best: it must be below the lowest so far"),
            ((3, 0), "training goes on after `patience` epochs without a new best loss"),
        ];
        ends(&[0.5, 0.5, 0.5, 0.5], 2, (2, 0), &ties)?;
        ends(&[0.9, 0.8, 0.85, 0.7], 3, (3, 3), &[((4, 3), "the last epoch is the number of losses - 1")])?;
        let in_all = [((4, 3), "epochs without a new best loss are counted in all: a new best begins the count anew")];
        ends(&[0.9, 1.0, 0.8, 0.85, 0.7, 0.75], 2, (5, 4), &in_all)?;
        ends(
            &[0.5, f64::NAN, f64::NAN, 0.1],
            2,
            (2, 0),
            &[((3, 3), "a loss of NaN does not count as one without a new best")],
        )
    })
}
