//! Gradients of filters and biases: the correlation of the inputs with ∂L/∂out.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::block::{BLOCK, DEEP, Place, places};
use crate::layers::taps::{Run, Taps};
use crate::layers::{Image, Window};
use crate::simd::Lanes;
use crate::{Float, Matrix};

/// ∂L/∂w and ∂L/∂b: `dw[tap, f] = Σ x[n, c, tap's row, tap's column] · dout[n, f, row, column]` and `db[f] = Σ dout`, summed
/// over all images and pixels. `x` holds images of size `input`, `dout` those of size `output`. Eight filters are a
/// parallel task.
pub fn correlate<T: Float>(
    x: &Matrix<T>,
    input: Image,
    window: Window,
    dout: &Matrix<T>,
    output: Image,
) -> (Matrix<T>, Matrix<T>) {
    let n = x.nrows();
    let taps = Taps::forward(window, input);
    let mut patches = Vec::new();
    for rows in &taps.rows {
        for columns in &taps.columns {
            patches.extend(split(rows, columns, input, output, window, n));
        }
    }
    let rows = input.channels * window.height * window.width;
    let filters: Vec<&[T]> = dout.as_slice().chunks_exact((output.pixels() * n).max(1)).collect();
    let gradients = filters.par_chunks(BLOCK).map(|filters| {
        // The last block repeats its last filter.
        let dout = std::array::from_fn(|f| filters[f.min(filters.len() - 1)]);
        let (dw, db) = Arch::new().dispatch(Correlate { x: x.as_slice(), dout, patches: &patches, rows });
        let dw: Vec<T> = (0..filters.len()).flat_map(|f| dw.iter().map(move |row| row[f])).collect();
        (dw, db[..filters.len()].to_vec())
    });
    let (dw, db): (Vec<_>, Vec<_>) = gradients.unzip();
    if n == 0 {
        return (Matrix::zeros(rows, output.channels), Matrix::zeros(1, output.channels));
    }
    (Matrix::from_vec(rows, output.channels, dw.concat()), Matrix::from_vec(1, output.channels, db.concat()))
}

/// Part of the images to correlate: some rows of some columns, or a piece of one row.
struct Patch {
    /// The taps of the first element.
    places: Vec<Place>,
    /// Where the first element lies in ∂L/∂out of a filter.
    dout: usize,
    rows: usize,
    /// Elements per row.
    len: usize,
    /// Distances from one row to the next, in x and in ∂L/∂out.
    strides: (usize, usize),
}

/// Splits `rows` and `columns` into patches small enough for all operands of [`Correlate`] to stay in the L1 cache.
fn split(rows: &Run, columns: &Run, input: Image, output: Image, window: Window, n: usize) -> Vec<Patch> {
    /// Elements per filter.
    const PATCH: usize = 768;
    let len = columns.range.len() * n;
    let height = (PATCH / len.max(1)).max(1);
    let mut patches = Vec::new();
    for row in rows.range.clone().step_by(height) {
        let places = places(input, n, window, &rows.taps(row), &columns.taps(columns.range.start));
        for start in (0..len).step_by(PATCH) {
            patches.push(Patch {
                places: places.iter().map(|place| Place { offset: place.offset + start, ..*place }).collect(),
                dout: (row * output.width + columns.range.start) * n + start,
                rows: height.min(rows.range.end - row),
                len: PATCH.min(len - start),
                strides: (input.width * n, output.width * n),
            });
        }
    }
    patches
}

/// The gradients of eight filters.
struct Correlate<'a, T> {
    x: &'a [T],
    /// ∂L/∂out of each filter.
    dout: [&'a [T]; BLOCK],
    patches: &'a [Patch],
    /// Rows of the weight matrix.
    rows: usize,
}

impl<T: Float> WithSimd for Correlate<'_, T> {
    /// ∂L/∂w, for each row of the weight matrix one per filter, and ∂L/∂b.
    type Output = (Vec<[T; BLOCK]>, [T; BLOCK]);

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let zero = T::broadcast(simd, T::zero());
        let (mut dw, mut db) = (vec![[zero; BLOCK]; self.rows], [zero; BLOCK]);
        for patch in self.patches {
            let (deep, single) =
                if S::REGISTER_COUNT >= 32 { patch.places.as_chunks::<DEEP>() } else { (&[][..], &patch.places[..]) };
            for places in deep {
                self.add_taps(simd, patch, places, &mut dw);
            }
            for &place in single {
                self.add_taps(simd, patch, &[place], &mut dw);
            }
            self.add_biases(simd, patch, &mut db);
        }
        let mut sums = Vec::with_capacity(self.rows);
        for row in dw {
            sums.push(lane_sums(simd, row));
        }
        (sums, lane_sums(simd, db))
    }
}

