//! The range of an axis, its ticks and their labels.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::scale::{Scale, fit};

/// A range of places with ticks at multiples of 1, 2 or 5 times a power of ten.
#[derive(Clone)]
pub(super) struct Axis {
    pub range: Range<f64>,
    pub ticks: Vec<f64>,
    /// Places between ticks that get a paler line: 2 to 9 times the powers of ten, if each power has a tick.
    minor: Vec<f64>,
    pub step: f64,
    scale: Scale,
}

impl Axis {
    /// An axis over `places`, with at most `max_steps` steps from tick to tick, each at least `least_step`.
    pub fn new(scale: Scale, places: Range<f64>, max_steps: f64, least_step: f64) -> Self {
        let least_step = if scale == Scale::Log { 1.0 } else { least_step };
        let step = round_up((places.end - places.start) / max_steps).max(least_step);
        // A tick on the end of the range is kept, whatever the rounding.
        let first = (places.start / step - 1e-9).ceil();
        let last = places.end + 1e-9 * step;
        let ticks = (0..=max_steps as u32).map(|index| (first + f64::from(index)) * step);
        let mut ticks: Vec<f64> = ticks.take_while(|tick| *tick <= last).collect();
        if scale == Scale::Log && ticks.len() < 3 {
            let between = multiples_of_powers([1, 2, 5], &places);
            if ticks.len() < 2 || between.len() as f64 <= max_steps {
                ticks = between;
            }
        }
        let minor = if scale == Scale::Log && step == 1.0 { multiples_of_powers(2..10, &places) } else { Vec::new() };
        Self { ticks, minor, range: places, step, scale }
    }

    /// The pixel of the place `value`, if the ends of the range lie at the pixels `ends`; always finite.
    pub fn pixel(&self, value: f64, ends: (i32, i32)) -> f64 {
        let share = (value - self.range.start) / (self.range.end - self.range.start);
        (f64::from(ends.0) + share * f64::from(ends.1 - ends.0)).clamp(-1e12, 1e12)
    }

    /// The number at a tick, with as many digits as all ticks of the axis need to differ.
    pub fn label(&self, tick: f64) -> String {
        let largest = self.range.start.abs().max(self.range.end.abs());
        if self.scale == Scale::Log {
            // One digit, whatever the rounding.
            let number = format!("{:.0e}", 10_f64.powf(tick));
            let in_full = number.parse::<f64>().ok().filter(|_| largest <= 4.0);
            in_full.map_or_else(|| with_power(&number), |number| number.to_string())
        } else if (1e-3..1e6).contains(&largest) {
            let decimals = -magnitude(self.step).min(0);
            format!("{tick:.*}", decimals as usize).replace('-', "−")
        } else if tick == 0.0 {
            "0".into()
        } else {
            let decimals = (magnitude(largest) - magnitude(self.step)).max(0);
            with_power(&format!("{tick:.*e}", decimals as usize))
        }
    }
}

/// A number such as `-2e-7` as −2·10⁻⁷, and `1e-7` as 10⁻⁷.
fn with_power(number: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let (factor, power) = number.split_once('e').unwrap_or((number, "0"));
    let raised = power.chars().map(|c| c.to_digit(10).map_or('⁻', |digit| RAISED[digit as usize]));
    let power = format!("10{}", String::from_iter(raised));
    if factor == "1" { power } else { format!("{}·{power}", factor.replace('-', "−")) }
}

/// The places of `range`, or those that fit the finite places `values`.
///
/// # Errors
///
/// With the range, if its ends do not follow each other at a finite distance.
pub(super) fn places(scale: Scale, range: Option<&Range<f64>>, values: &[f64]) -> Result<Range<f64>, Range<f64>> {
    let places = match range {
        Some(range) => scale.place(range.start)..scale.place(range.end),
        None => fit(scale, values),
    };
    let span = places.end - places.start;
    if span > 0.0 && span.is_finite() { Ok(places) } else { Err(range.cloned().unwrap_or(places)) }
}

/// What plotters asks of an axis.
impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, ends: (i32, i32)) -> i32 {
        self.pixel(*value, ends).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { self.minor.clone() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, tick: &f64) -> String {
        self.label(*tick)
    }
}

