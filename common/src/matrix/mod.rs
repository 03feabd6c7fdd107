//! 1.5 NumPy (넘파이), 3.3 Multi-dimensional arrays (다차원 배열의 계산): the few matrix operations that nalgebra spells
//! differently from the book, or computes on one core only.
//!
//! Rows are samples: `x` is N x D, `w` is D x H, and `dot(x, w)` is N x H. nalgebra stores matrices in column-major
//! order, so the N values of one feature are contiguous.

mod dot;
mod narrow;

use std::cmp::Ordering;

use nalgebra::{DMatrix, Scalar};
use pulp::Arch;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use rayon::prelude::*;

pub use dot::{Factor, dot, transposed};

use self::dot::{View, ViewMut};
use crate::Float;

/// A matrix of any size.
pub type Matrix<T> = DMatrix<T>;

/// Elements per parallel task, where each takes a few operations.
pub(crate) const PIECE: usize = 1 << 14;

/// Replaces every element `x` by `f(x)`, on all cores.
pub fn map<T: Float>(mut m: Matrix<T>, f: impl Fn(T) -> T + Sync) -> Matrix<T> {
    m.as_mut_slice().par_chunks_mut(1024).for_each(|chunk| {
        Arch::new().dispatch(|| {
            for x in chunk {
                *x = f(*x);
            }
        });
    });
    m
}

/// Replaces every element `x` of `a` by `f(x, y)`, where `y` is the element of `b` in the same place, on all cores.
///
/// # Panics
///
/// If `a` and `b` differ in shape.
#[track_caller]
pub fn zip_map<A: Scalar + Copy + Send, B: Scalar + Copy + Sync>(
    mut a: Matrix<A>,
    b: &Matrix<B>,
    f: impl Fn(A, B) -> A + Sync,
) -> Matrix<A> {
    assert_eq!(a.shape(), b.shape(), "zip_map: the matrices differ in shape");
    let pieces = a.as_mut_slice().par_chunks_mut(PIECE).zip(b.as_slice().par_chunks(PIECE));
    pieces.for_each(|(a, b)| {
        Arch::new().dispatch(|| {
            for (x, &y) in a.iter_mut().zip(b) {
                *x = f(*x, y);
            }
        });
    });
    a
}

/// Adds the row `b` (1 x H) to every row of `x` (N x H): the broadcasting of `x + b`.
///
/// # Panics
///
/// If `b` is not 1 x H.
pub fn add_row<T: Float>(mut x: Matrix<T>, b: &Matrix<T>) -> Matrix<T> {
    assert_eq!(b.shape(), (1, x.ncols()), "add_row: the shape of the row does not match {:?}", x.shape());
    let rows = x.nrows().max(1);
    let columns = x.as_mut_slice().par_chunks_exact_mut(rows).with_min_len(PIECE / rows + 1);
    columns.zip(b.as_slice()).for_each(|(column, &b)| {
        Arch::new().dispatch(|| {
            for x in column {
                *x += b;
            }
        });
    });
    x
}

/// Sum of `values`, in pieces that are added in `f64`: a long sum in `f32` loses small terms.
///
/// ```
/// let tenths = std::iter::repeat_n(0.1_f32, 1_000_000);
/// assert!((tenths.clone().sum::<f32>() - 100_000.0).abs() > 900.0);
/// assert!((common::matrix::sum(tenths) - 100_000.0).abs() < 0.1);
/// ```
pub fn sum<T: Float>(values: impl Iterator<Item = T>) -> f64 {
    add_pieces(0.0, values)
}

/// Elements per piece of a sum.
const SUMMED: usize = 128;

fn add_pieces<T: Float>(mut total: f64, values: impl Iterator<Item = T>) -> f64 {
    let mut piece = T::zero();
    for (index, value) in values.enumerate() {
        piece += value;
        if index % SUMMED == SUMMED - 1 {
            total += piece.to_f64();
            piece = T::zero();
        }
    }
    total + piece.to_f64()
}

/// [`sum`] of `value(i)` for all i below `len`, the same bit for bit, but several times faster if there are thousands:
/// eight pieces are added up at the same time, while each addition waits for the one before it in its piece.
pub(crate) fn long_sum<T: Float>(len: usize, value: impl Fn(usize) -> T) -> f64 {
    const AT_ONCE: usize = 8;
    let (mut total, mut first) = (0.0, 0);
    while first + AT_ONCE * SUMMED <= len {
        let mut pieces = [T::zero(); AT_ONCE];
        for index in first..first + SUMMED {
            for (number, piece) in pieces.iter_mut().enumerate() {
                *piece += value(index + number * SUMMED);
            }
        }
        total = pieces.iter().fold(total, |total, piece| total + piece.to_f64());
        first += AT_ONCE * SUMMED;
    }
    add_pieces(total, (first..len).map(value))
}

/// Column sums, as a row (N x H to 1 x H): `np.sum(x, axis=0)`.
pub fn column_sums<T: Float>(x: &Matrix<T>) -> Matrix<T> {
    let rows = x.nrows();
    let columns = (0..x.ncols()).into_par_iter().with_min_len(PIECE / rows.max(1) + 1);
    let column_sum = |h| long_sum(rows, |n| x.as_slice()[h * rows + n]);
    Matrix::from_vec(1, x.ncols(), columns.map(|h| T::of(column_sum(h))).collect())
}

