//! What stands around the lines: grid and axes.

use std::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Clip;
use super::look::{AXIS, Canvas, Drawn, GRID, Look, width_of};
use super::point::Point;

/// The axes of a chart and the room that they need.
pub(super) struct Axes<'a> {
    pub x: Axis,
    pub y: Axis,
    pub x_label: &'a str,
    pub y_label: &'a str,
    /// Whether one unit is as long on both.
    pub equal_units: bool,
    pub look: Look,
}

impl Axes<'_> {
    /// Where the grid begins from the left, pixels.
    pub fn left(&self) -> i32 {
        self.look.margin + self.y_labels()
    }

    /// The room for the numbers and the name on the left of the grid.
    fn y_labels(&self) -> i32 {
        let style = self.look.text_style();
        let widest = self.y.ticks.iter().map(|&tick| width_of(&self.y.label(tick), &style)).max();
        2 * self.look.tick + widest.unwrap_or(0) + self.name_height(self.y_label)
    }

    /// The room for the numbers and the name below the grid.
    fn x_labels(&self) -> i32 {
        2 * self.look.tick + self.look.text + self.name_height(self.x_label)
    }

    fn name_height(&self, name: &str) -> i32 {
        if name.is_empty() { 0 } else { self.look.text + self.look.gap }
    }

    /// The room for the grid in a chart of `size`, if it begins at `top`: width and height, pixels.
    fn room(&self, size: (i32, i32), top: i32) -> (f64, f64) {
        let width = size.0 - self.left() - self.right_margin();
        let height = size.1 - top - self.x_labels() - self.look.margin;
        (f64::from(width.max(1)), f64::from(height.max(1)))
    }

    /// What the grid takes of its room: all of it, or less for equal units; pixels.
    pub fn grid(&self, size: (i32, i32), top: i32) -> (f64, f64) {
        let (width, height) = self.room(size, top);
        if !self.equal_units {
            return (width, height);
        }
        let [x_span, y_span] = [&self.x, &self.y].map(|axis| axis.range.end - axis.range.start);
        let unit = (width / x_span).min(height / y_span);
        ((unit * x_span).clamp(0.0, width), (unit * y_span).clamp(0.0, height))
    }

    /// What the grid leaves of its room, on the right and below; pixels.
    pub fn slack(&self, size: (i32, i32), top: i32) -> (i32, i32) {
        let ((width, height), grid) = (self.room(size, top), self.grid(size, top));
        ((width - grid.0) as i32, (height - grid.1) as i32)
    }

    /// The last number of the horizontal axis may reach into it.
    fn right_margin(&self) -> i32 {
        self.look.margin + self.look.text
    }

    /// Draws the grid and the axes below `top`.
    pub fn draw(&self, canvas: &Canvas, top: i32) -> Drawn<Frame> {
        let (width, height) = canvas.dim_in_pixel();
        let (right, below) = self.slack((width as i32, height as i32), top);
        let mut grid = ChartBuilder::on(canvas)
            .margin_top(top)
            .margin_left(self.look.margin)
            .margin_right(self.right_margin() + right)
            .margin_bottom(self.look.margin + below)
            .x_label_area_size(self.x_labels())
            .y_label_area_size(self.y_labels())
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        grid.configure_mesh()
            .light_line_style(GRID.mix(0.5).stroke_width(1))
            .bold_line_style(GRID.stroke_width(2))
            .axis_style(AXIS.stroke_width(2))
            .set_all_tick_mark_size(self.look.tick)
            .label_style(self.look.text_style())
            .y_label_offset(self.look.centring())
            .x_desc(self.x_label)
            .y_desc(self.y_label)
            .draw()?;
        let (left, top) = canvas.get_base_pixel();
        let on_canvas = |pixels: Range<i32>, first: i32| pixels.start - first..pixels.end - first;
        let columns = on_canvas(grid.plotting_area().get_x_axis_pixel_range(), left);
        let rows = on_canvas(grid.plotting_area().get_y_axis_pixel_range(), top);
        Ok(Frame { x: self.x.clone(), y: self.y.clone(), columns, rows })
    }
}

/// The place of the axes on the canvas.
pub(super) struct Frame {
    x: Axis,
    y: Axis,
    columns: Range<i32>,
    rows: Range<i32>,
}

impl Frame {
    /// The grid and as much around it as what lies on its edge needs.
    pub fn clip(&self, reach: i32) -> Clip {
        let grow = |range: &Range<i32>| range.start - reach..range.end + reach;
        Clip { x: grow(&self.columns), y: grow(&self.rows) }
    }

    /// The pixel of a point on the axes.
    pub fn pixel(&self, (x, y): Point) -> Point {
        let column = self.x.pixel(x, (self.columns.start, self.columns.end));
        let row = self.y.pixel(y, (self.rows.end, self.rows.start));
        (column, row)
    }
}