/// The places of these multiples of the powers of ten on a logarithmic axis.
fn multiples_of_powers(factors: impl IntoIterator<Item = u8> + Clone, places: &Range<f64>) -> Vec<f64> {
    let powers = places.start.floor() as i32..=places.end.ceil() as i32;
    let of = |power| factors.clone().into_iter().map(move |factor| f64::from(factor).log10() + f64::from(power));
    powers.flat_map(of).filter(|place| (places.start - 1e-9..=places.end + 1e-9).contains(place)).collect()
}

/// The next 1, 2 or 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(f64::from(magnitude(step)));
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| step <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}

/// The power of ten of the first digit. What falls short of a power by rounding counts as one.
fn magnitude(number: f64) -> i32 {
    (number.log10() + 1e-9).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels_on(scale: Scale, range: Range<f64>, max_steps: f64, least_step: f64) -> Vec<String> {
        let axis = Axis::new(scale, places(scale, Some(&range), &[]).unwrap(), max_steps, least_step);
        axis.ticks.iter().map(|&tick| axis.label(tick)).collect()
    }

    fn labels(range: Range<f64>) -> Vec<String> {
        labels_on(Scale::Linear, range, 9.0, 0.0)
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(labels(0.0..1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(-0.1..0.3), ["−0.10", "−0.05", "0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]);
        assert_eq!(labels(-300.0..10_300.0), ["0", "2000", "4000", "6000", "8000", "10000"]);
        assert_eq!(labels(0.0..3e-7), ["0", "5.0·10⁻⁸", "1.0·10⁻⁷", "1.5·10⁻⁷", "2.0·10⁻⁷", "2.5·10⁻⁷", "3.0·10⁻⁷"]);
        assert_eq!(labels(0.0..3e6), ["0", "5.0·10⁵", "1.0·10⁶", "1.5·10⁶", "2.0·10⁶", "2.5·10⁶", "3.0·10⁶"]);
    }

    #[test]
    fn a_small_axis_has_fewer_labels() {
        assert_eq!(labels_on(Scale::Linear, 0.0..1.0, 3.0, 0.0), ["0.0", "0.5", "1.0"]);
    }

    #[test]
    fn whole_numbers_have_whole_ticks() {
        assert_eq!(labels_on(Scale::Linear, -0.06..2.06, 9.0, 1.0), ["0", "1", "2"]);
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten() {
        assert_eq!(labels_on(Scale::Log, 0.01..10.0, 9.0, 0.0), ["0.01", "0.1", "1", "10"]);
        assert_eq!(
            labels_on(Scale::Log, 1e-12..1.0, 9.0, 0.0),
            ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]
        );
    }

    #[test]
    fn a_short_logarithmic_axis_has_numbers_between_the_powers_too() {
        assert_eq!(labels_on(Scale::Log, 2.0..5.0, 9.0, 0.0), ["2", "5"]);
        assert_eq!(labels_on(Scale::Log, 0.03..0.6, 9.0, 0.0), ["0.05", "0.1", "0.2", "0.5"]);
        assert_eq!(labels_on(Scale::Log, 1e-7..4e-7, 9.0, 0.0), ["10⁻⁷", "2·10⁻⁷"]);
        assert_eq!(labels_on(Scale::Log, 0.04..3.0, 9.0, 0.0), ["0.05", "0.1", "0.2", "0.5", "1", "2"]);
        assert_eq!(labels_on(Scale::Log, 0.04..3.0, 5.0, 0.0), ["0.1", "1"], "without room");
    }

    #[test]
    fn invalid_ranges_have_no_axis() {
        for range in [1.0..1.0, 2.0..1.0, f64::NAN..1.0, 0.0..f64::INFINITY, f64::MIN..f64::MAX] {
            assert!(places(Scale::Linear, Some(&range), &[]).is_err());
        }
        assert_eq!(places(Scale::Log, Some(&(0.0..1.0)), &[]), Err(0.0..1.0));
    }

    #[test]
    fn extreme_ranges_have_few_ticks() {
        for range in [0.0..f64::MIN_POSITIVE, 0.0..f64::MAX, 1e17..1e17 + 64.0, -1e-300..1e300] {
            let ticks = labels(range.clone());
            assert!((1..=10).contains(&ticks.len()), "{range:?}: {ticks:?}");
        }
    }
}
