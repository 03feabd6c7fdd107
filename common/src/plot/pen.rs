//! What each style is drawn with.

use plotters::style::{Color, RGBAColor};

use super::look::{AXIS, PALETTE};
use super::series::Series;
use super::style::Style;

/// What a series is drawn with.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub style: Style,
    pub color: RGBAColor,
    /// Pixels.
    pub width: f64,
    /// Lengths drawn and left out in turn, between the round ends that add half a width each; pixels. None: a whole line.
    pub dashes: &'static [f64],
}

impl Pen {
    /// The pen for a series that takes the colour number `color` of the palette, `scale` times as wide as in a whole chart.
    pub fn new(style: Style, color: usize, scale: f64) -> Self {
        let color = if style == Style::Guide { AXIS } else { PALETTE[color % PALETTE.len()] };
        let (opacity, width, dashes): (_, _, &[f64]) = match style {
            Style::Faint => (0.3, 3.0, &[]),
            Style::Dots => (0.12, 2.0, &[]),
            Style::Guide | Style::Thin => (1.0, 3.0, &[]),
            Style::Dashed => (1.0, 5.0, &[20.0, 16.0]),
            Style::Dotted => (1.0, 6.0, &[0.0, 14.0]),
            Style::DashDotted => (1.0, 5.0, &[20.0, 13.0, 0.0, 13.0]),
            Style::Filled | Style::Arrows => (1.0, 4.0, &[]),
            Style::Solid | Style::Shaded | Style::Circles | Style::Crosses => (1.0, 5.0, &[]),
        };
        Self { style, color: color.mix(opacity), width: scale * width, dashes }
    }

    /// What the inside of a line is filled with.
    pub fn pale(&self) -> RGBAColor {
        self.color.mix(0.25)
    }
}

/// A pen for each series, in the colours of the palette in turn.
pub(super) fn pens(series: &[Series], scale: f64) -> Vec<Pen> {
    let mut color = 0;
    let mut pens = Vec::new();
    for series in series {
        pens.push(Pen::new(series.style, color, scale));
        if !series.style.is_background() && series.style != Style::Guide {
            color += 1;
        }
    }
    pens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_behind_shares_the_colour_of_what_follows_and_guides_take_none() {
        let series = [Style::Faint, Style::Solid, Style::Guide, Style::Shaded, Style::Dashed]
            .map(|style| Series { style, ..Series::default() });
        let colors: Vec<_> = pens(&series, 1.0).iter().map(|pen| (pen.color.0, pen.color.1, pen.color.2)).collect();
        assert_eq!(colors[0], colors[1]);
        assert_eq!(colors[3], colors[4]);
        assert_ne!(colors[1], colors[4]);
        assert!(!colors[..2].contains(&colors[2]) && !colors[3..].contains(&colors[2]));
    }
}
