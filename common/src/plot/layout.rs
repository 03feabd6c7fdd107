//! What is to be drawn of a chart, and where.

use std::path::Path;

use super::axis::places;
use super::chart::Chart;
use super::error::PlotError;
use super::frame::Axes;
use super::header::Header;
use super::legend::Legend;
use super::look::{Canvas, Drawn, Look, SIZE};
use super::marks::{draw, reach};
use super::pen::{Pen, pens};
use super::point::Point;
use super::ticks::{axes, least_x_step, with_equal_units, y_range};

/// What a chart leaves to others of the same row or column, which have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Omitted {
    pub title: bool,
    pub legend: bool,
    /// Numbers and name of the horizontal axis.
    pub x: bool,
    /// Numbers and name of the vertical axis.
    pub y: bool,
}

/// A chart with valid axes, and the size of each of its parts.
pub(super) struct ChartLayout<'a> {
    chart: &'a Chart,
    omitted: Omitted,
    /// Width and height at most of the grid, pixels.
    room: (i32, i32),
    /// For each series its lines, in places on the axes.
    lines: Vec<Vec<Vec<Point>>>,
    axes: Axes<'a>,
    pens: Vec<Pen>,
}

impl<'a> ChartLayout<'a> {
    /// Lays out a chart that has a picture for itself, for the file at `path`.
    pub fn whole(chart: &'a Chart, path: &Path) -> Result<Self, PlotError> {
        let (width, height) = (SIZE.0 as i32, SIZE.1 as i32);
        let layout = |room| Self::new(chart, Omitted::default(), room, Look::WHOLE, path);
        // The first one shows how much room the texts need.
        let first = layout((width, height))?;
        layout((width - first.left() - first.right(), height - first.top() - first.below()))
    }

    /// Lays out a chart whose grid has `room`, width and height in pixels, for the file at `path`.
    pub fn new(
        chart: &'a Chart,
        omitted: Omitted,
        room: (i32, i32),
        look: Look,
        path: &Path,
    ) -> Result<Self, PlotError> {
        let lines: Vec<_> = chart.series.iter().map(|series| series.lines(chart.x_scale, chart.y_scale)).collect();
        let (xs, ys): (Vec<f64>, Vec<f64>) = lines.iter().flatten().flatten().copied().unzip();
        if xs.is_empty() {
            return Err(PlotError::NoPoints { path: path.into(), title: chart.title.clone() });
        }
        let error = |axis| move |range| PlotError::Range { path: path.into(), title: chart.title.clone(), axis, range };
        let x = places(chart.x_scale, chart.x_range.as_ref(), &xs).map_err(error('x'))?;
        let y = places(chart.y_scale, y_range(chart, &ys).as_ref(), &ys).map_err(error('y'))?;
        let grid = if chart.equal_units { with_equal_units(&x, &y, room) } else { room };
        let [x, y] = axes(chart, [x, y], least_x_step(chart, &xs), grid, look);
        let x_label = (!omitted.x).then_some(&*chart.x_label);
        let y_label = (!omitted.y).then_some(&*chart.y_label);
        let pens = pens(&chart.series, look.pen);
        Ok(Self { chart, omitted, room, lines, axes: Axes { x, y, x_label, y_label, grid, look }, pens })
    }

    /// Width and height of the grid, pixels.
    pub fn grid(&self) -> (i32, i32) {
        self.axes.grid
    }

    /// The room on the left of the grid, pixels.
    pub fn left(&self) -> i32 {
        self.axes.left()
    }

    /// The room on the right of the grid, pixels.
    pub fn right(&self) -> i32 {
        self.axes.right()
    }

    /// The room above the grid, pixels.
    pub fn top(&self) -> i32 {
        self.header().height()
    }

    /// The room below the grid, pixels.
    pub fn below(&self) -> i32 {
        self.axes.below()
    }

    /// Width and height that the chart needs, pixels.
    pub fn size(&self) -> (u32, u32) {
        let (width, height) = self.grid();
        let width = (width + self.right()).max(self.header().width() + self.axes.look.margin);
        ((self.left() + width) as u32, (self.top() + height + self.below()) as u32)
    }

