//! Products of matrices with thousands of rows and a few columns: many samples of few features.
//!
//! The blocked kernel that nalgebra calls fills tiles of 16 x 16, so that for three columns it computes five times as
//! much as is needed, on copies of both matrices. Here the contiguous columns are used as they are.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::dot::View;
use super::{Matrix, PIECE};
use crate::Float;

/// Most columns of a narrow matrix.
pub(super) const NARROW: usize = 16;

/// Whether `m` is narrow, with more rows than a mini-batch has.
pub(super) fn is_narrow<T>(m: &Matrix<T>) -> bool {
    m.nrows() >= 1024 && m.ncols() <= NARROW
}

/// `x·w`: N x D times D x H is N x H. Each column is a sum of columns of `x`.
pub(super) fn narrow_dot<T: Float>(x: &Matrix<T>, w: View<'_, T>) -> Matrix<T> {
    /// Rows at a time, so that the sum stays in the first-level cache.
    const ROWS: usize = 1024;
    let n = x.nrows();
    let mut out = Matrix::zeros(n, w.ncols());
    let columns = out.as_mut_slice().par_chunks_exact_mut(n).enumerate();
    columns.with_min_len(PIECE / n + 1).for_each(|(h, column)| {
        for (block, out) in column.chunks_mut(ROWS).enumerate() {
            for d in 0..x.ncols() {
                let (x, w) = (&x.as_slice()[d * n + block * ROWS..][..out.len()], w[(d, h)]);
                Arch::new().dispatch(|| {
                    for (out, &x) in out.iter_mut().zip(x) {
                        *out += x * w;
                    }
                });
            }
        }
    });
    out
}

/// `xᵀ·y`: D x N times N x H is D x H. Each element is a dot product of two columns.
pub(super) fn narrow_tr_dot<T: Float>(x: &Matrix<T>, y: &Matrix<T>) -> Matrix<T> {
    let (n, d) = (x.nrows(), x.ncols());
    let product = |index| {
        let (x, y) = (&x.as_slice()[index % d * n..][..n], &y.as_slice()[index / d * n..][..n]);
        Arch::new().dispatch(DotProduct { x, y })
    };
    let elements = (0..d * y.ncols()).into_par_iter().with_min_len(4 * PIECE / n + 1);
    Matrix::from_vec(d, y.ncols(), elements.map(product).collect())
}

/// The dot product of two columns, in several sums that do not wait for each other.
struct DotProduct<'a, T> {
    x: &'a [T],
    y: &'a [T],
}

impl<T: Float> WithSimd for DotProduct<'_, T> {
    type Output = T;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> T {
        const SUMS: usize = 8;
        let ((x, x_end), (y, y_end)) = (T::vectors(simd, self.x), T::vectors(simd, self.y));
        let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<SUMS>(), y.as_chunks::<SUMS>());
        let mut sums = [T::broadcast(simd, T::zero()); SUMS];
        for (x, y) in x.iter().zip(y) {
            for i in 0..SUMS {
                sums[i] = T::multiply_add(simd, x[i], y[i], sums[i]);
            }
        }
        for (i, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
            sums[i] = T::multiply_add(simd, x, y, sums[i]);
        }
        let mut total = T::zero();
        for (&x, &y) in x_end.iter().zip(y_end) {
            total += x * y;
        }
        for sum in sums {
            total += T::lane_sum(simd, sum);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::tests::{on_every_processor, whole};

    #[test]
    fn a_dot_product_is_the_same_with_vectors_of_every_size() {
        for len in [0, 1, 5, 16, 127, 128, 300, 1025] {
            let [x, y] = [1, 2].map(|factor| Vec::from_iter((0..len).map(|i| whole::<f32>(factor * i))));
            let expected: f32 = x.iter().zip(&y).map(|(x, y)| x * y).sum();
            for sum in on_every_processor(|| DotProduct { x: &x, y: &y }) {
                assert_eq!(sum, expected, "{len}");
            }
        }
    }
}
