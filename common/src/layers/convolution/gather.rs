//! Forward pass: every output gathers the inputs under its window. The gradient with respect to the inputs is gathered
//! from the outputs in the same way.
//!
//! im2col's matrix is never written: for one tap, its elements are a contiguous run of x already, the N images of every
//! column of a row. So the kernel computes a run of outputs, for 8 filters, straight from x.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::block::{BLOCK, DEEP, Filters, Place, places};
use crate::layers::taps::{Taps, each};
use crate::layers::{Image, Window};
use crate::{Float, Matrix};

/// `out[n, f, row, column] = b[f] + Σ w[tap, f] · x[n, c, tap's row, tap's column]`, summed over the taps and channels.
/// `x` holds images of size `source`, `out` those of size `target`. Each row is a parallel task.
pub fn gather<T: Float>(
    x: &Matrix<T>,
    source: Image,
    window: Window,
    taps: &Taps,
    filters: &[Filters<T>],
    target: Image,
) -> Matrix<T> {
    let n = x.nrows();
    let mut out = Matrix::zeros(n, target.len());
    if out.is_empty() {
        return out;
    }
    let mut rows: Vec<Vec<&mut [T]>> = (0..target.height).map(|_| Vec::new()).collect();
    for (index, row_of_filter) in out.as_mut_slice().chunks_exact_mut(target.width * n).enumerate() {
        rows[index % target.height].push(row_of_filter);
    }
    rows.into_par_iter().zip(each(&taps.rows)).for_each(|(mut out, row)| {
        for columns in &taps.columns {
            let places = places(source, n, window, &row, &columns.taps(columns.range.start));
            let run = columns.range.start * n..columns.range.end * n;
            for (out, filters) in out.chunks_mut(BLOCK).zip(filters) {
                Arch::new().dispatch(Gather { x: x.as_slice(), places: &places, filters, out, run: run.clone() });
            }
        }
    });
    out
}

/// A run of the outputs of eight filters.
struct Gather<'a, 'b, T> {
    x: &'a [T],
    /// The taps of the run's first column.
    places: &'a [Place],
    filters: &'a Filters<T>,
    /// A row of each filter's output.
    out: &'a mut [&'b mut [T]],
    /// The elements of the row to compute.
    run: Range<usize>,
}

impl<T: Float> WithSimd for Gather<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let lanes = T::lanes::<S>();
        let vectors = self.run.len() / lanes;
        let deep = if S::REGISTER_COUNT >= 32 { vectors - vectors % DEEP } else { 0 };
        for vector in (0..deep).step_by(DEEP) {
            self.vectors::<S, DEEP>(simd, vector * lanes);
        }
        for vector in deep..vectors {
            self.vectors::<S, 1>(simd, vector * lanes);
        }
        if vectors * lanes < self.run.len() {
            self.rest(simd, vectors * lanes);
        }
    }
}

// Loops over indices: their bounds are constants, so that every sum gets a register. With iterators over the sums, or a
// reference to them, they would be in memory, and all of it twice as slow.
#[expect(clippy::needless_range_loop, clippy::manual_memcpy)]
impl<T: Float> Gather<'_, '_, T> {
    /// Computes DEPTH vectors of the run, from its element `start` on.
    #[inline(always)]
    fn vectors<S: Simd, const DEPTH: usize>(&mut self, simd: S, start: usize) {
        let len = DEPTH * T::lanes::<S>();
        let mut sums = [[T::broadcast(simd, T::zero()); DEPTH]; BLOCK];
        for f in 0..BLOCK {
            sums[f] = [T::broadcast(simd, self.filters.b[f]); DEPTH];
        }
        for place in self.places {
            let (x, _) = T::vectors(simd, &self.x[place.offset + start..][..len]);
            let x: [_; DEPTH] = x.try_into().expect("DEPTH vectors");
            for f in 0..BLOCK {
                let w = T::broadcast(simd, self.filters.w[place.row][f]);
                for i in 0..DEPTH {
                    sums[f][i] = T::multiply_add(simd, w, x[i], sums[f][i]);
                }
            }
        }
        for f in 0..BLOCK {
            if let Some(out) = self.out.get_mut(f) {
                let (out, _) = T::vectors_mut(simd, &mut out[self.run.start + start..][..len]);
                for i in 0..DEPTH {
                    out[i] = sums[f][i];
                }
            }
        }
    }

    /// Computes the end of the run from `start` on, less than a vector.
    #[inline(always)]
    fn rest<S: Simd>(&mut self, simd: S, start: usize) {
        let len = self.run.len() - start;
        let mut sums = [T::broadcast(simd, T::zero()); BLOCK];
        for f in 0..BLOCK {
            sums[f] = T::broadcast(simd, self.filters.b[f]);
        }
        for place in self.places {
            let x = T::partial_load(simd, &self.x[place.offset + start..][..len]);
            for f in 0..BLOCK {
                let w = T::broadcast(simd, self.filters.w[place.row][f]);
                sums[f] = T::multiply_add(simd, w, x, sums[f]);
            }
        }
        for f in 0..BLOCK {
            if let Some(out) = self.out.get_mut(f) {
                T::partial_store(simd, &mut out[self.run.start + start..][..len], sums[f]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::blocks;
    use super::*;
    use crate::simd::tests::{on_every_processor, whole};

    /// Computes `len` outputs of `filters` filters from element 2 on. Untouched ones are -1.
    struct Run<'a, T> {
        x: &'a [T],
        places: &'a [Place],
        block: &'a Filters<T>,
        filters: usize,
        len: usize,
    }

    impl<T: Float> WithSimd for Run<'_, T> {
        type Output = Vec<Vec<T>>;

        fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
            let Self { x, places, block, filters, len } = self;
            let mut out = vec![vec![-T::one(); len + 4]; filters];
            let mut rows: Vec<&mut [T]> = out.iter_mut().map(|row| &mut row[..]).collect();
            Gather { x, places, filters: block, out: &mut rows, run: 2..2 + len }.with_simd(simd);
            out
        }
    }

    fn assert_the_whole_run_is_computed<T: Float>() {
        let places = [(5, 0), (0, 2), (9, 3)].map(|(offset, row)| Place { offset, row });
        let w = Matrix::from_fn(4, BLOCK, |row, f| whole(3 * row + f));
        let b: Vec<T> = (0..BLOCK).map(whole).collect();
        let x: Vec<T> = (0..90).map(whole).collect();
        let block = &blocks(&w, &b)[0];
        for (len, filters) in (0..80).flat_map(|len| [(len, 1), (len, BLOCK)]) {
            let out =
                |f: usize, i| places.iter().fold(b[f], |sum, place| sum + w[(place.row, f)] * x[place.offset + i]);
            let element = |f, i: usize| if (2..2 + len).contains(&i) { out(f, i - 2) } else { -T::one() };
            let expected: Vec<Vec<T>> = (0..filters).map(|f| (0..len + 4).map(|i| element(f, i)).collect()).collect();
            for out in on_every_processor(|| Run { x: &x, places: &places, block, filters, len }) {
                assert_eq!(out, expected, "{len} elements, {filters} filters");
            }
        }
    }

    #[test]
    fn the_whole_run_and_nothing_else_is_computed_on_every_processor() {
        assert_the_whole_run_is_computed::<f32>();
        assert_the_whole_run_is_computed::<f64>();
    }
}
