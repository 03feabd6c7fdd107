//! Lines and regions of a function of two numbers.
//!
//! The area is cut into small triangles. Along an edge whose ends lie on different sides of a level, the place where the
//! function crosses it is found by bisection, so that a function with steps has straight borders too.

use std::ops::Range;

use super::point::Point;
use super::series::{BREAK, Series};
use super::style::Style;

/// A rectangle of the plane.
#[derive(Clone, Debug)]
pub struct Area {
    /// From left to right.
    pub x: Range<f64>,
    /// From bottom to top.
    pub y: Range<f64>,
}

impl Series {
    /// The lines in `area` on which `f(x, y)` crosses one of `levels`. They are made of short pieces, so dashed styles do
    /// not suit them.
    pub fn contours(label: &str, area: &Area, levels: &[f64], style: Style, f: impl Fn(f64, f64) -> f64) -> Self {
        let borders = levels.iter().flat_map(|&level| area.parts(|x, y| f(x, y) > level)).map(|part| part.border);
        Self { label: label.into(), points: with_breaks(borders), style }
    }

    /// The part of `area` in which `f(x, y)` is above `level`.
    pub fn region(label: &str, area: &Area, level: f64, f: impl Fn(f64, f64) -> f64) -> Self {
        let outlines = area.parts(|x, y| f(x, y) > level).into_iter().map(|part| part.outline);
        Self { label: label.into(), points: with_breaks(outlines), style: Style::Shaded }
    }
}

fn with_breaks(lines: impl Iterator<Item = Vec<Point>>) -> Vec<Point> {
    lines.filter(|line| !line.is_empty()).flat_map(|line| line.into_iter().chain([BREAK])).collect()
}

/// What of a triangle is inside.
#[derive(Default)]
struct Part {
    /// Its corners in turn.
    outline: Vec<Point>,
    /// The ends of the border between inside and outside, if it runs through the triangle.
    border: Vec<Point>,
}

impl Area {
    /// The parts of all small triangles.
    fn parts(&self, inside: impl Fn(f64, f64) -> bool) -> Vec<Part> {
        /// Squares along each side; two triangles make a square.
        const SQUARES: u32 = 200;
        let coordinate =
            |range: &Range<f64>, n| range.start + (range.end - range.start) * f64::from(n) / f64::from(SQUARES);
        let corner = |column, row| {
            let (x, y) = (coordinate(&self.x, column), coordinate(&self.y, row));
            ((x, y), inside(x, y))
        };
        let columns: Vec<Vec<_>> =
            (0..=SQUARES).map(|column| (0..=SQUARES).map(|row| corner(column, row)).collect()).collect();
        let mut parts = Vec::new();
        for sides in columns.windows(2) {
            for (left, right) in sides[0].windows(2).zip(sides[1].windows(2)) {
                parts.push(part([left[0], right[0], right[1]], &inside));
                parts.push(part([left[0], right[1], left[1]], &inside));
            }
        }
        parts
    }
}

/// The part of a triangle, given by its corners and whether they are inside.
fn part(corners: [(Point, bool); 3], inside: impl Fn(f64, f64) -> bool) -> Part {
    let mut part = Part::default();
    for (index, (from, from_inside)) in corners.into_iter().enumerate() {
        let (to, to_inside) = corners[(index + 1) % 3];
        if from_inside {
            part.outline.push(from);
        }
        if from_inside != to_inside {
            let (inner, outer) = if from_inside { (from, to) } else { (to, from) };
            let crossing = crossing(inner, outer, &inside);
            part.outline.push(crossing);
            part.border.push(crossing);
        }
    }
    part
}

/// Where on the way from `inner` to `outer` the inside ends, by bisection.
fn crossing(mut inner: Point, mut outer: Point, inside: impl Fn(f64, f64) -> bool) -> Point {
    for _ in 0..30 {
        let middle = (0.5 * (inner.0 + outer.0), 0.5 * (inner.1 + outer.1));
        if inside(middle.0, middle.1) {
            inner = middle;
        } else {
            outer = middle;
        }
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { x: -2.0..2.0, y: -1.0..3.0 };

    #[test]
    fn a_contour_lies_where_the_function_has_the_level() {
        let circle = |x: f64, y: f64| x * x + y * y;
        let contours = Series::contours("", &AREA, &[0.25, 0.81], Style::Guide, circle);
        let radii: Vec<f64> =
            contours.points.iter().map(|(x, y)| x.hypot(*y)).filter(|radius| !radius.is_nan()).collect();
        assert!(radii.iter().all(|radius| (radius - 0.5).abs() < 1e-9 || (radius - 0.9).abs() < 1e-9), "{radii:?}");
        assert!(radii.len() > 200);
    }

    #[test]
    fn a_region_has_the_area_of_what_is_above_the_level_even_with_steps() {
        let half = |x: f64, y: f64| f64::from(u8::from(2.0 * x + y > 1.1));
        let twice_the_area = |line: &[Point]| -> f64 {
            line.iter().zip(line.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - a.1 * b.0).sum()
        };
        let region = Series::region("", &AREA, 0.5, half);
        let parts = region.points.split(|point| point.0.is_nan());
        let area: f64 = parts.map(|part| twice_the_area(part) / 2.0).sum();
        // The border runs from (1.05, -1) to (-0.95, 3) across a square of 4 x 4.
        assert!((area - 4.0 * (2.0 - 0.05)).abs() < 1e-6, "{area}");
    }
}
