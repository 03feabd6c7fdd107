//! What is drawn around the lines: grid and axes.

use std::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Clip;
use super::look::{AXIS, Canvas, Drawn, GRID, Look, width_of};
use super::point::Point;
use super::ticks::number_ends;

/// The axes of a chart.
pub(super) struct Axes<'a> {
    pub x: Axis,
    pub y: Axis,
    /// The name of the axis, or none if its name and its numbers are left to another chart.
    pub x_label: Option<&'a str>,
    pub y_label: Option<&'a str>,
    /// Width and height of the grid, pixels.
    pub grid: (i32, i32),
    pub look: Look,
}

impl Axes<'_> {
    /// The room on the left of the grid, pixels.
    pub fn left(&self) -> i32 {
        self.look.margin + self.y_labels().max(self.overhang()[0])
    }

    /// The room on the right of the grid, pixels.
    pub fn right(&self) -> i32 {
        self.look.margin + self.overhang()[1]
    }

    /// How far the numbers of the horizontal axis reach beyond it on the left and on the right, pixels.
    fn overhang(&self) -> [i32; 2] {
        let width = self.grid.0;
        let numbers = self.x_label.map_or(Vec::new(), |_| number_ends(&self.x, width, self.look));
        let overhangs = numbers.iter().map(|[left, right]| [1 - left.floor() as i32, right.floor() as i32 + 1 - width]);
        overhangs.fold([0, 0], |all, one| [all[0].max(one[0]), all[1].max(one[1])])
    }

    /// The room below the grid, pixels.
    pub fn below(&self) -> i32 {
        self.x_labels() + self.look.margin
    }

    fn y_labels(&self) -> i32 {
        let Some(label) = self.y_label else { return self.look.tick };
        let style = self.look.text_style();
        let widest = self.y.ticks.iter().map(|&tick| width_of(&self.y.label(tick), &style)).max();
        2 * self.look.tick + widest.unwrap_or(0) + self.name_height(label)
    }

    fn x_labels(&self) -> i32 {
        self.x_label.map_or(self.look.tick, |label| 2 * self.look.tick + self.look.text + self.name_height(label))
    }

    fn name_height(&self, name: &str) -> i32 {
        if name.is_empty() { 0 } else { self.look.text + self.look.gap }
    }

    /// Draws what is `behind` the grid, the grid with its upper left corner at `(left, top)`, and the axes.
    pub fn draw(
        &self,
        canvas: &Canvas,
        (left, top): (i32, i32),
        behind: impl FnOnce(&Frame) -> Drawn<()>,
    ) -> Drawn<Frame> {
        let (width, height) = canvas.dim_in_pixel();
        let mut grid = ChartBuilder::on(canvas)
            .margin_top(top)
            .margin_left(left - self.y_labels())
            .margin_right(width as i32 - left - self.grid.0)
            .margin_bottom(height as i32 - top - self.grid.1 - self.x_labels())
            .x_label_area_size(self.x_labels())
            .y_label_area_size(self.y_labels())
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        let (left, top) = canvas.get_base_pixel();
        let on_canvas = |pixels: Range<i32>, first: i32| pixels.start - first..pixels.end - first;
        let columns = on_canvas(grid.plotting_area().get_x_axis_pixel_range(), left);
        let rows = on_canvas(grid.plotting_area().get_y_axis_pixel_range(), top);
        let frame = Frame { x: self.x.clone(), y: self.y.clone(), columns, rows };
        behind(&frame)?;
        let number = |axis: &Axis, shown: Option<_>, tick| shown.map_or(String::new(), |_| axis.label(tick));
        grid.configure_mesh()
            .light_line_style(GRID.mix(0.5).stroke_width(1))
            .bold_line_style(GRID.stroke_width(2))
            .axis_style(AXIS.stroke_width(2))
            .set_all_tick_mark_size(self.look.tick)
            .label_style(self.look.text_style())
            .x_label_formatter(&|&tick| number(&self.x, self.x_label, tick))
            .y_label_formatter(&|&tick| number(&self.y, self.y_label, tick))
            .x_desc(self.x_label.unwrap_or_default())
            .y_desc(self.y_label.unwrap_or_default())
            .draw()?;
        Ok(frame)
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
