//! What stands around the lines: title, legend, grid and axes.

use std::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::style::{Color, TRANSPARENT};

use super::axis::Axis;
use super::chart::Chart;
use super::legend::Legend;
use super::series::Series;
use super::stroke::{Clip, Point};
use super::style::{AXIS, CENTRING, Canvas, Drawn, GRID, Pen, SIZE, TEXT_SIZE, TITLE_SIZE, text_style, title_style};

/// Around everything, pixels. On the right the last number of the horizontal axis may reach into it.
const MARGIN: i32 = 40;
const RIGHT_MARGIN: i32 = 72;
/// Between title, legend and grid, pixels.
const GAP: i32 = 24;
/// Length of a tick and half of its distance from the number, pixels.
const TICK: i32 = 8;
/// How far a line may reach out of the grid, pixels.
const EDGE: i32 = 4;

/// The place of the axes on the canvas.
pub(super) struct Frame {
    x: Axis,
    y: Axis,
    columns: Range<i32>,
    rows: Range<i32>,
}

impl Frame {
    /// Draws everything of `chart` but its lines.
    pub fn draw(canvas: &Canvas, chart: &Chart, pens: &[Pen], x: Axis, y: Axis) -> Drawn<Self> {
        let y_labels = y_labels_width(canvas, &y)? + name_height(&chart.y_label);
        let top = draw_header(canvas, chart, pens, MARGIN + y_labels)?;
        let mut grid = ChartBuilder::on(canvas)
            .margin(MARGIN)
            .margin_top(top)
            .margin_right(RIGHT_MARGIN)
            .x_label_area_size(2 * TICK + TEXT_SIZE + name_height(&chart.x_label))
            .y_label_area_size(y_labels)
            .build_cartesian_2d(x.clone(), y.clone())?;
        grid.configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID.stroke_width(2))
            .axis_style(AXIS.stroke_width(2))
            .set_all_tick_mark_size(TICK)
            .label_style(text_style())
            .y_label_offset(CENTRING)
            .x_desc(&chart.x_label)
            .y_desc(&chart.y_label)
            .draw()?;
        let area = grid.plotting_area();
        let (columns, rows) = (area.get_x_axis_pixel_range(), area.get_y_axis_pixel_range());
        Ok(Self { x, y, columns, rows })
    }

    /// The grid and as much around it as a wide line on its edge needs.
    pub fn clip(&self) -> Clip {
        let grow = |range: &Range<i32>| range.start - EDGE..range.end + EDGE;
        Clip { x: grow(&self.columns), y: grow(&self.rows) }
    }

    /// The lines of `series` in pixels.
    pub fn pixels(&self, series: &Series) -> Vec<Vec<Point>> {
        series.lines().map(|line| line.iter().map(|&point| self.pixel(point)).collect()).collect()
    }

    fn pixel(&self, (x, y): Point) -> Point {
        let column = self.x.place(x, (self.columns.start, self.columns.end));
        let row = self.y.place(y, (self.rows.end, self.rows.start));
        (column, row)
    }
}

/// Draws title and legend, their left edge at `left`. Returns where the grid may begin.
fn draw_header(canvas: &Canvas, chart: &Chart, pens: &[Pen], left: i32) -> Drawn<i32> {
    let mut top = MARGIN;
    if !chart.title.is_empty() {
        canvas.draw_text(&chart.title, &title_style(), (left, top))?;
        top += TITLE_SIZE + GAP / 2;
    }
    let legend = Legend::new(canvas, SIZE.0 as i32 - left - MARGIN, &chart.series, pens)?;
    legend.draw(canvas, (left, top))?;
    Ok(top + legend.height() + GAP)
}

/// The room for the numbers at the vertical axis.
fn y_labels_width(canvas: &Canvas, y: &Axis) -> Drawn<i32> {
    let mut widest = 0;
    for &tick in &y.ticks {
        let (width, _) = canvas.estimate_text_size(&y.label(tick), &text_style())?;
        widest = widest.max(width);
    }
    Ok(widest as i32 + 2 * TICK)
}

/// The room for the name of an axis.
fn name_height(name: &str) -> i32 {
    if name.is_empty() { 0 } else { TEXT_SIZE + GAP }
}
