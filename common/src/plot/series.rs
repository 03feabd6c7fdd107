//! What a chart shows.

use super::stroke::Point;
use super::style::Pen;

/// Points joined by a line. A point with a coordinate that is not finite is left out and interrupts the line.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Its name in the legend, or empty for no entry.
    pub label: String,
    /// The points `(x, y)` in the order in which the line runs.
    pub points: Vec<(f64, f64)>,
    /// How the line looks.
    pub style: Style,
}

/// How a line looks. Its colour is the next one of the palette.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Thin and pale, behind all others: noisy values whose mean is the series that follows. Shares that one's colour.
    Faint,
    /// ────
    #[default]
    Solid,
    /// ─ ─ ─
    Dashed,
    /// · · · ·
    Dotted,
    /// ─ · ─ ·
    DashDotted,
}

impl Series {
    /// A series over 0, 1, 2, …: one value an iteration or epoch.
    pub fn numbered<T: Copy + Into<f64>>(label: &str, values: &[T], style: Style) -> Self {
        let points = values.iter().enumerate().map(|(index, &value)| (index as f64, value.into()));
        Self { label: label.into(), points: points.collect(), style }
    }

    pub(super) fn finite_points(&self) -> impl Iterator<Item = Point> {
        self.points.iter().copied().filter(is_finite)
    }

    /// The parts of the line between points that are not finite.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[Point]> {
        self.points.split(|point| !is_finite(point)).filter(|line| !line.is_empty())
    }
}

fn is_finite((x, y): &Point) -> bool {
    x.is_finite() && y.is_finite()
}

/// The mean of each value and those before it, `window` of them or as many as there are: a noisy curve made smooth.
pub fn running_mean(values: &[f64], window: usize) -> Vec<f64> {
    let mean = |end: usize| {
        let last = &values[end.saturating_sub(window)..end];
        last.iter().sum::<f64>() / last.len() as f64
    };
    (1..=values.len()).map(mean).collect()
}

/// A pen for each series, in the colours of the palette in turn.
pub(super) fn pens(series: &[Series]) -> Vec<Pen> {
    let mut color = 0;
    let mut pens = Vec::new();
    for series in series {
        pens.push(Pen::new(series.style, color));
        if series.style != Style::Faint {
            color += 1;
        }
    }
    pens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_mean_begins_with_what_there_is() {
        assert_eq!(running_mean(&[4.0, 2.0, 0.0, 4.0], 2), [4.0, 3.0, 1.0, 2.0]);
    }

    #[test]
    fn values_that_are_not_finite_interrupt_the_line() {
        let series = Series::numbered("", &[f32::NAN, 1.0, 2.0, f32::INFINITY, f32::NAN, 3.0], Style::Solid);
        let lines: Vec<_> = series.lines().collect();
        assert_eq!(lines, [&[(1.0, 1.0), (2.0, 2.0)][..], &[(5.0, 3.0)]]);
    }

    #[test]
    fn faint_values_have_the_colour_of_their_mean() {
        let series = [Style::Faint, Style::Solid, Style::Faint, Style::Dashed]
            .map(|style| Series { style, ..Series::default() });
        let colors: Vec<_> = pens(&series).iter().map(|pen| (pen.color.0, pen.color.1, pen.color.2)).collect();
        assert_eq!(colors[0], colors[1]);
        assert_eq!(colors[2], colors[3]);
        assert_ne!(colors[1], colors[3]);
    }
}
