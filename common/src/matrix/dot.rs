//! Matrix multiplication, also of transposed matrices, on all cores.

use nalgebra::{Dyn, MatrixView, MatrixViewMut, U1};

use super::Matrix;
use super::narrow::{NARROW, is_narrow, narrow_dot, narrow_tr_dot};
use crate::Float;

/// A borrowed matrix whose rows and columns may both be strided, so that a transposed matrix needs no copy.
pub(super) type View<'a, T> = MatrixView<'a, T, Dyn, Dyn, Dyn, Dyn>;

/// A mutable view of a matrix or of a range of its rows or columns.
pub(super) type ViewMut<'a, T> = MatrixViewMut<'a, T, Dyn, Dyn, U1, Dyn>;

/// A factor of [`dot`]: a matrix or its transpose. It is not a nalgebra view: views can be multiplied by `*`, which in
/// nalgebra 0.35 reads and writes out of bounds if a dimension is small
/// ([issue 1616](https://github.com/dimforge/nalgebra/issues/1616)).
#[derive(Clone, Copy, Debug)]
pub enum Factor<'a, T> {
    /// The matrix itself.
    Plain(&'a Matrix<T>),
    /// Its transpose.
    Transposed(&'a Matrix<T>),
}

/// Transpose `mᵀ` without copying: the book's `m.T`.
///
/// ```
/// use common::matrix::{Matrix, dot, transposed};
/// let x = Matrix::from_row_slice(2, 3, &[1., 2., 3., 4., 5., 6.]);
/// assert_eq!(dot(transposed(&x), &x), x.transpose() * &x);
/// ```
pub fn transposed<T: Float>(m: &Matrix<T>) -> Factor<'_, T> {
    Factor::Transposed(m)
}

impl<'a, T> From<&'a Matrix<T>> for Factor<'a, T> {
    fn from(m: &'a Matrix<T>) -> Self {
        Self::Plain(m)
    }
}

impl<'a, T: Float> Factor<'a, T> {
    fn view(self) -> View<'a, T> {
        match self {
            Self::Plain(m) => m.into(),
            Self::Transposed(m) => {
                let (rows, columns) = m.shape();
                View::from_slice_with_strides_generic(m.as_slice(), Dyn(columns), Dyn(rows), Dyn(rows), Dyn(1))
            }
        }
    }
}

/// Matrix product `a·b`, the book's `np.dot(a, b)`: M x K times K x N is M x N.
///
/// A large product is split into parallel tasks. The split depends on the shapes alone, so the result is the same bit
/// for bit, whatever the number of threads.
///
/// # Panics
///
/// If the number of columns of `a` is not the number of rows of `b`.
pub fn dot<'a, T: Float>(a: impl Into<Factor<'a, T>>, b: impl Into<Factor<'a, T>>) -> Matrix<T> {
    let (left, right) = (a.into(), b.into());
    let (a, b) = (left.view(), right.view());
    assert_eq!(a.ncols(), b.nrows(), "dot: {:?} times {:?} does not fit", a.shape(), b.shape());
    match (left, right) {
        (Factor::Plain(x), _) if is_narrow(x) && b.ncols() <= NARROW => narrow_dot(x, b),
        (Factor::Transposed(x), Factor::Plain(y)) if is_narrow(x) && is_narrow(y) => narrow_tr_dot(x, y),
        _ => {
            let mut out = Matrix::zeros(a.nrows(), b.ncols());
            dot_into(out.as_view_mut(), a, b);
            out
        }
    }
}

/// Multiplications per parallel task (about 30 µs).
const PIECE: usize = 1 << 21;

/// nalgebra 0.35 has a separate code path for dimensions of 5 or less, which is slow for so few rows.
const FEW_ROWS: usize = 5;

/// The same path writes out of bounds if the columns of `a` are not contiguous (nalgebra's issue 1616). Below this
/// size, chosen with a margin, such an `a` is copied first.
const STRIDED_FROM: usize = 8;

