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

/// The range of places, which are finite, with a small margin; on a logarithmic axis from one power of ten to another.
pub(super) fn fit(scale: Scale, values: &[f64]) -> Range<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if scale == Scale::Log {
        return low.floor()..high.ceil().max(low.floor() + 1.0);
    }
    let size = low.abs().max(high.abs());
    let margin = match high - low {
        0.0 if size == 0.0 => 1.0,
        span if span <= 1e-9 * size => 0.1 * size,
        span => 0.03 * span,
    };
    low - margin..high + margin
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
    fn a_logarithmic_axis_runs_from_one_power_of_ten_to_another() {
        assert_eq!(fit(Scale::Log, &[-1.5, 0.2]), -2.0..1.0);
        assert_eq!(fit(Scale::Log, &[2.0]), 2.0..3.0);
        assert_eq!([1000.0, 0.01].map(|number| Scale::Log.place(number).round()), [3.0, -2.0]);
        assert!([0.0, -1.0].iter().all(|&number| !Scale::Log.place(number).is_finite()));
    }
}
