//! How often which values occur.

use super::series::{BREAK, Series, Style};

impl Series {
    /// A bar for each of `bins` intervals of equal width, from the smallest to the largest of the finite `values`, as high
    /// as there are values in it.
    ///
    /// # Panics
    ///
    /// If `bins` is 0.
    pub fn histogram(label: &str, values: &[f64], bins: usize) -> Self {
        let (start, width, counts) = count(values, bins);
        let mut points = Vec::new();
        for (bin, &count) in counts.iter().enumerate() {
            let [left, right] = [bin, bin + 1].map(|edge| start + width * edge as f64);
            let height = count as f64;
            points.extend([(left, 0.0), (left, height), (right, height), (right, 0.0), BREAK]);
        }
        Self { label: label.into(), points, style: Style::Filled }
    }
}

/// Where the first bin starts, how wide each is, and how many values lie in it. Equal values get a width of 1.
fn count(values: &[f64], bins: usize) -> (f64, f64, Vec<usize>) {
    assert!(bins > 0, "a histogram of no bins");
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let (start, width) = if low < high { (low, (high - low) / bins as f64) } else { (low - 0.5, 1.0 / bins as f64) };
    let mut counts = vec![0; bins];
    for value in finite() {
        // The largest value belongs to the last bin.
        counts[(((value - start) / width) as usize).min(bins - 1)] += 1;
    }
    (start, width, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finite_value_is_counted_once() {
        assert_eq!(count(&[0.0, 1.0, 1.5, f64::NAN, 4.0, 2.0], 4), (0.0, 1.0, vec![1, 2, 1, 1]));
        assert_eq!(count(&[7.0, 7.0], 2), (6.5, 0.5, vec![0, 2]));
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
