//! What stands above a chart or above several: a title, and the names of the series.

use super::legend::Legend;
use super::look::{Canvas, Drawn, Look, width_of};
use super::pen::Pen;
use super::series::Series;

/// A title over a legend, each of which may be missing.
pub(super) struct Header<'a> {
    title: &'a str,
    legend: Legend<'a>,
    look: Look,
}

impl<'a> Header<'a> {
    /// A header whose legend is no wider than `width` pixels.
    pub fn new(title: &'a str, series: &'a [Series], pens: &'a [Pen], width: i32, look: Look) -> Self {
        Self { title, legend: Legend::new(width, series, pens), look }
    }

    /// Pixels, with the margin above it and the gap below.
    pub fn height(&self) -> i32 {
        self.look.margin + self.title_height() + self.legend.height() + self.look.gap
    }

    /// Pixels.
    pub fn width(&self) -> i32 {
        width_of(self.title, &self.look.title_style()).max(self.legend.width())
    }

    fn title_height(&self) -> i32 {
        if self.title.is_empty() { 0 } else { self.look.title + self.look.gap / 2 }
    }

    /// Draws it at the top of the canvas with its left edge at `left`.
    pub fn draw(&self, canvas: &Canvas, left: i32) -> Drawn<()> {
        canvas.draw_text(self.title, &self.look.title_style(), (left, self.look.margin))?;
        self.legend.draw(canvas, (left, self.look.margin + self.title_height()))
    }
}