/// Computes `out = a·b`: halves the longest of the three dimensions until the pieces are small.
fn dot_into<T: Float>(mut out: ViewMut<'_, T>, a: View<'_, T>, b: View<'_, T>) {
    let (m, k, n) = (a.nrows(), a.ncols(), b.ncols());
    if m * k * n <= PIECE {
        small_dot_into(out, a, b);
    } else if m >= k && m >= n {
        let (top, bottom) = out.rows_range_pair_mut(..m / 2, m / 2..);
        rayon::join(|| dot_into(top, a.rows_range(..m / 2), b), || dot_into(bottom, a.rows_range(m / 2..), b));
    } else if n >= k {
        let (left, right) = out.columns_range_pair_mut(..n / 2, n / 2..);
        rayon::join(|| dot_into(left, a, b.columns_range(..n / 2)), || dot_into(right, a, b.columns_range(n / 2..)));
    } else {
        let mut rest = Matrix::zeros(m, n);
        rayon::join(
            || dot_into(out.as_view_mut(), a.columns_range(..k / 2), b.rows_range(..k / 2)),
            || dot_into(rest.as_view_mut(), a.columns_range(k / 2..), b.rows_range(k / 2..)),
        );
        out += rest;
    }
}

/// Computes `out = a·b` on this thread.
fn small_dot_into<T: Float>(mut out: ViewMut<'_, T>, a: View<'_, T>, b: View<'_, T>) {
    if a.nrows() <= FEW_ROWS && b.strides().0 == 1 {
        let rows = a.transpose();
        for (mut out, b) in out.column_iter_mut().zip(b.column_iter()) {
            for (out, row) in out.iter_mut().zip(rows.column_iter()) {
                *out = row.dot(&b);
            }
        }
    } else if a.nrows().min(a.ncols()).min(b.ncols()) < STRIDED_FROM && a.strides().0 != 1 {
        out.gemm(T::one(), &a.clone_owned(), &b, T::zero());
    } else {
        out.gemm(T::one(), &a, &b, T::zero());
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::super::random_normal;
    use super::*;

    /// The definition of the product.
    fn plain_dot(a: &Matrix<f64>, b: &Matrix<f64>) -> Matrix<f64> {
        Matrix::from_fn(a.nrows(), b.ncols(), |i, j| (0..a.ncols()).map(|k| a[(i, k)] * b[(k, j)]).sum())
    }

    fn assert_dot_agrees(m: usize, k: usize, n: usize) {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let a: Matrix<f64> = random_normal(m, k, 1.0, &mut rng);
        let b: Matrix<f64> = random_normal(k, n, 1.0, &mut rng);
        let (at, bt) = (a.transpose(), b.transpose());
        let products =
            [dot(&a, &b), dot(transposed(&at), &b), dot(&a, transposed(&bt)), dot(transposed(&at), transposed(&bt))];
        for product in products {
            assert!((product - plain_dot(&a, &b)).amax() < 1e-11, "{m} x {k} times {k} x {n}");
        }
    }

    #[test]
    fn dot_agrees_with_its_definition_in_every_small_shape() {
        for m in 1..10 {
            for k in 1..10 {
                for n in 1..10 {
                    assert_dot_agrees(m, k, n);
                }
            }
        }
    }

    #[test]
    fn dot_agrees_with_its_definition_however_it_is_split() {
        for (m, k, n) in [
            (3000, 30, 40),
            (30, 3000, 40),
            (30, 40, 3000),
            (3000, 2000, 1),
            (2, 2000, 3000),
            (200, 201, 203),
            (1100, 3, 16),
            (1100, 16, 1),
            (3, 1100, 4),
            (16, 2000, 1),
        ] {
            assert_dot_agrees(m, k, n);
        }
    }

    #[test]
    fn dot_gives_the_same_bits_on_one_thread_and_on_three() {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let a: Matrix<f32> = random_normal(100, 3000, 1.0, &mut rng);
        let b: Matrix<f32> = random_normal(3000, 50, 1.0, &mut rng);
        let on =
            |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| dot(&a, &b));
        assert_eq!(on(1), on(3));
    }

    #[test]
    #[should_panic(expected = "(2, 3) times (2, 3) does not fit")]
    fn dot_names_the_shapes_that_do_not_fit() {
        let a: Matrix<f64> = Matrix::zeros(2, 3);
        dot(&a, &a);
    }
}