/// `w ← w - factor·m`, on all cores: a step of gradient descent.
///
/// # Panics
///
/// If `w` and `m` differ in shape.
pub fn sub_scaled<T: Float>(w: &mut Matrix<T>, factor: T, m: &Matrix<T>) {
    assert_eq!(w.shape(), m.shape(), "sub_scaled: the matrices differ in shape");
    sub_scaled_into(w.as_view_mut(), factor, m.into());
}

fn sub_scaled_into<T: Float>(mut w: ViewMut<'_, T>, factor: T, m: View<'_, T>) {
    /// Elements per parallel task.
    const PIECE: usize = 1 << 15;
    let half = w.nrows() / 2;
    if w.len() <= PIECE || half == 0 {
        w.zip_apply(&m, |w, m| *w -= factor * m);
    } else {
        // Split like the matrix products, so that every core finds its part of the weights in its own cache.
        let (top, bottom) = w.rows_range_pair_mut(..half, half..);
        rayon::join(
            || sub_scaled_into(top, factor, m.rows_range(..half)),
            || sub_scaled_into(bottom, factor, m.rows_range(half..)),
        );
    }
}

/// Column of the largest value in each row: `np.argmax(x, axis=1)`. The first one wins a tie. `None` for a row that
/// contains NaN.
///
/// # Panics
///
/// If `x` has no columns.
pub fn argmax_rows<T: Float>(x: &Matrix<T>) -> Vec<Option<usize>> {
    assert!(x.ncols() > 0, "argmax_rows: {:?} has no columns", x.shape());
    let larger = |n, best, h| Some(if x[(n, h)].partial_cmp(&x[(n, best)])? == Ordering::Greater { h } else { best });
    (0..x.nrows()).map(|n| (0..x.ncols()).try_fold(0, |best, h| larger(n, best, h))).collect()
}

/// Whether all elements are finite.
pub fn all_finite<T: Float>(m: &Matrix<T>) -> bool {
    // One branch per chunk, so that the comparisons in a chunk can be vectorized.
    m.as_slice().chunks(256).all(|chunk| chunk.iter().fold(true, |finite, x| finite & x.is_finite()))
}

/// A matrix of values drawn from N(0, `std`²): `std * np.random.randn(rows, columns)`.
pub fn random_normal<T: Float>(rows: usize, columns: usize, std: f64, rng: &mut impl Rng) -> Matrix<T> {
    Matrix::from_fn(rows, columns, |_, _| T::of(std * rng.sample::<f64, _>(StandardNormal)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_columns_and_their_sums() {
        let x = Matrix::from_row_slice(2, 3, &[1.0, 9.0, 9.0, 4.0, 5.0, 6.0]);
        let b = Matrix::from_row_slice(1, 3, &[10.0, 20.0, 30.0]);
        assert_eq!(argmax_rows(&x), [Some(1), Some(2)]);
        assert_eq!(column_sums(&x), Matrix::from_row_slice(1, 3, &[5.0, 14.0, 15.0]));
        assert_eq!(add_row(x, &b), Matrix::from_row_slice(2, 3, &[11.0, 29.0, 39.0, 14.0, 25.0, 36.0]));
        assert_eq!(add_row(Matrix::zeros(0, 3), &b), Matrix::zeros(0, 3));
    }

    #[test]
    fn a_long_sum_has_the_bits_of_a_sum() {
        let values = Vec::from_iter((0..3000).map(|i| (i as f32).sin()));
        for len in [0, 1, 127, 128, 1023, 1024, 1025, 2047, 2048, 3000] {
            assert_eq!(long_sum(len, |i| values[i]), sum(values[..len].iter().copied()), "{len}");
        }
    }

    #[test]
    fn a_row_with_nan_has_no_largest_value() {
        let x = Matrix::from_row_slice(3, 2, &[f64::NAN, 1.0, 1.0, f64::NAN, f64::NEG_INFINITY, f64::INFINITY]);
        assert_eq!(argmax_rows(&x), [None, None, Some(1)]);
        assert_eq!(argmax_rows(&x.columns(0, 1).into_owned()), [None, Some(0), Some(0)]);
    }

    #[test]
    fn one_non_finite_element_is_found_anywhere() {
        for (row, value) in [(0, f64::NAN), (299, f64::INFINITY), (255, f64::NEG_INFINITY)] {
            let mut m = Matrix::zeros(300, 2);
            assert!(all_finite(&m));
            m[(row, 1)] = value;
            assert!(!all_finite(&m));
        }
    }

    #[test]
    fn zip_map_pairs_every_element_with_its_own() {
        for (rows, columns) in [(0, 3), (2, 3), (1, 70_000), (301, 300)] {
            let b = Matrix::from_fn(rows, columns, |i, j| (i + 1000 * j) as u32);
            let a = b.map(f64::from);
            assert_eq!(zip_map(a.clone(), &b, |x, y| x + f64::from(y)), a * 2.0);
        }
    }

    #[test]
    fn sub_scaled_reaches_every_element_of_any_shape() {
        for (rows, columns) in [(1, 70_000), (70_000, 1), (301, 300), (2, 3)] {
            let mut w: Matrix<f64> = Matrix::from_fn(rows, columns, |i, j| (i + j) as f64);
            let m = w.clone();
            sub_scaled(&mut w, 0.5, &m);
            assert_eq!(w, m * 0.5);
        }
    }
}
