//! The size of a grid, the ranges of its axes and their ticks, as they suit a chart.

use std::ops::Range;

use super::axis::Axis;
use super::chart::Chart;
use super::look::{Look, width_of};
use super::scale::{self, Scale};
use super::style::Style;

/// What a grid of these places takes of its room, if one unit is as long on both axes.
pub(super) fn with_equal_units(x: &Range<f64>, y: &Range<f64>, (width, height): (i32, i32)) -> (i32, i32) {
    let (width, height) = (f64::from(width), f64::from(height));
    let (x_span, y_span) = (x.end - x.start, y.end - y.start);
    let unit = (width / x_span).min(height / y_span);
    ((unit * x_span).clamp(1.0, width) as i32, (unit * y_span).clamp(1.0, height) as i32)
}

/// Axes of a grid of this size over these places, with numbers that do not touch. In equal units both have the same steps.
pub(super) fn axes(
    chart: &Chart,
    [x, y]: [Range<f64>; 2],
    least_x_step: f64,
    grid: (i32, i32),
    look: Look,
) -> [Axis; 2] {
    let (width, height, text) = (f64::from(grid.0), f64::from(grid.1), f64::from(look.text));
    // With five steps at most there are at least two ticks.
    let y_steps = (height / (3.0 * text)).clamp(5.0, 10.0).min(height / (1.5 * text)).max(1.0);
    let mut x_steps = (width / (4.5 * text)).clamp(5.0, 10.0);
    let axes = |x_steps, least: [f64; 2]| {
        let x = Axis::new(chart.x_scale, x.clone(), x_steps, least[0]);
        [x, Axis::new(chart.y_scale, y.clone(), y_steps, least[1])]
    };
    let axes = |x_steps| {
        let [x, y] = axes(x_steps, [least_x_step, 0.0]);
        if chart.equal_units { axes(x_steps, [x.step.max(y.step); 2]) } else { [x, y] }
    };
    while x_steps > 1.0 && numbers_touch(&axes(x_steps)[0], grid.0, look) {
        x_steps -= 1.0;
    }
    axes(x_steps)
}

/// Whether numbers of a horizontal axis of this width, pixels, touch.
fn numbers_touch(axis: &Axis, width: i32, look: Look) -> bool {
    number_ends(axis, width, look).windows(2).any(|pair| pair[1][0] < pair[0][1] + f64::from(look.text) / 2.0)
}

/// The left and the right end of each number of a horizontal axis of this width, in pixels from its left end.
pub(super) fn number_ends(axis: &Axis, width: i32, look: Look) -> Vec<[f64; 2]> {
    let ends = |&tick: &f64| {
        let (middle, half) = (axis.pixel(tick, (0, width)), width_of(&axis.label(tick), &look.text_style()) / 2);
        [middle - f64::from(half), middle + f64::from(half)]
    };
    axis.ticks.iter().map(ends).collect()
}

/// Where everything is a whole number, so are the ticks: there is no half epoch.
pub(super) fn least_x_step(chart: &Chart, xs: &[f64]) -> f64 {
    let ends = chart.x_range.iter().flat_map(|range| [range.start, range.end]);
    if xs.iter().copied().chain(ends).all(|x| x.fract() == 0.0) { 1.0 } else { 0.0 }
}

/// Bars stand on the axis.
pub(super) fn y_range(chart: &Chart, ys: &[f64]) -> Option<Range<f64>> {
    let filled = chart.series.iter().any(|series| series.style == Style::Filled);
    let bars = filled && chart.y_scale == Scale::Linear && ys.iter().all(|&y| y >= 0.0);
    let from_0 = bars.then(|| 0.0..scale::fit(chart.y_scale, ys).end);
    chart.y_range.clone().or(from_0)
}

#[cfg(test)]
mod tests {
    use super::super::series::Series;
    use super::*;

    #[test]
    fn bars_stand_on_the_axis_and_nothing_else_does() {
        let chart = |series| Chart { series: vec![series], ..Chart::default() };
        assert_eq!(y_range(&chart(Series::histogram("", &[1.0], 1)), &[0.0, 1.0]), Some(0.0..1.03));
        assert_eq!(y_range(&chart(Series::numbered("", &[1.0], Style::Solid)), &[0.0, 1.0]), None);
    }

    #[test]
    fn whole_numbers_have_no_ticks_between_them_unless_the_range_does() {
        let chart = |x_range| Chart { x_range, ..Chart::default() };
        assert_eq!(least_x_step(&chart(None), &[0.0, 1.0]), 1.0);
        assert_eq!(least_x_step(&chart(None), &[0.0, 0.5]), 0.0);
        assert_eq!(least_x_step(&chart(Some(-0.5..1.5)), &[0.0, 1.0]), 0.0);
    }
}
