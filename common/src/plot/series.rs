//! Points and lines.

use std::ops::Range;

use super::point::Point;
use super::scale::Scale;
use super::style::Style;

/// Points, joined by a line or marked one by one. A point with a coordinate that is not finite is left out and interrupts
/// the line.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Its name in the legend, or empty for no entry.
    pub label: String,
    /// The points `(x, y)` in the order in which the line runs.
    pub points: Vec<Point>,
    /// How it looks.
    pub style: Style,
}

impl Series {
    /// A series over 0, 1, 2, …: one value per iteration or epoch. Of very many values it keeps the least and the greatest
    /// of those that share a column of pixels, so that it looks the same and takes no more time.
    pub fn numbered<T: Copy + Into<f64>>(label: &str, values: &[T], style: Style) -> Self {
        /// More than a picture has columns.
        const COLUMNS: usize = 4000;
        let width = values.len().div_ceil(COLUMNS);
        let shown: Vec<usize> = if width <= 2 {
            (0..values.len()).collect()
        } else {
            let columns = values.chunks(width).enumerate();
            columns.flat_map(|(column, values)| extremes(values).into_iter().map(move |i| column * width + i)).collect()
        };
        let points = shown.into_iter().map(|index| (index as f64, values[index].into())).collect();
        Self { label: label.into(), points, style }
    }

    /// Scatter plot: a mark for each pair of numbers. The longer one of `x` and `y` is cut.
    pub fn scatter<'a>(
        label: &str,
        x: impl IntoIterator<Item = &'a f64>,
        y: impl IntoIterator<Item = &'a f64>,
        style: Style,
    ) -> Self {
        let points = x.into_iter().copied().zip(y.into_iter().copied());
        Self { label: label.into(), points: points.collect(), style }
    }

    /// The curve `y = f(x)` over a range of `x`.
    pub fn curve(label: &str, x: Range<f64>, style: Style, f: impl Fn(f64) -> f64) -> Self {
        const STEPS: u32 = 600;
        let points = (0..=STEPS).map(|step| {
            let x = x.start + (x.end - x.start) * f64::from(step) / f64::from(STEPS);
            (x, f(x))
        });
        Self { label: label.into(), points: points.collect(), style }
    }

    /// Arrows, each from its first point to its second.
    pub fn arrows(label: &str, arrows: &[[Point; 2]]) -> Self {
        let points = arrows.iter().flat_map(|&[from, to]| [from, to, BREAK]);
        Self { label: label.into(), points: points.collect(), style: Style::Arrows }
    }

    /// The lines between points that are not finite, where axes of these scales place them.
    pub(super) fn lines(&self, x: Scale, y: Scale) -> Vec<Vec<Point>> {
        let placed: Vec<Point> = self.points.iter().map(|point| (x.place(point.0), y.place(point.1))).collect();
        let lines = placed.split(|(x, y)| !(x.is_finite() && y.is_finite()));
        lines.filter(|line| !line.is_empty()).map(<[Point]>::to_vec).collect()
    }
}

/// Ends a line, so that the next point begins another.
pub(super) const BREAK: Point = (f64::NAN, f64::NAN);

/// Running mean: the mean of each value and the `window / 2` values before and after it, or as many as there are. At the
/// beginning there are no more after it than before it, so that the curve begins where the values do.
///
/// # Panics
///
/// If `window` is 0.
pub fn running_mean(values: &[f64], window: usize) -> Vec<f64> {
    assert!(window > 0, "the mean of no values");
    let mean = |index: usize| {
        let reach = index.min(window / 2);
        let near = &values[index - reach..(index + reach + 1).min(values.len())];
        near.iter().sum::<f64>() / near.len() as f64
    };
    (0..values.len()).map(mean).collect()
}

/// Where the least and the greatest of `values` are, and the first value that is not finite: it interrupts the line.
fn extremes<T: Copy + Into<f64>>(values: &[T]) -> Vec<usize> {
    let value = |&index: &usize| values[index].into();
    let order = |a: &usize, b: &usize| f64::total_cmp(&value(a), &value(b));
    let finite = (0..values.len()).filter(|index| value(index).is_finite());
    let broken = (0..values.len()).find(|index| !value(index).is_finite());
    let mut indices =
        Vec::from_iter([finite.clone().min_by(order), finite.max_by(order), broken].into_iter().flatten());
    indices.sort_unstable();
    indices.dedup();
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_mean_neither_lags_nor_leads() {
        let line: Vec<f64> = (0..30).map(f64::from).collect();
        assert_eq!(running_mean(&line, 10)[..25], line[..25]);
        assert_eq!(running_mean(&[4.0, 2.0, 0.0, 7.0], 3), [4.0, 2.0, 3.0, 3.5]);
        assert_eq!(running_mean(&[4.0, 2.0], 1), [4.0, 2.0]);
    }

    #[test]
    fn of_very_many_values_the_least_and_the_greatest_of_each_column_are_left() {
        let mut values = vec![1.0; 1_000_000];
        (values[500_001], values[500_002], values[999_999]) = (-7.0, 9.0, f64::NAN);
        let points = Series::numbered("", &values, Style::Solid).points;
        assert!((4_000..=8_001).contains(&points.len()), "{}", points.len());
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let at = |x| points.iter().find(|point| point.0 == x).map(|point| point.1);
        assert_eq!((at(0.0), at(500_001.0), at(500_002.0)), (Some(1.0), Some(-7.0), Some(9.0)));
        assert!(at(999_999.0).is_some_and(f64::is_nan));
    }

    #[test]
    fn eight_thousand_values_are_all_drawn() {
        let values = Vec::from_iter((0..8_000).map(f64::from));
        assert_eq!(Series::numbered("", &values, Style::Solid).points.len(), 8_000);
    }

    #[test]
    fn scatters_curves_and_arrows_have_the_points_they_are_given() {
        let scatter = Series::scatter("", &[1.0, 2.0], &[3.0, 4.0, 5.0], Style::Crosses);
        assert_eq!((scatter.points, scatter.style), (vec![(1.0, 3.0), (2.0, 4.0)], Style::Crosses));
        let curve = Series::curve("", -1.0..2.0, Style::Solid, |x| 10.0 * x).points;
        assert_eq!((curve[0], curve[curve.len() - 1]), ((-1.0, -10.0), (2.0, 20.0)));
        assert!(curve.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let arrows = Series::arrows("", &[[(0.0, 1.0), (2.0, 3.0)], [(4.0, 5.0), (6.0, 7.0)]]);
        let lines = [[(0.0, 1.0), (2.0, 3.0)], [(4.0, 5.0), (6.0, 7.0)]];
        assert_eq!(arrows.lines(Scale::Linear, Scale::Linear), lines);
    }

    #[test]
    fn values_that_are_not_finite_interrupt_the_line() {
        let series = Series::numbered("", &[f32::NAN, 1.0, 2.0, f32::INFINITY, f32::NAN, 3.0], Style::Solid);
        let lines = series.lines(Scale::Linear, Scale::Linear);
        assert_eq!(lines, [&[(1.0, 1.0), (2.0, 2.0)][..], &[(5.0, 3.0)]]);
    }

    #[test]
    fn a_logarithmic_axis_leaves_out_what_has_no_logarithm() {
        let series = Series::numbered("", &[100.0, 0.0, 0.1, -1.0], Style::Solid);
        assert_eq!(series.lines(Scale::Linear, Scale::Log), [[(0.0, 2.0)], [(2.0, -1.0)]]);
    }
}