// Loops over indices, so that every sum gets a register, as in `Gather`.
#[expect(clippy::needless_range_loop)]
impl<T: Float> Correlate<'_, T> {
    /// Adds the products of x and ∂L/∂out in a patch, for a few taps.
    #[inline(always)]
    fn add_taps<S: Simd, const TAPS: usize>(
        &self,
        simd: S,
        patch: &Patch,
        places: &[Place; TAPS],
        dw: &mut [[T::Vector<S>; BLOCK]],
    ) {
        let mut sums = [dw[0]; TAPS];
        for tap in 0..TAPS {
            sums[tap] = dw[places[tap].row];
        }
        for row in 0..patch.rows {
            let (dout, dout_rest) = vectors(simd, self.dout, [patch.dout + row * patch.strides.1; BLOCK], patch.len);
            let offsets = places.map(|place| place.offset + row * patch.strides.0);
            let (x, x_rest) = vectors(simd, [self.x; TAPS], offsets, patch.len);
            for i in 0..patch.len / T::lanes::<S>() {
                for f in 0..BLOCK {
                    for tap in 0..TAPS {
                        sums[tap][f] = T::multiply_add(simd, x[tap][i], dout[f][i], sums[tap][f]);
                    }
                }
            }
            if !x_rest[0].is_empty() {
                let mut x = [sums[0][0]; TAPS];
                for tap in 0..TAPS {
                    x[tap] = T::partial_load(simd, x_rest[tap]);
                }
                for f in 0..BLOCK {
                    let dout = T::partial_load(simd, dout_rest[f]);
                    for tap in 0..TAPS {
                        sums[tap][f] = T::multiply_add(simd, x[tap], dout, sums[tap][f]);
                    }
                }
            }
        }
        for tap in 0..TAPS {
            dw[places[tap].row] = sums[tap];
        }
    }

    /// Adds ∂L/∂out in a patch.
    #[inline(always)]
    fn add_biases<S: Simd>(&self, simd: S, patch: &Patch, db: &mut [T::Vector<S>; BLOCK]) {
        let one = T::broadcast(simd, T::one());
        for row in 0..patch.rows {
            let (dout, rest) = vectors(simd, self.dout, [patch.dout + row * patch.strides.1; BLOCK], patch.len);
            for f in 0..BLOCK {
                for i in 0..patch.len / T::lanes::<S>() {
                    db[f] = T::multiply_add(simd, dout[f][i], one, db[f]);
                }
                db[f] = T::multiply_add(simd, T::partial_load(simd, rest[f]), one, db[f]);
            }
        }
    }
}

/// N slices as vectors, and their ends, which do not fill one.
type Vectors<'a, S, T, const N: usize> = ([&'a [<T as Lanes>::Vector<S>]; N], [&'a [T]; N]);

/// From each slice the `len` elements at its offset.
#[inline(always)]
fn vectors<'a, S: Simd, T: Float, const N: usize>(
    simd: S,
    slices: [&'a [T]; N],
    offsets: [usize; N],
    len: usize,
) -> Vectors<'a, S, T, N> {
    let (mut vectors, mut rests) = ([T::vectors(simd, slices[0]).0; N], slices);
    for i in 0..N {
        (vectors[i], rests[i]) = T::vectors(simd, &slices[i][offsets[i]..][..len]);
    }
    (vectors, rests)
}

#[inline(always)]
fn lane_sums<S: Simd, T: Float>(simd: S, vectors: [T::Vector<S>; BLOCK]) -> [T; BLOCK] {
    let mut sums = [T::zero(); BLOCK];
    for (sum, vector) in sums.iter_mut().zip(vectors) {
        *sum = T::lane_sum(simd, vector);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::tests::{on_every_processor, whole};

    fn assert_whole_patches_are_summed<T: Float>() {
        let x: Vec<T> = (0..300).map(whole).collect();
        let filters: [Vec<T>; BLOCK] = std::array::from_fn(|f| (0..300).map(|i| whole(f + 3 * i)).collect());
        let dout = std::array::from_fn(|f| &filters[f][..]);
        for len in 1..60 {
            // Five taps: one group of three and two alone.
            let places: Vec<Place> = (0..5).map(|row| Place { offset: 20 - 4 * row, row }).collect();
            let patches = [Patch { places, dout: 10, rows: 3, len, strides: (70, 75) }];
            let mut pairs = Vec::new(); // places of x under tap 0 and of ∂L/∂out
            for row in 0..3 {
                pairs.extend((0..len).map(|i| (20 + 70 * row + i, 10 + 75 * row + i)));
            }
            let dw =
                |row: usize, f: usize| pairs.iter().fold(T::zero(), |sum, &(i, j)| sum + x[i - 4 * row] * dout[f][j]);
            let db = |f: usize| pairs.iter().fold(T::zero(), |sum, &(_, j)| sum + dout[f][j]);
            let expected: (Vec<[T; BLOCK]>, [T; BLOCK]) =
                ((0..5).map(|row| std::array::from_fn(|f| dw(row, f))).collect(), std::array::from_fn(db));
            for gradients in on_every_processor(|| Correlate { x: &x, dout, patches: &patches, rows: 5 }) {
                assert_eq!(gradients, expected, "{len} elements");
            }
        }
    }

    #[test]
    fn every_element_of_a_patch_is_summed_on_every_processor() {
        assert_whole_patches_are_summed::<f32>();
        assert_whole_patches_are_summed::<f64>();
    }
}
