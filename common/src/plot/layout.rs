//! What is to be drawn of a chart, and where.

use std::ops::Range;
use std::path::Path;

use super::axis::Axis;
use super::chart::Chart;
use super::error::PlotError;
use super::frame::Axes;
use super::header::Header;
use super::look::{Canvas, Drawn, Look};
use super::marks::{draw, reach};
use super::pen::{Pen, pens};
use super::point::Point;
use super::scale::{self, Scale};
use super::series::Series;
use super::style::Style;

/// A chart with valid axes, and the place of each of its parts.
pub(super) struct ChartLayout<'a> {
    chart: &'a Chart,
    /// The series that have a place in the legend.
    legend: &'a [Series],
    /// Width and height at most, pixels.
    size: (u32, u32),
    /// For each series its lines, in places on the axes.
    lines: Vec<Vec<Vec<Point>>>,
    axes: Axes<'a>,
    pens: Vec<Pen>,
}

impl<'a> ChartLayout<'a> {
    /// Lays out a chart for the file at `path`.
    pub fn new(
        chart: &'a Chart,
        legend: &'a [Series],
        size: (u32, u32),
        look: Look,
        path: &Path,
    ) -> Result<Self, PlotError> {
        let lines: Vec<_> = chart.series.iter().map(|series| series.lines(chart.x_scale, chart.y_scale)).collect();
        let (xs, ys): (Vec<f64>, Vec<f64>) = lines.iter().flatten().flatten().copied().unzip();
        if xs.is_empty() {
            return Err(PlotError::NoPoints { path: path.into(), title: chart.title.clone() });
        }
        let axes = |steps| {
            let error = |(axis, range)| PlotError::Range { path: path.into(), title: chart.title.clone(), axis, range };
            axes(chart, look, &xs, &ys, steps).map_err(error)
        };
        let pens = pens(&chart.series, look.pen);
        let top = Header::new(&chart.title, legend, &pens, size.0 as i32, look).height();
        // With five steps at most there are at least two ticks. But no number may touch the next.
        let (width, height, text) = (f64::from(size.0), f64::from(size.1), f64::from(look.text));
        let [x, y] = [width / (5.0 * text), height / (4.0 * text)].map(|steps| steps.clamp(5.0, 10.0));
        let (width, height) = axes([x, y])?.grid((size.0 as i32, size.1 as i32), top);
        let axes = axes([x.min(width / (2.5 * text)), y.min(height / (1.5 * text))])?;
        Ok(Self { chart, legend, size, lines, axes, pens })
    }

    /// Width and height that the chart needs, pixels.
    pub fn size(&self) -> (u32, u32) {
        let header = self.header();
        let (width, height) = (self.size.0 as i32, self.size.1 as i32);
        let (right, below) = self.axes.slack((width, height), header.height());
        let header_width = self.axes.left() + header.width() + self.axes.look.margin;
        ((width - right).max(header_width.min(width)) as u32, (height - below) as u32)
    }

    fn header(&self) -> Header<'_> {
        let width = self.size.0 as i32 - self.axes.left() - self.axes.look.margin;
        Header::new(&self.chart.title, self.legend, &self.pens, width, self.axes.look)
    }

    /// Draws the chart, the series in the background first.
    pub fn draw(&self, canvas: &Canvas) -> Drawn<()> {
        let header = self.header();
        header.draw(canvas, self.axes.left())?;
        let frame = self.axes.draw(canvas, header.height())?;
        let (background, foreground): (Vec<_>, Vec<_>) =
            self.lines.iter().zip(&self.pens).partition(|(_, pen)| pen.style.is_background());
        for (lines, pen) in background.into_iter().chain(foreground) {
            let pixels = |line: &Vec<Point>| line.iter().map(|&point| frame.pixel(point)).collect();
            let lines: Vec<Vec<Point>> = lines.iter().map(pixels).collect();
            draw(canvas, &frame.clip(reach(pen)), &lines, pen)?;
        }
        Ok(())
    }
}

/// The axes of `chart`, whose points lie at the places `xs` and `ys`, with at most `x_steps` and `y_steps` steps between ticks;
/// or the first axis whose range is invalid, and that range.
fn axes<'a>(
    chart: &'a Chart,
    look: Look,
    xs: &[f64],
    ys: &[f64],
    [x_steps, y_steps]: [f64; 2],
) -> Result<Axes<'a>, (char, Range<f64>)> {
    let x = Axis::new(chart.x_scale, chart.x_range.clone(), xs, x_steps.max(1.0), least_x_step(chart, xs));
    let y = Axis::new(chart.y_scale, y_range(chart, ys), ys, y_steps.max(1.0), 0.0);
    Ok(Axes {
        x: x.map_err(|range| ('x', range))?,
        y: y.map_err(|range| ('y', range))?,
        x_label: &chart.x_label,
        y_label: &chart.y_label,
        equal_units: chart.equal_units,
        look,
    })
}

/// Where everything is a whole number, so are the ticks: there is no half epoch.
fn least_x_step(chart: &Chart, xs: &[f64]) -> f64 {
    let ends = chart.x_range.iter().flat_map(|range| [range.start, range.end]);
    if xs.iter().copied().chain(ends).all(|x| x.fract() == 0.0) { 1.0 } else { 0.0 }
}

/// Bars stand on the axis.
fn y_range(chart: &Chart, ys: &[f64]) -> Option<Range<f64>> {
    let filled = chart.series.iter().any(|series| series.style == Style::Filled);
    let bars = filled && chart.y_scale == Scale::Linear && ys.iter().all(|&y| y >= 0.0);
    let from_0 = bars.then(|| 0.0..scale::fit(chart.y_scale, ys).end);
    chart.y_range.clone().or(from_0)
}

#[cfg(test)]
mod tests {
    use super::super::contour::Area;
    use super::super::look::SIZE;
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

    #[test]
    fn numbers_of_a_flat_chart_in_equal_units_do_not_touch() {
        let flat = Area { x: -10.0..10.0, y: -1.0..1.0 };
        let chart = Chart { series: vec![Series::numbered("", &[0.5], Style::Solid)], ..Chart::plane(&flat) };
        let layout = ChartLayout::new(&chart, &[], (533, 400), Look::PANEL, Path::new("")).unwrap();
        assert!((1..=2).contains(&layout.axes.y.ticks.len()), "{:?}", layout.axes.y.ticks);
        assert_eq!((chart.x_range, chart.y_range), (Some(flat.x), Some(flat.y)));
    }

    #[test]
    fn equal_units_make_a_square_of_a_square() {
        let series = vec![Series::numbered("", &[0.5], Style::Solid)];
        let square = Chart { series, ..Chart::plane(&Area { x: -1.0..1.0, y: -1.0..1.0 }) };
        let layout = ChartLayout::new(&square, &[], SIZE, Look::WHOLE, Path::new("")).unwrap();
        let (width, height) = layout.size();
        assert_eq!(height, SIZE.1);
        assert!((1000..1300).contains(&width), "{width}");
        assert_eq!(layout.axes.slack((width as i32, height as i32), layout.header().height()), (0, 0));
    }
}
