//! The broadcasting (브로드캐스트) of NumPy: where one of two matrices has a single row, or a single column, it is repeated
//! to match the other. The gradient of an element that is used several times is the sum over its uses, so the backward
//! pass of broadcasting is a sum.

use std::borrow::Cow;

use common::Matrix;
use common::matrix::column_sums;

/// The shape of the result of an operation on these two, if they match: each dimension is equal, or 1 on one side.
pub(crate) fn broadcast_shape(a: (usize, usize), b: (usize, usize)) -> Option<(usize, usize)> {
    let fit = |a, b| match (a, b) {
        _ if a == b => Some(a),
        (other, 1) | (1, other) => Some(other),
        _ => None,
    };
    Some((fit(a.0, b.0)?, fit(a.1, b.1)?))
}

/// Repeats a single row or a single column until `m` has the shape.
pub(crate) fn expand(m: &Matrix<f64>, shape: (usize, usize)) -> Cow<'_, Matrix<f64>> {
    if m.shape() == shape {
        return Cow::Borrowed(m);
    }
    let (last_row, last_column) = (m.nrows().saturating_sub(1), m.ncols().saturating_sub(1));
    Cow::Owned(Matrix::from_fn(shape.0, shape.1, |i, j| m[(i.min(last_row), j.min(last_column))]))
}

/// The reverse of [`expand`]: adds up what comes from the same element.
pub(crate) fn collect(m: Matrix<f64>, (rows, columns): (usize, usize)) -> Matrix<f64> {
    let m = if rows == m.nrows() { m } else { column_sums(&m) };
    if columns == m.ncols() { m } else { Matrix::from_fn(rows, 1, |i, _| m.row(i).sum()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dimension_is_equal_or_one() {
        assert_eq!(broadcast_shape((4, 3), (4, 3)), Some((4, 3)));
        assert_eq!(broadcast_shape((4, 3), (1, 3)), Some((4, 3)));
        assert_eq!(broadcast_shape((1, 3), (4, 1)), Some((4, 3)));
        assert_eq!(broadcast_shape((1, 1), (4, 3)), Some((4, 3)));
        assert_eq!(broadcast_shape((0, 3), (1, 3)), Some((0, 3)));
        assert_eq!(broadcast_shape((4, 3), (3, 4)), None);
        assert_eq!(broadcast_shape((4, 3), (2, 3)), None);
        assert_eq!(broadcast_shape((4, 3), (4, 2)), None);
    }

    #[test]
    fn what_was_expanded_collects_as_often_as_it_was_used() {
        for (shape, uses) in [((2, 3), 1.0), ((1, 3), 2.0), ((2, 1), 3.0), ((1, 1), 6.0)] {
            let m = Matrix::from_fn(shape.0, shape.1, |i, j| (1 + i + 10 * j) as f64);
            let expanded = expand(&m, (2, 3)).into_owned();
            assert_eq!(expanded.shape(), (2, 3));
            assert_eq!(collect(expanded, shape), m * uses);
        }
    }

    #[test]
    fn a_batch_without_samples_collects_nothing() {
        let row = Matrix::from_element(1, 3, 7.0);
        assert_eq!(*expand(&row, (0, 3)), Matrix::zeros(0, 3));
        assert_eq!(collect(Matrix::zeros(0, 3), (1, 3)), Matrix::zeros(1, 3));
        assert_eq!(*expand(&Matrix::zeros(0, 1), (0, 3)), Matrix::zeros(0, 3));
        assert_eq!(collect(Matrix::zeros(0, 3), (0, 1)), Matrix::zeros(0, 1));
    }
}
