//! 6.5.2 Hyperparameter optimization (하이퍼파라미터 최적화): a range to search, "on a log scale".

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use common::settings;
use rand::{Rng, RngExt};

/// The distribution of `10^u`, with u uniform from log10 of `low` to log10 of `high`: every power of ten between the
/// two is equally likely. As text it is `1e-6..1e-2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogUniform {
    /// The smallest number, above 0.
    pub low: f64,
    /// The largest, at least `low`.
    pub high: f64,
}

impl LogUniform {
    /// The range that `values` span, from the smallest to the largest.
    pub fn spanning(values: impl Iterator<Item = f64> + Clone) -> Self {
        Self { low: values.clone().fold(f64::INFINITY, f64::min), high: values.fold(0.0, f64::max) }
    }

    /// A random number from this distribution.
    pub fn sample(&self, rng: &mut impl Rng) -> f64 {
        10_f64.powf(rng.random_range(self.low.log10()..=self.high.log10()))
    }

    /// The narrowest range around this one whose ends have two digits.
    pub fn widened(&self) -> Self {
        let two_digits = |end: f64, round: fn(f64) -> f64| {
            let unit = 10_f64.powf(end.log10().floor() - 1.0);
            let rounded = round(end / unit) * unit;
            // Rounding the smallest or the largest numbers of all would give 0 or infinity.
            if rounded > 0.0 && rounded.is_finite() { rounded } else { end }
        };
        Self { low: two_digits(self.low, f64::floor), high: two_digits(self.high, f64::ceil) }
    }

    /// The width of the range in powers of ten.
    pub fn decades(&self) -> f64 {
        self.high.log10() - self.low.log10()
    }
}

impl FromStr for LogUniform {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (low, high) = text.split_once("..").ok_or("it must be a range such as 1e-6..1e-2")?;
        let (low, high) = (settings::positive(low)?, settings::positive(high)?);
        if low <= high { Ok(Self { low, high }) } else { Err("it must begin with the smaller number".into()) }
    }
}

/// A precision, as in `{:.1}`, is that of both numbers.
impl Display for LogUniform {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        fmt::LowerExp::fmt(&self.low, f)?;
        f.write_str("..")?;
        fmt::LowerExp::fmt(&self.high, f)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    #[test]
    fn every_power_of_ten_is_equally_likely() {
        let range: LogUniform = "1e-6..1e-2".parse().unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut counts = [0; 4];
        for _ in 0..10_000 {
            let value = range.sample(&mut rng);
            assert!((1e-6..=1e-2).contains(&value), "{value}");
            counts[(value.log10() + 6.0) as usize] += 1;
        }
        // 2500 are expected in each; four standard deviations are 173.
        assert!(counts.iter().all(|count| (2327..=2673).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_range_may_be_a_single_number() {
        let range: LogUniform = "0.03..0.03".parse().unwrap();
        let value = range.sample(&mut ChaCha8Rng::seed_from_u64(0));
        assert!((value - 0.03).abs() < 1e-15, "{value}");
        assert_eq!(range.decades(), 0.0);
    }

    #[test]
    fn what_is_no_range_of_positive_numbers_is_refused() {
        for text in ["0.01", "1e-2..1e-6", "0..1", "-1..1", "1e-6..inf", "NaN..1", "..", "1..2..3"] {
            assert!(text.parse::<LogUniform>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_a_range_loses_in_print_it_does_not_lose_widened() {
        let range = LogUniform { low: 8.93e-4, high: 8.74e-3 };
        assert_eq!(
            (format!("{range:.1}"), format!("{:.1}", range.widened())),
            ("8.9e-4..8.7e-3".into(), "8.9e-4..8.8e-3".into())
        );
    }

    #[test]
    fn the_widest_range_and_the_lowest_have_a_width_and_ends() {
        for (low, high, decades) in [(1e-300, 1e300, 600.0), (1e-320, 1e-310, 10.0), (5e-324, f64::MAX, 631.56)] {
            let range = LogUniform { low, high };
            assert!((range.decades() - decades).abs() < 0.01, "{}", range.decades());
            let LogUniform { low: wider_low, high: wider_high } = range.widened();
            assert!(0.0 < wider_low && wider_low <= low && high <= wider_high && wider_high.is_finite(), "{range}");
        }
    }

    #[test]
    fn the_range_of_some_values_is_as_wide_as_they_lie_apart() {
        let range = LogUniform::spanning([2e-3, 1.25e-4, 1.25e-2].into_iter());
        assert_eq!(range, LogUniform { low: 1.25e-4, high: 1.25e-2 });
        assert!((range.decades() - 2.0).abs() < 1e-12);
        assert_eq!((range.to_string(), format!("{range:.0}")), ("1.25e-4..1.25e-2".into(), "1e-4..1e-2".into()));
    }
}
