//! Which pixels of one image contribute to which pixels of another through a sliding window.

use std::ops::Range;

use crate::layers::{Image, Window};

/// A contribution along one axis: from `source`, a row or column, through `place`, a row or column of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tap {
    pub source: usize,
    pub place: usize,
}

/// Neighbouring rows, or columns, whose sources are neighbours too: with stride 1, all of those away from the borders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub range: Range<usize>,
    /// The taps of the first one. Those of the next one come from the next sources.
    taps: Vec<Tap>,
}

impl Run {
    /// The taps of a row or column in [`Run::range`].
    pub fn taps(&self, index: usize) -> Vec<Tap> {
        let shift = index - self.range.start;
        self.taps.iter().map(|tap| Tap { source: tap.source + shift, ..*tap }).collect()
    }
}

/// The rows and columns of an image, with their taps.
#[derive(Clone, Debug)]
pub struct Taps {
    pub rows: Vec<Run>,
    pub columns: Vec<Run>,
}

impl Taps {
    /// For the pixels of the output of `window` on `input`: the pixels of `input` under the window.
    pub fn forward(window: Window, input: Image) -> Self {
        let (rows, columns) = under(window, input);
        Self { rows: runs(rows), columns: runs(columns) }
    }

    /// The reverse, for the pixels of `input`: the pixels of the output whose window they were under.
    pub fn backward(window: Window, input: Image) -> Self {
        let (rows, columns) = under(window, input);
        Self { rows: runs(reversed(&rows, input.height)), columns: runs(reversed(&columns, input.width)) }
    }
}

/// The taps of every row, or of every column.
pub fn each(runs: &[Run]) -> Vec<Vec<Tap>> {
    runs.iter().flat_map(|run| run.range.clone().map(|index| run.taps(index))).collect()
}

/// The pixels of channel `c` of an image of size `source` that these taps of a row and of a column come from, each with
/// its place in the window: row by row, as in a filter.
pub fn pixels(
    source: Image,
    window: Window,
    c: usize,
    row: &[Tap],
    column: &[Tap],
) -> impl Iterator<Item = (usize, usize)> {
    row.iter().flat_map(move |i| {
        let pixel = (c * source.height + i.source) * source.width;
        column.iter().map(move |j| (pixel + j.source, i.place * window.width + j.place))
    })
}

/// The rows and the columns under each position of the window. Padding is left out: zeros contribute nothing.
fn under(window: Window, input: Image) -> (Vec<Vec<Tap>>, Vec<Vec<Tap>>) {
    let Window { stride, pad, .. } = window;
    let axis = |positions: usize, size, len: usize| -> Vec<Vec<Tap>> {
        let tap = |position: usize, place: usize| {
            let source = (position * stride + place).checked_sub(pad).filter(|&source| source < len)?;
            Some(Tap { source, place })
        };
        (0..positions).map(|position| (0..size).filter_map(|place| tap(position, place)).collect()).collect()
    };
    let (height, width) = window.positions(input);
    (axis(height, window.height, input.height), axis(width, window.width, input.width))
}

/// For each of `len` sources the positions that it contributes to.
fn reversed(positions: &[Vec<Tap>], len: usize) -> Vec<Vec<Tap>> {
    let mut reversed = vec![Vec::new(); len];
    for (position, taps) in positions.iter().enumerate() {
        for &Tap { source, place } in taps {
            reversed[source].push(Tap { source: position, place });
        }
    }
    reversed
}

fn runs(all: Vec<Vec<Tap>>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, taps) in all.into_iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.taps(index) == taps => run.range.end += 1,
            _ => runs.push(Run { range: index..index + 1, taps }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The taps of columns: for each the places in the window and the sources.
    fn columns(taps: &Taps) -> Vec<Vec<(usize, usize)>> {
        each(&taps.columns).iter().map(|taps| taps.iter().map(|tap| (tap.place, tap.source)).collect()).collect()
    }

    /// Three columns.
    const INPUT: Image = Image { channels: 1, height: 1, width: 3 };

    #[test]
    fn padding_is_left_out_and_the_inner_columns_are_one_run() {
        let window = Window { height: 1, width: 3, stride: 1, pad: 1 };
        let wide = Image { width: 6, ..INPUT };
        let ranges: Vec<_> = Taps::forward(window, wide).columns.into_iter().map(|run| run.range).collect();
        assert_eq!(ranges, [0..1, 1..5, 5..6]);
        let taps = columns(&Taps::forward(window, INPUT));
        assert_eq!(taps, [vec![(1, 0), (2, 1)], vec![(0, 0), (1, 1), (2, 2)], vec![(0, 1), (1, 2)]]);
    }

    #[test]
    fn with_a_stride_some_pixels_contribute_more_than_others() {
        let window = Window { height: 1, width: 2, stride: 2, pad: 0 };
        let taps = Taps::backward(window, INPUT);
        assert_eq!(columns(&taps), [vec![(0, 0)], vec![(1, 0)], vec![]], "the last one is under no window");
    }
}
