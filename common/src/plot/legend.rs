//! The names of the series, in rows above the chart, where they hide nothing.

use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::clip::Clip;
use super::color_map::{ColorMap, color};
use super::look::{Canvas, Drawn, Look, width_of};
use super::marks::draw;
use super::pen::Pen;
use super::point::{Point, between};
use super::series::Series;
use super::style::Style;

const ROW_HEIGHT: i32 = 48;
/// Width of a line and of a mark that show how a series looks.
const LINE_WIDTH: i32 = 92;
const MARK_WIDTH: i32 = 28;
const COLORS_WIDTH: i32 = 210;
/// Between a sample and its name.
const GAP: i32 = 18;
/// Between a name and the next sample.
const SPACE: i32 = 54;

/// Where each name is.
#[derive(Default)]
pub(super) struct Legend<'a> {
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    label: &'a str,
    /// What the series looks like; none for a colour map.
    pen: Option<&'a Pen>,
    /// Left and right end, from the left end of the legend.
    x: i32,
    end: i32,
    row: i32,
}

impl<'a> Legend<'a> {
    /// The colour map and the named ones of `series`, in rows no wider than `width` pixels.
    pub fn new(width: i32, color_map: Option<&'a ColorMap>, series: &'a [Series], pens: &'a [Pen]) -> Self {
        let color_map = color_map.map(|map| (&*map.label, None));
        let series = series.iter().zip(pens).map(|(series, pen)| (&*series.label, Some(pen)));
        let mut entries = Vec::new();
        let (mut x, mut row) = (0, 0);
        for (label, pen) in color_map.into_iter().chain(series).filter(|(label, _)| !label.is_empty()) {
            let entry_width = sample_width(pen) + GAP + width_of(label, &Look::WHOLE.text_style());
            if x > 0 && x + entry_width > width {
                (x, row) = (0, row + 1);
            }
            entries.push(Entry { label, pen, x, end: x + entry_width, row });
            x += entry_width + SPACE;
        }
        Self { entries }
    }

    /// Pixels.
    pub fn height(&self) -> i32 {
        self.entries.last().map_or(0, |last| (last.row + 1) * ROW_HEIGHT)
    }

    /// Pixels.
    pub fn width(&self) -> i32 {
        self.entries.iter().map(|entry| entry.end).max().unwrap_or(0)
    }

    /// Draws the legend with its upper left corner at `(left, top)`.
    pub fn draw(&self, canvas: &Canvas, (left, top): (i32, i32)) -> Drawn<()> {
        let text_style = Look::WHOLE.text_style().pos(Pos::new(HPos::Left, VPos::Center));
        for Entry { label, pen, x, row, .. } in &self.entries {
            let (x, y) = (left + x, top + row * ROW_HEIGHT + ROW_HEIGHT / 2);
            match pen {
                Some(pen) => draw(canvas, &Clip::whole(canvas), &[sample(pen, f64::from(x), f64::from(y))], pen)?,
                None => draw_colors(canvas, (x, y))?,
            }
            canvas.draw_text(label, &text_style, (x + sample_width(*pen) + GAP, y))?;
        }
        Ok(())
    }
}

fn sample_width(pen: Option<&Pen>) -> i32 {
    match pen.map(|pen| pen.style) {
        None => COLORS_WIDTH,
        Some(Style::Circles | Style::Crosses) => MARK_WIDTH,
        Some(_) => LINE_WIDTH,
    }
}

/// The colours of a colour map from low to high, whose left end has the middle `(left, y)`.
fn draw_colors(canvas: &Canvas, (left, y): (i32, i32)) -> Drawn<()> {
    let half = ROW_HEIGHT / 3;
    (0..COLORS_WIDTH).try_for_each(|x| {
        let color = color(f64::from(x) / f64::from(COLORS_WIDTH - 1));
        canvas.draw(&Rectangle::new([(left + x, y - half), (left + x + 1, y + half)], color.filled()))
    })
}

/// The line that shows how a series looks, its left end at `left` and its middle at the height `y`.
fn sample(pen: &Pen, left: f64, y: f64) -> Vec<Point> {
    let right = left + f64::from(sample_width(Some(pen)));
    let [top, bottom] = [-1.0, 1.0].map(|side| y + side * f64::from(ROW_HEIGHT) / 3.0);
    match pen.style {
        Style::Circles | Style::Crosses => vec![((left + right) / 2.0, y)],
        Style::Filled | Style::Shaded => {
            vec![(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
        }
        Style::Dots => (0..60).map(|dot| between((left, y), (right, y), f64::from(dot) / 59.0)).collect(),
        _ => vec![(left, y), (right, y)],
    }
}
