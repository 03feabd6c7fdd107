//! Sizes, colours and fonts. Everything is twice as large as it is shown.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawResult;
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};

use super::page::Page;
use super::text::Line;

/// What is drawn on; `(0, 0)` is the upper left pixel.
pub(super) type Canvas<'a> = DrawingArea<Page<'a>, Shift>;
/// What drawing returns.
pub(super) type Drawn<T> = DrawResult<T, Page<'static>>;

pub(super) const BACKGROUND: RGBColor = RGBColor(255, 255, 255);
pub(super) const GRID: RGBColor = RGBColor(226, 226, 226);
pub(super) const AXIS: RGBColor = RGBColor(120, 120, 120);
const INK: RGBColor = RGBColor(40, 40, 40);

/// Okabe and Ito's colours for every kind of colour vision (<https://jfly.uni-koeln.de/color/>), so ordered that
/// neighbours differ in lightness too. Their yellow is too light for a line on white, their vermilion too near the others;
/// the brown is ours.
pub(super) const PALETTE: [RGBColor; 7] = [
    RGBColor(0, 114, 178),   // blue
    RGBColor(230, 159, 0),   // orange
    RGBColor(0, 0, 0),       // black
    RGBColor(204, 121, 167), // purple
    RGBColor(0, 158, 115),   // green
    RGBColor(86, 180, 233),  // sky blue
    RGBColor(120, 50, 10),   // brown
];

/// Width and height of a chart that has a picture for itself, pixels.
pub(super) const SIZE: (u32, u32) = (1600, 1200);

/// The measures of a chart, pixels.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Height of the title with its ascenders and descenders.
    pub title: i32,
    /// Height of all other text.
    pub text: i32,
    /// Around everything. On the right the last number of the horizontal axis may reach into it.
    pub margin: i32,
    /// Between title, legend and grid.
    pub gap: i32,
    /// Length of a tick and half of its distance from the number.
    pub tick: i32,
    /// What the widths of pens and the sizes of marks are multiplied by.
    pub pen: f64,
}

impl Look {
    /// A chart that has a picture for itself.
    pub const WHOLE: Self = Self { title: 44, text: 32, margin: 40, gap: 24, tick: 8, pen: 1.0 };
    /// A chart beside others.
    pub const PANEL: Self = Self { title: 32, text: 28, margin: 10, gap: 10, tick: 6, pen: 0.75 };

    pub fn title_style(&self) -> TextStyle<'static> {
        text_style_of(self.title, FontStyle::Bold)
    }

    pub fn text_style(&self) -> TextStyle<'static> {
        text_style_of(self.text, FontStyle::Normal)
    }
}

/// The colour that lies the share `along` of the way from one to another.
pub(super) fn mix(from: RGBColor, to: RGBColor, along: f64) -> RGBColor {
    let mix = |from: u8, to: u8| (f64::from(from) + along * (f64::from(to) - f64::from(from))).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// How wide a line of text is, pixels.
pub(super) fn width_of(text: &str, style: &TextStyle) -> i32 {
    Line::new(text, style.font.get_size(), style.font.get_style()).width
}

fn text_style_of(size: i32, style: FontStyle) -> TextStyle<'static> {
    FontDesc::new(FontFamily::SansSerif, f64::from(size), style).color(&INK)
}
