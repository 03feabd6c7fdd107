//! How an axis places numbers.

use std::ops::Range;

/// How an axis places numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    #[default]
    Linear,
    /// Equal ratios are equally far apart. Numbers that are not positive are left out.
    Log,
}

impl Scale {
    /// Where an axis has `value`; not finite if it has no place for it.
    pub(super) fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.log10(),
        }
    }
}

/// The range of places, which are finite, with a small margin; on a logarithmic axis from one multiple of 1, 2 or 5 and a
/// power of ten to another.
pub(super) fn fit(scale: Scale, values: &[f64]) -> Range<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if scale == Scale::Log {
        let (low, high) = (round_down(low), -round_down(-high));
        return low..if low < high { high } else { low + 2_f64.log10() };
    }
    let size = low.abs().max(high.abs());
    let margin = match high - low {
        0.0 if size == 0.0 => 1.0,
        span if span <= 1e-9 * size => 0.1 * size,
        span => 0.03 * span,
    };
    low - margin..high + margin
}

/// The next smaller place of 1, 2 or 5 times a power of ten, or the place itself if it is one; the mirror image of these
/// places is the same.
fn round_down(place: f64) -> f64 {
    let power = (place + 1e-9).floor();
    power + [5.0_f64, 2.0].map(f64::log10).into_iter().find(|part| power + part <= place + 1e-9).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_values_get_room() {
        assert_eq!(fit(Scale::Linear, &[0.0]), -1.0..1.0);
        assert_eq!(fit(Scale::Linear, &[-5.0, -5.0]), -5.5..-4.5);
        assert_eq!(fit(Scale::Linear, &[0.0, 100.0]), -3.0..103.0);
    }

    #[test]
    fn a_logarithmic_axis_runs_from_one_round_number_to_another() {
        let ends = |values: &[f64]| {
            let range = fit(Scale::Log, &values.iter().map(|&value| Scale::Log.place(value)).collect::<Vec<_>>());
            [range.start, range.end].map(|place| 10_f64.powf(place)).map(|end| (end * 1e6).round() / 1e6)
        };
        assert_eq!(ends(&[0.03, 1.6]), [0.02, 2.0]);
        assert_eq!(ends(&[0.06, 30.0, 3.0]), [0.05, 50.0]);
        assert_eq!(ends(&[0.1, 700.0]), [0.1, 1000.0]);
        assert_eq!((ends(&[3.0]), ends(&[100.0])), ([2.0, 5.0], [100.0, 200.0]));
        assert_eq!([1000.0, 0.01].map(|number| Scale::Log.place(number).round()), [3.0, -2.0]);
        assert!([0.0, -1.0].iter().all(|&number| !Scale::Log.place(number).is_finite()));
    }
}
