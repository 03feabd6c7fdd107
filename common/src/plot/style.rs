//! Sizes, colours, pens and fonts. Everything is twice as large as it is shown.

use std::sync::Once;

use plotters::backend::BitMapBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawResult;
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, TextStyle, register_font};

use super::series::Style;

/// What is drawn on; `(0, 0)` is the upper left pixel.
pub(super) type Canvas<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
/// What drawing returns.
pub(super) type Drawn<T> = DrawResult<T, BitMapBackend<'static>>;

/// Width and height of a chart, pixels.
pub(super) const SIZE: (u32, u32) = (1600, 1200);

pub(super) const BACKGROUND: RGBColor = RGBColor(255, 255, 255);
pub(super) const GRID: RGBColor = RGBColor(226, 226, 226);
pub(super) const AXIS: RGBColor = RGBColor(120, 120, 120);
const INK: RGBColor = RGBColor(40, 40, 40);

/// Okabe and Ito's colours for every kind of colour vision (<https://jfly.uni-koeln.de/color/>), so ordered that
/// neighbours differ in lightness too. Their yellow is too light for a line on white, their vermilion too near the others.
const PALETTE: [RGBColor; 6] = [
    RGBColor(0, 114, 178),   // blue
    RGBColor(230, 159, 0),   // orange
    RGBColor(0, 0, 0),       // black
    RGBColor(204, 121, 167), // purple
    RGBColor(0, 158, 115),   // green
    RGBColor(86, 180, 233),  // sky blue
];

/// What a line is drawn with.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub color: RGBAColor,
    /// Pixels.
    pub width: f64,
    /// Lengths drawn and left out in turn, between the round ends that add half a width each; pixels. None: a whole line.
    pub dashes: &'static [f64],
}

impl Pen {
    /// The pen for a line that takes the colour number `color` of the palette.
    pub fn new(style: Style, color: usize) -> Self {
        let color = PALETTE[color % PALETTE.len()];
        let (opacity, width, dashes): (_, _, &[f64]) = match style {
            Style::Faint => (0.3, 3.0, &[]),
            Style::Solid => (1.0, 5.0, &[]),
            Style::Dashed => (1.0, 5.0, &[20.0, 16.0]),
            Style::Dotted => (1.0, 6.0, &[0.0, 14.0]),
            Style::DashDotted => (1.0, 5.0, &[20.0, 13.0, 0.0, 13.0]),
        };
        Self { color: color.mix(opacity), width, dashes }
    }
}

/// Height of a line of text with its ascenders and descenders, pixels.
pub(super) const TITLE_SIZE: i32 = 44;
pub(super) const TEXT_SIZE: i32 = 32;

const FONT: &str = "DejaVu Sans";

/// Makes the fonts known to plotters, the first time it is called.
pub(super) fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let regular = register_font(FONT, FontStyle::Normal, dejavu::sans::regular());
        let bold = register_font(FONT, FontStyle::Bold, dejavu::sans::bold());
        assert!(regular.is_ok() && bold.is_ok(), "the embedded fonts are damaged");
    });
}

pub(super) fn title_style() -> TextStyle<'static> {
    text_style_of(TITLE_SIZE, FontStyle::Bold)
}

pub(super) fn text_style() -> TextStyle<'static> {
    text_style_of(TEXT_SIZE, FontStyle::Normal)
}

fn text_style_of(size: i32, style: FontStyle) -> TextStyle<'static> {
    FontDesc::new(FontFamily::Name(FONT), f64::from(size), style).color(&INK)
}

/// What brings text to the middle of its line: plotters centres it too high by a fifth of its size.
pub(super) const CENTRING: i32 = TEXT_SIZE / 5;
