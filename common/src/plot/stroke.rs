//! Lines with smooth edges and round ends, of any number of points.
//!
//! plotters' own wide lines have no smooth edges, and where a path of thousands of points turns sharply they grow thorns.

use std::ops::Range;

use plotters::style::{Color, RGBAColor};

use super::clip::Clip;
use super::look::{Canvas, Drawn};
use super::pen::Pen;
use super::point::{Point, between};

/// Draws `lines` with `pen`, as far as they lie in `clip`. A line of one point is a dot three times as wide as the pen.
pub(super) fn stroke(canvas: &Canvas, clip: &Clip, lines: &[Vec<Point>], pen: &Pen) -> Drawn<()> {
    let mut coverage = Coverage::new(clip);
    for line in lines {
        let width = if line.len() == 1 { 3.0 * pen.width } else { pen.width };
        for piece in clip.pieces(line, width) {
            each_dash(&piece, pen.dashes, |dash| coverage.add(dash, width / 2.0));
        }
    }
    coverage.paint(canvas, pen.color)
}

/// Cuts a line into dashes and hands each to `draw`. `lengths` are drawn and left out in turn, measured in pixels along the
/// line; where there are none, the line stays whole.
fn each_dash(line: &[Point], lengths: &[f64], mut draw: impl FnMut(&[Point])) {
    let mut lengths = lengths.iter().copied().cycle();
    let mut left = lengths.next().unwrap_or(f64::INFINITY);
    let mut dash = vec![line[0]]; // empty in a gap
    for ends in line.windows(2) {
        let (mut from, to) = (ends[0], ends[1]);
        let mut distance = length(from, to);
        while distance > left {
            from = between(from, to, left / distance);
            distance -= left;
            left = lengths.next().unwrap_or(f64::INFINITY);
            let drawn = !dash.is_empty();
            dash.push(from);
            if drawn {
                draw(&dash);
                dash.clear();
            }
        }
        left -= distance;
        if !dash.is_empty() {
            dash.push(to);
        }
    }
    if !dash.is_empty() {
        draw(&dash);
    }
}

/// How much of each pixel of a clip lies under the pen, from 0 to 1. A pale line is no darker where it crosses itself.
struct Coverage<'a> {
    clip: &'a Clip,
    pixels: Vec<f32>,
}

impl<'a> Coverage<'a> {
    fn new(clip: &'a Clip) -> Self {
        Self { clip, pixels: vec![0.0; clip.x.len() * clip.y.len()] }
    }

    /// Covers what is nearer than `radius` to a line.
    fn add(&mut self, line: &[Point], radius: f64) {
        self.add_segment(line[0], line[0], radius);
        for ends in line.windows(2) {
            self.add_segment(ends[0], ends[1], radius);
        }
    }

    fn add_segment(&mut self, from: Point, to: Point, radius: f64) {
        for y in near(from.1, to.1, radius, &self.clip.y) {
            let row = (y - self.clip.y.start) as usize * self.clip.x.len();
            // Only the stretch of the segment at about the height of this row can be near its pixels.
            let along = |height: f64| ((height - from.1) / (to.1 - from.1)).clamp(0.0, 1.0);
            let [a, b] = [-1.0, 1.0].map(|side| between(from, to, along(f64::from(y) + side * (radius + 1.0))).0);
            for x in near(a, b, radius, &self.clip.x) {
                let distance = distance((f64::from(x), f64::from(y)), from, to);
                let covered = (radius + 0.5 - distance).clamp(0.0, 1.0) as f32;
                let pixel = &mut self.pixels[row + (x - self.clip.x.start) as usize];
                *pixel = pixel.max(covered);
            }
        }
    }

    fn paint(&self, canvas: &Canvas, color: RGBAColor) -> Drawn<()> {
        for (y, row) in self.clip.y.clone().zip(self.pixels.chunks(self.clip.x.len())) {
            for (x, &covered) in self.clip.x.clone().zip(row) {
                if covered > 0.0 {
                    canvas.draw_pixel((x, y), &color.mix(f64::from(covered)))?;
                }
            }
        }
        Ok(())
    }
}

/// The pixels of `clip` within `radius` of the stretch between two coordinates.
fn near(a: f64, b: f64, radius: f64, clip: &Range<i32>) -> Range<i32> {
    let first = (a.min(b) - radius).floor() as i32;
    let last = (a.max(b) + radius).ceil() as i32;
    first.max(clip.start)..(last + 1).min(clip.end)
}

/// How far `point` is from the segment between `from` and `to`.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let dot = (point.0 - from.0) * dx + (point.1 - from.1) * dy;
    let along = dot / (dx * dx + dy * dy).max(f64::MIN_POSITIVE);
    length(point, between(from, to, along.clamp(0.0, 1.0)))
}

fn length(from: Point, to: Point) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dashes(line: &[Point], lengths: &[f64]) -> Vec<Vec<Point>> {
        let mut dashes = Vec::new();
        each_dash(line, lengths, |dash| dashes.push(dash.to_vec()));
        dashes
    }

    #[test]
    fn dashes_are_measured_along_the_line() {
        let corner = [(0.0, 0.0), (3.0, 0.0), (3.0, 7.0)];
        let expected = vec![vec![(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)], vec![(3.0, 3.0), (3.0, 7.0)]];
        assert_eq!(dashes(&corner, &[4.0, 2.0]), expected);
        assert_eq!(dashes(&corner, &[]), vec![corner.to_vec()]);
    }

    #[test]
    fn a_dash_of_no_length_is_a_dot() {
        assert_eq!(dashes(&[(0.0, 0.0), (5.0, 0.0)], &[0.0, 4.0]), [vec![(0.0, 0.0); 2], vec![(4.0, 0.0); 2]]);
        assert_eq!(dashes(&[(1.0, 1.0), (1.0, 1.0)], &[0.0, 4.0]), [vec![(1.0, 1.0); 2]]);
    }

    #[test]
    fn a_line_covers_the_pixels_near_it_once() {
        let clip = Clip { x: 0..20, y: 10..15 };
        let mut coverage = Coverage::new(&clip);
        coverage.add(&[(-1e6, 12.0), (9.0, 12.0), (5.0, 12.0)], 1.0);
        let rows: Vec<_> = coverage.pixels.chunks(20).collect();
        assert_eq!(rows[0], [0.0; 20]);
        assert_eq!(rows[1][..10], [0.5; 10]);
        assert_eq!(rows[2][7..12], [1.0, 1.0, 1.0, 0.5, 0.0]);
    }

    #[test]
    fn distances_to_a_segment() {
        let (from, to) = ((0.0, 0.0), (10.0, 0.0));
        assert_eq!(distance((5.0, 2.0), from, to), 2.0);
        assert_eq!(distance((13.0, 4.0), from, to), 5.0);
        assert_eq!(distance((3.0, 4.0), from, from), 5.0);
    }
}
