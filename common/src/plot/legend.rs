//! The names of the series, in rows above the chart, where they hide nothing.

use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::series::Series;
use super::stroke::{Clip, stroke};
use super::style::{CENTRING, Canvas, Drawn, Pen, SIZE, text_style};

const ROW_HEIGHT: i32 = 48;
const SAMPLE_WIDTH: i32 = 92;
/// Between a sample and its name.
const GAP: i32 = 18;
/// Between a name and the next sample.
const SPACE: i32 = 54;

/// Where each name stands.
pub(super) struct Legend<'a> {
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    label: &'a str,
    pen: &'a Pen,
    /// Left end, from the left end of the legend.
    x: i32,
    row: i32,
}

impl<'a> Legend<'a> {
    /// The named ones of `series`, in rows no wider than `width` pixels.
    pub fn new(canvas: &Canvas, width: i32, series: &'a [Series], pens: &'a [Pen]) -> Drawn<Self> {
        let mut entries = Vec::new();
        let (mut x, mut row) = (0, 0);
        for (series, pen) in series.iter().zip(pens).filter(|(series, _)| !series.label.is_empty()) {
            let (text_width, _) = canvas.estimate_text_size(&series.label, &text_style())?;
            let entry_width = SAMPLE_WIDTH + GAP + text_width as i32;
            if x > 0 && x + entry_width > width {
                (x, row) = (0, row + 1);
            }
            entries.push(Entry { label: &series.label, pen, x, row });
            x += entry_width + SPACE;
        }
        Ok(Self { entries })
    }

    /// Pixels.
    pub fn height(&self) -> i32 {
        self.entries.last().map_or(0, |last| (last.row + 1) * ROW_HEIGHT)
    }

    /// Draws the legend with its upper left corner at `(left, top)`.
    pub fn draw(&self, canvas: &Canvas, (left, top): (i32, i32)) -> Drawn<()> {
        let whole = Clip { x: 0..SIZE.0 as i32, y: 0..SIZE.1 as i32 };
        let text_style = text_style().pos(Pos::new(HPos::Left, VPos::Center));
        for Entry { label, pen, x, row } in &self.entries {
            let (x, y) = (left + x, top + row * ROW_HEIGHT + ROW_HEIGHT / 2);
            let ends = [x, x + SAMPLE_WIDTH].map(|x| (f64::from(x), f64::from(y)));
            stroke(canvas, &whole, &[ends.to_vec()], pen)?;
            canvas.draw_text(label, &text_style, (x + SAMPLE_WIDTH + GAP, y + CENTRING))?;
        }
        Ok(())
    }
}
