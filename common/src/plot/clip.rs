//! What of a line is near enough to be seen.

use std::ops::Range;

use super::look::Canvas;
use super::point::{Point, between};

/// A rectangle of pixels.
pub(super) struct Clip {
    pub x: Range<i32>,
    pub y: Range<i32>,
}

impl Clip {
    /// All of the canvas.
    pub fn whole(canvas: &Canvas) -> Self {
        let (width, height) = canvas.dim_in_pixel();
        Self { x: 0..width as i32, y: 0..height as i32 }
    }

    /// The part of it within `reach` of a point.
    pub fn around(&self, (x, y): Point, reach: f64) -> Self {
        let near = |middle: f64, range: &Range<i32>| {
            let [first, end] = [middle - reach, middle + reach + 1.0].map(|edge| edge.round() as i32);
            let first = first.clamp(range.start, range.end);
            first..end.clamp(first, range.end)
        };
        Self { x: near(x, &self.x), y: near(y, &self.y) }
    }

    /// The pieces of a line that come within `reach` of the rectangle: what is far away has no dashes to count.
    pub fn pieces(&self, line: &[Point], reach: f64) -> Vec<Vec<Point>> {
        if let &[dot] = line {
            return vec![vec![dot]];
        }
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for ends in line.windows(2) {
            let Some([from, to]) = self.inside(ends[0], ends[1], reach) else { continue };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }

    /// The part of a segment within `reach` of the rectangle (Liang and Barsky 1984).
    fn inside(&self, from: Point, to: Point, reach: f64) -> Option<[Point; 2]> {
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        for (from, to, range) in [(from.0, to.0, &self.x), (from.1, to.1, &self.y)] {
            let (low, high) = (f64::from(range.start) - reach, f64::from(range.end) + reach);
            if from == to && !(low..=high).contains(&from) {
                return None;
            } else if from != to {
                let [enter, leave] = if from < to { [low, high] } else { [high, low] };
                start = start.max((enter - from) / (to - from));
                end = end.min((leave - from) / (to - from));
            }
        }
        let at = |along: f64| if along == 1.0 { to } else { between(from, to, along) };
        (start <= end).then(|| [at(start), at(end)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_to_far_away_keeps_its_direction() {
        let clip = Clip { x: 0..10, y: 0..10 };
        let pieces = clip.pieces(&[(0.0, 0.0), (1e9, 1e9), (1e9, 5.0), (-1e9, 5.0)], 1.0);
        assert_eq!(pieces.len(), 2);
        assert!((pieces[0][1].0 - 11.0).abs() < 1e-6 && (pieces[0][1].1 - 11.0).abs() < 1e-6, "{pieces:?}");
        assert!((pieces[1][0].0 - 11.0).abs() < 1e-6 && (pieces[1][1].0 + 1.0).abs() < 1e-6, "{pieces:?}");
        assert_eq!(clip.pieces(&[(20.0, 0.0), (20.0, 9.0)], 1.0), Vec::<Vec<Point>>::new());
        let corner = vec![(1.0, 1.0), (5.0, 1.0), (5.0, 7.0)];
        assert_eq!(clip.pieces(&corner, 1.0), [corner]);
    }
}