    fn header(&self) -> Header<'_> {
        let Chart { title, color_map, series, .. } = self.chart;
        let legend = Legend::new(self.room.0, color_map.as_ref(), series, &self.pens);
        let legend = if self.omitted.legend { Legend::default() } else { legend };
        Header::new(if self.omitted.title { "" } else { title }, legend, self.axes.look)
    }

    /// Draws the chart with the upper left corner of its grid at `(left, top)`, the series in the background first.
    pub fn draw(&self, canvas: &Canvas, (left, top): (i32, i32)) -> Drawn<()> {
        let header = self.header();
        header.draw(canvas, (left, top - header.height()))?;
        let frame = self.axes.draw(canvas, (left, top), |frame| {
            self.chart.color_map.as_ref().map_or(Ok(()), |map| map.draw(canvas, frame))
        })?;
        let (background, foreground): (Vec<_>, Vec<_>) =
            self.lines.iter().zip(&self.pens).partition(|(_, pen)| pen.style.is_background());
        for (lines, pen) in background.into_iter().chain(foreground) {
            let pixels = |line: &Vec<Point>| line.iter().map(|&point| frame.pixel(point)).collect();
            let lines: Vec<Vec<Point>> = lines.iter().map(pixels).collect();
            draw(canvas, &frame.clip(reach(pen)), &lines, pen)?;
        }
        Ok(())
    }

    /// Draws the chart as the only one on a canvas of its [size](Self::size).
    pub fn draw_alone(&self, canvas: &Canvas) -> Drawn<()> {
        self.draw(canvas, (self.left(), self.top()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::contour::Area;
    use super::super::series::Series;
    use super::super::style::Style;
    use super::*;

    fn layout(chart: &Chart, room: (i32, i32)) -> ChartLayout<'_> {
        ChartLayout::new(chart, Omitted::default(), room, Look::PANEL, Path::new("")).unwrap()
    }

    #[test]
    fn numbers_of_a_flat_chart_in_equal_units_do_not_touch() {
        let flat = Area { x: -10.0..10.0, y: -1.0..1.0 };
        let chart = Chart { series: vec![Series::numbered("", &[0.5], Style::Solid)], ..Chart::plane(&flat) };
        let y = layout(&chart, (440, 300)).axes.y;
        assert!((1..=2).contains(&y.ticks.len()), "{:?}", y.ticks);
        assert_eq!((chart.x_range, chart.y_range), (Some(flat.x), Some(flat.y)));
    }

    #[test]
    fn equal_units_make_a_square_of_a_square_with_the_same_ticks_on_both_axes() {
        let series = vec![Series::numbered("", &[0.5], Style::Solid)];
        let square = Chart { series, ..Chart::plane(&Area { x: -1.0..1.0, y: -1.0..1.0 }) };
        let axes = layout(&square, (800, 600)).axes;
        assert_eq!(axes.grid, (600, 600));
        assert_eq!(axes.x.ticks, axes.y.ticks);
        let (width, height) = ChartLayout::whole(&square, Path::new("")).unwrap().size();
        assert_eq!(height, SIZE.1);
        assert!((1000..1300).contains(&width), "{width}");
    }

    #[test]
    fn what_is_omitted_leaves_its_room_to_the_grid() {
        let series = vec![Series::numbered("", &[0.5, 1.0], Style::Solid)];
        let chart =
            Chart { title: "title".into(), x_label: "x".into(), y_label: "y".into(), series, ..Chart::default() };
        let full = layout(&chart, (300, 200));
        let omitted = Omitted { title: true, legend: true, x: true, y: true };
        let bare = ChartLayout::new(&chart, omitted, (300, 200), Look::PANEL, Path::new("")).unwrap();
        assert!(bare.left() < full.left() && bare.top() < full.top() && bare.below() < full.below());
        assert_eq!(bare.grid(), full.grid());
    }
}
