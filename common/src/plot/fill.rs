//! The inside of lines.

use plotters::style::RGBAColor;

use super::clip::Clip;
use super::look::{Canvas, Drawn};
use super::point::Point;

/// Paints what the closed `lines` enclose, as far as it lies in `clip`: the places with an odd number of lines around them.
/// Areas that share an edge leave no seam.
pub(super) fn fill(canvas: &Canvas, clip: &Clip, lines: &[Vec<Point>], color: RGBAColor) -> Drawn<()> {
    for (y, crossings) in clip.y.clone().zip(crossings(clip, lines)) {
        for ends in crossings.chunks_exact(2) {
            let [first, end] = [ends[0], ends[1]].map(|x| (x.ceil() as i32).clamp(clip.x.start, clip.x.end));
            for x in first..end {
                canvas.draw_pixel((x, y), &color)?;
            }
        }
    }
    Ok(())
}

/// Where the edges of `lines` cross each row of `clip`, from left to right.
fn crossings(clip: &Clip, lines: &[Vec<Point>]) -> Vec<Vec<f64>> {
    let mut rows = vec![Vec::new(); clip.y.len()];
    for line in lines {
        for (&from, &to) in line.iter().zip(line.iter().cycle().skip(1)) {
            let (top, bottom) = if from.1 < to.1 { (from, to) } else { (to, from) };
            // A row through a corner belongs to the edge below it alone.
            let [first, end] = [top.1, bottom.1].map(|y| (y.ceil() as i32).clamp(clip.y.start, clip.y.end));
            for y in first..end {
                let along = (f64::from(y) - top.1) / (bottom.1 - top.1);
                rows[(y - clip.y.start) as usize].push(top.0 + along * (bottom.0 - top.0));
            }
        }
    }
    for row in &mut rows {
        row.sort_by(f64::total_cmp);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIP: Clip = Clip { x: 0..10, y: 0..4 };

    #[test]
    fn every_row_is_entered_and_left() {
        let square = vec![(2.0, 1.0), (5.0, 1.0), (5.0, 3.0), (2.0, 3.0)];
        assert_eq!(crossings(&CLIP, &[square]), [vec![], vec![2.0, 5.0], vec![2.0, 5.0], vec![]]);
    }

    #[test]
    fn a_triangle_beside_another_continues_it() {
        let [left, right] = [-4.0, 8.0].map(|tip| vec![(2.0, 0.0), (2.0, 4.0), (tip, 2.0)]);
        let [_, second, third, _] = crossings(&CLIP, &[left, right]).try_into().unwrap();
        assert_eq!(second, [-1.0, 2.0, 2.0, 5.0]);
        assert_eq!(third, [-4.0, 2.0, 2.0, 8.0]);
    }
}
