//! A function of two numbers as colours.

use std::ops::Range;

use plotters::style::RGBColor;

use super::contour::Area;
use super::frame::Frame;
use super::look::{Canvas, Drawn, PALETTE, mix};
use super::point::Point;
use crate::Matrix;

/// Steps between the colours of both ends. Even, so that the middle has a colour of its own.
const STEPS: u32 = 10;
/// The colour of the middle: not white, so that an area of it is seen.
const MIDDLE: RGBColor = RGBColor(238, 238, 238);
/// Places along each side of the area at which the function is computed.
const SAMPLES: usize = 101;

/// A function of two numbers as colours behind all series: blue where it is low, pale grey in the middle of its range, orange
/// where it is high.
#[derive(Clone, Debug)]
pub struct ColorMap {
    /// Its name in the legend.
    pub label: String,
    area: Area,
    /// The function as fractions of its range; row 0 is at the bottom.
    samples: Matrix<f64>,
}

impl ColorMap {
    /// The colours of `f(x, y)` in `area`, from the start of `range` to its end.
    pub fn new(label: &str, area: &Area, range: Range<f64>, f: impl Fn(f64, f64) -> f64) -> Self {
        let along =
            |side: &Range<f64>, n: usize| side.start + (side.end - side.start) * n as f64 / (SAMPLES - 1) as f64;
        let samples = Matrix::from_fn(SAMPLES, SAMPLES, |row, column| {
            let value = f(along(&area.x, column), along(&area.y, row));
            ((value - range.start) / (range.end - range.start)).clamp(0.0, 1.0)
        });
        Self { label: label.into(), area: area.clone(), samples }
    }

    /// Paints the area, as far as the frame shows it.
    pub(super) fn draw(&self, canvas: &Canvas, frame: &Frame) -> Drawn<()> {
        let [(left, bottom), (right, top)] =
            [(self.area.x.start, self.area.y.start), (self.area.x.end, self.area.y.end)].map(|p| frame.pixel(p));
        let clip = frame.clip(0);
        for y in clip.y {
            for x in clip.x.clone() {
                let along = ((f64::from(x) - left) / (right - left), (f64::from(y) - bottom) / (top - bottom));
                if let Some(fraction) = self.at(along) {
                    canvas.draw_pixel((x, y), &color(fraction))?;
                }
            }
        }
        Ok(())
    }

    /// The fraction of the range, by bilinear interpolation, at a place in fractions of the sides of the area.
    fn at(&self, (x, y): Point) -> Option<f64> {
        let inside = |along: f64| (0.0..=1.0).contains(&along).then_some(along * (SAMPLES - 1) as f64);
        let (x, y) = (inside(x)?, inside(y)?);
        let (column, row) = ((x as usize).min(SAMPLES - 2), (y as usize).min(SAMPLES - 2));
        let (right, up) = (x - column as f64, y - row as f64);
        let on_row = |row| (1.0 - right) * self.samples[(row, column)] + right * self.samples[(row, column + 1)];
        Some((1.0 - up) * on_row(row) + up * on_row(row + 1))
    }
}

/// The colour of a fraction of the range, one of a few: so the edges between them are contour lines, and pictures small.
pub(super) fn color(fraction: f64) -> RGBColor {
    let from_middle = 2.0 * (fraction * f64::from(STEPS)).round() / f64::from(STEPS) - 1.0;
    mix(MIDDLE, if from_middle < 0.0 { PALETTE[0] } else { PALETTE[1] }, from_middle.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { x: 0.0..2.0, y: -1.0..1.0 };

    #[test]
    fn between_samples_the_function_is_interpolated() {
        let map = ColorMap::new("", &AREA, -4.0..4.0, |x, y| x + 2.0 * y);
        let fraction = |x: f64, y: f64| (x + 2.0 * y + 4.0) / 8.0;
        for (x, y) in [(0.0, -1.0), (2.0, 1.0), (0.123, 0.456)] {
            let at = map.at((x / 2.0, (y + 1.0) / 2.0)).unwrap();
            assert!((at - fraction(x, y)).abs() < 1e-12, "{at} at {x}, {y}");
        }
        assert_eq!((map.at((-0.01, 0.5)), map.at((0.5, 1.01))), (None, None));
    }

    #[test]
    fn values_outside_of_the_range_have_the_colours_of_its_ends() {
        let map = ColorMap::new("", &AREA, -1.0..1.0, |x, _| if x < 1.0 { -7.0 } else { f64::INFINITY });
        let ends = [map.at((0.0, 0.5)), map.at((1.0, 0.5))].map(|fraction| color(fraction.unwrap()));
        assert_eq!(ends, [PALETTE[0], PALETTE[1]]);
        assert_eq!(color(0.5), MIDDLE);
    }
}
