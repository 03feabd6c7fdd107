//! What is drawn above a chart or above several: a title, and the names of the series.

use super::legend::Legend;
use super::look::{Canvas, Drawn, Look, width_of};

/// A title over a legend, each of which may be missing.
pub(super) struct Header<'a> {
    title: &'a str,
    legend: Legend<'a>,
    look: Look,
}

impl<'a> Header<'a> {
    /// A title in the measures of `look` over a legend.
    pub fn new(title: &'a str, legend: Legend<'a>, look: Look) -> Self {
        Self { title, legend, look }
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

    /// Draws it with its upper left corner, above which is the margin, at `(left, top)`.
    pub fn draw(&self, canvas: &Canvas, (left, top): (i32, i32)) -> Drawn<()> {
        let top = top + self.look.margin;
        canvas.draw_text(self.title, &self.look.title_style(), (left, top))?;
        self.legend.draw(canvas, (left, top + self.title_height()))
    }
}
