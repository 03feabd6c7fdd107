//! How often which values occur.

use std::ops::Range;

use super::series::{BREAK, Series};
use super::style::Style;

impl Series {
    /// Histogram: a bar for each of `bins` intervals of equal width, from the smallest to the largest of the finite `values`, as high
    /// as there are values in it.
    ///
    /// # Panics
    ///
    /// If `bins` is 0.
    pub fn histogram(label: &str, values: &[f64], bins: usize) -> Self {
        Self::histogram_in(label, values, bins, span(values))
    }

    /// [`Series::histogram`] with intervals from one end of `range` to the other, so that several can be compared. Values
    /// beyond them are left out.
    ///
    /// # Panics
    ///
    /// If `bins` is 0.
    pub fn histogram_in(label: &str, values: &[f64], bins: usize, range: Range<f64>) -> Self {
        let (width, counts) = count(values, bins, &range);
        let mut points = Vec::new();
        for (bin, &count) in counts.iter().enumerate() {
            let [left, right] = [bin, bin + 1].map(|edge| range.start + width * edge as f64);
            let height = count as f64;
            points.extend([(left, 0.0), (left, height), (right, height), (right, 0.0), BREAK]);
        }
        Self { label: label.into(), points, style: Style::Filled }
    }
}

/// From the smallest to the largest of the finite values, or a range of length 1 if they are equal.
fn span(values: &[f64]) -> Range<f64> {
    let finite = values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low < high { low..high } else { low - 0.5..low + 0.5 }
}

/// How wide each bin of `range` is, and how many values lie in it.
fn count(values: &[f64], bins: usize, range: &Range<f64>) -> (f64, Vec<usize>) {
    assert!(bins > 0, "a histogram of no bins");
    let width = (range.end - range.start) / bins as f64;
    let mut counts = vec![0; bins];
    for value in values.iter().filter(|&&value| range.start <= value && value <= range.end) {
        // The end of the range belongs to the last bin.
        counts[(((value - range.start) / width) as usize).min(bins - 1)] += 1;
    }
    (width, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finite_value_is_counted_once() {
        let values = [0.0, 1.0, 1.5, f64::NAN, 4.0, 2.0, f64::INFINITY];
        assert_eq!((span(&values), count(&values, 4, &span(&values))), (0.0..4.0, (1.0, vec![1, 2, 1, 1])));
        assert_eq!((span(&[7.0, 7.0]), count(&[7.0, 7.0], 2, &(6.5..7.5))), (6.5..7.5, (0.5, vec![0, 2])));
    }

    #[test]
    fn values_beyond_a_given_range_are_left_out() {
        let values = [-0.1, 0.0, 0.4, 0.5, 1.0, 1.1, f64::NEG_INFINITY, f64::NAN];
        assert_eq!(count(&values, 2, &(0.0..1.0)), (0.5, vec![2, 2]));
        let histogram = Series::histogram_in("", &values, 2, 0.0..1.0);
        assert_eq!(histogram.points[5..9], [(0.5, 0.0), (0.5, 2.0), (1.0, 2.0), (1.0, 0.0)]);
    }

    #[test]
    fn a_bar_stands_on_0_and_is_as_high_as_its_count() {
        let histogram = Series::histogram("", &[0.0, 3.0, 4.0], 2);
        let bars: Vec<_> = histogram.points.split(|point| point.0.is_nan()).collect();
        assert_eq!(bars[0], [(0.0, 0.0), (0.0, 1.0), (2.0, 1.0), (2.0, 0.0)]);
        assert_eq!(bars[1], [(2.0, 0.0), (2.0, 2.0), (4.0, 2.0), (4.0, 0.0)]);
    }

    #[test]
    fn nothing_to_count_is_nothing_to_see() {
        let histogram = Series::histogram("", &[f64::NAN], 3);
        assert!(histogram.points.iter().all(|(x, y)| !x.is_finite() || !y.is_finite()));
    }
}
