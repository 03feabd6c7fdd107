//! What the points and lines of a series become: strokes, marks, arrows and filled areas.

use std::f64::consts::TAU;

use super::clip::Clip;
use super::fill::fill;
use super::look::{Canvas, Drawn};
use super::pen::Pen;
use super::point::Point;
use super::stroke::stroke;
use super::style::Style;

/// Radius of a mark, in widths of its pen.
const RADIUS: f64 = 2.0;
/// Length of the sides of an arrow head, in widths of its pen, and their angle to the arrow.
const HEAD: f64 = 5.0;
const HEAD_ANGLE: f64 = 0.07 * TAU;

/// How far a series reaches out of its points, pixels.
pub(super) fn reach(pen: &Pen) -> i32 {
    match pen.style {
        Style::Circles | Style::Crosses | Style::Dots => ((RADIUS + 1.0) * pen.width) as i32,
        Style::Shaded => 0,
        _ => pen.width as i32,
    }
}

/// Draws the `lines` of a series, in pixels, as far as they lie in `clip`.
pub(super) fn draw(canvas: &Canvas, clip: &Clip, lines: &[Vec<Point>], pen: &Pen) -> Drawn<()> {
    let marks = |mark: fn(Point, f64) -> Vec<Vec<Point>>| -> Vec<Vec<Point>> {
        lines.iter().flatten().flat_map(|&point| mark(point, RADIUS * pen.width)).collect()
    };
    let thin = Pen { width: 0.6 * pen.width, ..*pen };
    match pen.style {
        Style::Circles => stroke(canvas, clip, &marks(circle), &thin),
        Style::Crosses => stroke(canvas, clip, &marks(cross), &thin),
        Style::Dots => lines.iter().flatten().try_for_each(|&point| dot(canvas, clip, point, pen)),
        Style::Shaded => fill(canvas, clip, lines, pen.pale()),
        Style::Filled => {
            fill(canvas, clip, lines, pen.pale())?;
            stroke(canvas, clip, lines, &thin)
        }
        Style::Arrows => {
            stroke(canvas, clip, lines, pen)?;
            let heads: Vec<_> = lines.iter().filter_map(|line| head(line, HEAD * pen.width)).collect();
            stroke(canvas, clip, &heads, pen)
        }
        Style::Faint
        | Style::Solid
        | Style::Thin
        | Style::Dashed
        | Style::Dotted
        | Style::DashDotted
        | Style::Guide => stroke(canvas, clip, lines, pen),
    }
}

/// A dot of its own, so that one over another is darker than either.
fn dot(canvas: &Canvas, clip: &Clip, centre: Point, pen: &Pen) -> Drawn<()> {
    stroke(canvas, &clip.around(centre, RADIUS * pen.width), &[vec![centre]], pen)
}

fn circle(centre: Point, radius: f64) -> Vec<Vec<Point>> {
    const CORNERS: u32 = 24;
    let corner = |index| ahead(centre, TAU * f64::from(index) / f64::from(CORNERS), radius);
    vec![(0..=CORNERS).map(corner).collect()]
}

fn cross(centre: Point, radius: f64) -> Vec<Vec<Point>> {
    let [right_up, left_up, left_down, right_down] = [1.0, 3.0, 5.0, 7.0].map(|n| ahead(centre, n * TAU / 8.0, radius));
    vec![vec![right_up, left_down], vec![left_up, right_down]]
}

/// The two sides of the head of an arrow along `line`, no longer than the arrow; `None` if it leads nowhere.
fn head(line: &[Point], side: f64) -> Option<Vec<Point>> {
    let (&tip, rest) = line.split_last()?;
    let from = *rest.last()?;
    let (dx, dy) = (from.0 - tip.0, from.1 - tip.1);
    let side = side.min(dx.hypot(dy));
    let back = dy.atan2(dx);
    (side > 0.0).then(|| vec![ahead(tip, back - HEAD_ANGLE, side), tip, ahead(tip, back + HEAD_ANGLE, side)])
}

/// The point that lies `distance` away from another in the direction of `angle`.
fn ahead(from: Point, angle: f64, distance: f64) -> Point {
    (from.0 + distance * angle.cos(), from.1 + distance * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sides_of_a_head_lie_behind_the_tip_on_both_sides_of_the_arrow() {
        let head = head(&[(0.0, 5.0), (10.0, 5.0)], 2.0).unwrap();
        assert_eq!(head[1], (10.0, 5.0));
        assert!(head[0].0 < 10.0 && head[0].0 == head[2].0, "{head:?}");
        assert_eq!(head[0].1 - 5.0, 5.0 - head[2].1);
    }

    #[test]
    fn an_arrow_of_no_length_has_no_head() {
        assert_eq!(head(&[(1.0, 1.0), (1.0, 1.0)], 2.0), None);
        assert_eq!(head(&[(1.0, 1.0)], 2.0), None);
    }
}
