//! Element-wise operators on two matrices, or on a matrix and a row, a column or a scalar. Forward and backward are
//! side by side: the first closure of each gives `out` from `a` and `b`, the others ∂out/∂a and ∂out/∂b.

use std::ops::{Add, Div, Mul, Neg, Sub};

use common::Matrix;

use crate::Var;
use crate::broadcast::{broadcast_shape, collect, expand};

impl Add for Var<'_> {
    type Output = Self;

    /// `out = a + b`, `da = dout`, `db = dout`.
    fn add(self, b: Self) -> Self {
        self.pairwise("add", b, |a, b| a + b, |_, _| 1.0, |_, _| 1.0)
    }
}

impl Sub for Var<'_> {
    type Output = Self;

    /// `out = a - b`, `da = dout`, `db = -dout`.
    fn sub(self, b: Self) -> Self {
        self.pairwise("subtract", b, |a, b| a - b, |_, _| 1.0, |_, _| -1.0)
    }
}

impl Mul for Var<'_> {
    type Output = Self;

    /// `out = a b`, `da = dout · b`, `db = dout · a`, element by element.
    fn mul(self, b: Self) -> Self {
        self.pairwise("multiply", b, |a, b| a * b, |_, b| b, |a, _| a)
    }
}

impl Div for Var<'_> {
    type Output = Self;

    /// `out = a / b`, `da = dout / b`, `db = -dout · a / b²`, element by element.
    fn div(self, b: Self) -> Self {
        self.pairwise("divide", b, |a, b| a / b, |_, b| 1.0 / b, |a, b| -a / (b * b))
    }
}

impl Neg for Var<'_> {
    type Output = Self;

    /// `out = -x`, `dx = -dout`.
    fn neg(self) -> Self {
        self.elementwise("negate", |x| -x, |_, _| -1.0)
    }
}

impl Var<'_> {
    /// An operation on pairs of elements. `da` is ∂out/∂a and `db` is ∂out/∂b, both from `a` and `b`.
    fn pairwise(
        self,
        name: &str,
        b: Self,
        forward: fn(f64, f64) -> f64,
        da: fn(f64, f64) -> f64,
        db: fn(f64, f64) -> f64,
    ) -> Self {
        let (a_shape, b_shape) = (self.shape(), b.shape());
        let shape = broadcast_shape(a_shape, b_shape);
        let shape = shape.unwrap_or_else(|| panic!("{name}: {a_shape:?} and {b_shape:?} do not fit"));
        let pairs = move |inputs: &[&Matrix<f64>], f: fn(f64, f64) -> f64| {
            expand(inputs[0], shape).zip_map(&expand(inputs[1], shape), f)
        };
        self.tape.record(
            name,
            &[self, b],
            Box::new(move |inputs| pairs(inputs, forward)),
            vec![
                Box::new(move |inputs, _, dout| collect(dout.component_mul(&pairs(inputs, da)), a_shape)),
                Box::new(move |inputs, _, dout| collect(dout.component_mul(&pairs(inputs, db)), b_shape)),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;

    fn matrix<const R: usize, const C: usize>(rows: [[f64; C]; R]) -> Matrix<f64> {
        Matrix::from_row_slice(R, C, rows.as_flattened())
    }

    /// `out`, `da` and `db` of an operation, for a `dout` of ones.
    fn at([a, b]: [Matrix<f64>; 2], operation: for<'t> fn(Var<'t>, Var<'t>) -> Var<'t>) -> [Matrix<f64>; 3] {
        let tape = Tape::new();
        let (a, b) = (tape.parameter(a), tape.parameter(b));
        let out = operation(a, b);
        out.sum().backward();
        [out.value(), a.grad().unwrap(), b.grad().unwrap()]
    }

    #[test]
    fn the_four_operators_and_their_slopes() {
        let (a, b) = (matrix([[6.0, -1.0]]), matrix([[2.0, -4.0]]));
        let at = |operation| at([a.clone(), b.clone()], operation);
        let ones = matrix([[1.0, 1.0]]);
        assert_eq!(at(|a, b| a + b), [matrix([[8.0, -5.0]]), ones.clone(), ones.clone()]);
        assert_eq!(at(|a, b| a - b), [matrix([[4.0, 3.0]]), ones.clone(), -ones.clone()]);
        assert_eq!(at(|a, b| a * b), [matrix([[12.0, 4.0]]), b.clone(), a.clone()]);
        assert_eq!(at(|a, b| a / b), [matrix([[3.0, 0.25]]), matrix([[0.5, -0.25]]), matrix([[-1.5, 0.0625]])]);
        assert_eq!(at(|a, b| -a + b), [matrix([[-4.0, -3.0]]), -ones.clone(), ones.clone()]);
    }

    #[test]
    fn a_row_a_column_and_a_number_are_used_many_times_and_collect_as_many_gradients() {
        let full = matrix([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        let (row, column, number) = (matrix([[1.0, 10.0, 100.0]]), matrix([[1.0], [-1.0]]), matrix([[3.0]]));
        let times = |a: &Matrix<f64>, b: &Matrix<f64>| at([a.clone(), b.clone()], |a, b| a * b);

        let out = matrix([[1.0, 20.0, 300.0], [4.0, 50.0, 600.0]]);
        let (d_full, d_row) = (matrix([[1.0, 10.0, 100.0], [1.0, 10.0, 100.0]]), matrix([[5.0, 7.0, 9.0]]));
        assert_eq!(times(&full, &row), [out.clone(), d_full.clone(), d_row.clone()]);
        assert_eq!(times(&row, &full), [out, d_row, d_full]);

        let out = matrix([[1.0, 2.0, 3.0], [-4.0, -5.0, -6.0]]);
        let (d_full, d_column) = (matrix([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]), matrix([[6.0], [15.0]]));
        assert_eq!(times(&full, &column), [out.clone(), d_full.clone(), d_column.clone()]);
        assert_eq!(times(&column, &full), [out, d_column, d_full]);

        assert_eq!(times(&full, &number), [&full * 3.0, Matrix::from_element(2, 3, 3.0), matrix([[21.0]])]);
        let out = matrix([[1.0, 10.0, 100.0], [-1.0, -10.0, -100.0]]);
        assert_eq!(times(&column, &row), [out, matrix([[111.0], [111.0]]), matrix([[0.0, 0.0, 0.0]])]);
    }

    #[test]
    #[should_panic(expected = "add: (2, 3) and (4, 3) do not fit")]
    fn shapes_that_do_not_fit_are_named() {
        at([Matrix::zeros(2, 3), Matrix::zeros(4, 3)], |a, b| a + b);
    }

    #[test]
    #[should_panic(expected = "divide: (1, 3) and (2, 2) do not fit")]
    fn a_row_of_another_length_does_not_fit() {
        at([Matrix::zeros(1, 3), Matrix::zeros(2, 2)], |a, b| a / b);
    }
}
