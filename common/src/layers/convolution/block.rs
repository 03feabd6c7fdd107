//! What both kernels compute with: eight filters at a time, and the places of their taps in memory.

use crate::layers::taps::{Tap, pixels};
use crate::layers::{Image, Window};
use crate::{Float, Matrix};

/// Filters per block. Their sums stay in the processor's registers while the taps go by.
pub const BLOCK: usize = 8;

/// Vectors per filter that are summed at a time, or taps in the gradient: 3 · 8 sums leave a few of 32 registers free. A
/// processor with 16 registers gets one.
pub const DEEP: usize = 3;

/// A tap in memory: where its elements begin, and its row in the weight matrix.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub offset: usize,
    pub row: usize,
}

/// The taps of the pixel in a row and a column with these taps, in every channel of N images of size `source`.
pub fn places(source: Image, n: usize, window: Window, row: &[Tap], column: &[Tap]) -> Vec<Place> {
    let mut places = Vec::new();
    for c in 0..source.channels {
        let first_row = c * window.height * window.width;
        for (pixel, place) in pixels(source, window, c, row, column) {
            places.push(Place { offset: pixel * n, row: first_row + place });
        }
    }
    places
}

/// Eight filters, fewer in the last block.
#[derive(Clone, Debug)]
pub struct Filters<T> {
    /// Weights: for each row of the weight matrix one per filter.
    pub w: Vec<[T; BLOCK]>,
    pub b: [T; BLOCK],
}

/// The filters with weights `w`, one per column, and biases `b`, in blocks.
pub fn blocks<T: Float>(w: &Matrix<T>, b: &[T]) -> Vec<Filters<T>> {
    let block = |first| Filters {
        w: (0..w.nrows()).map(|row| eight(|f| w.get((row, first + f)))).collect(),
        b: eight(|f| b.get(first + f)),
    };
    (0..w.ncols()).step_by(BLOCK).map(block).collect()
}

/// 0 for the filters that the last block lacks.
fn eight<'a, T: Float>(element: impl Fn(usize) -> Option<&'a T>) -> [T; BLOCK] {
    std::array::from_fn(|f| element(f).copied().unwrap_or_else(T::zero))
}
