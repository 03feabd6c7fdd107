//! Scalar functions, applied to every element. Forward and backward are side by side: the first closure of
//! each gives `out` from `x`, the second ∂out/∂x from `x` and `out`.

use common::functions::{relu, relu_grad, sigmoid};
use common::matrix::map;

use crate::Var;

impl Var<'_> {
    /// `out = eˣ`, `dx = dout · out`.
    pub fn exp(self) -> Self {
        self.elementwise("exp", f64::exp, |_, out| out)
    }

    /// `out = ln x`, `dx = dout / x`.
    pub fn ln(self) -> Self {
        self.elementwise("ln", f64::ln, |x, _| 1.0 / x)
    }

    /// `out = xⁿ`, `dx = dout · n xⁿ⁻¹`.
    pub fn powi(self, n: i32) -> Self {
        let slope = move |x: f64| if n == 0 { 0.0 } else { f64::from(n) * x.powi(n - 1) };
        self.elementwise(&format!("powi {n}"), move |x| x.powi(n), move |x, _| slope(x))
    }

    /// `out = max(0, x)`, `dx = dout` where `x > 0`, else 0.
    pub fn relu(self) -> Self {
        self.elementwise("relu", relu, |x, _| relu_grad(x))
    }

    /// `out = 1 / (1 + e⁻ˣ)`, `dx = dout · out (1 - out)`.
    pub fn sigmoid(self) -> Self {
        self.elementwise("sigmoid", sigmoid, |_, out| out * (1.0 - out))
    }

    /// `out = tanh x`, `dx = dout · (1 - out²)`.
    pub fn tanh(self) -> Self {
        self.elementwise("tanh", f64::tanh, |_, out| 1.0 - out * out)
    }

    /// An operation on every element by itself. `slope` is ∂out/∂x, from `x` and `out`.
    pub(crate) fn elementwise(
        self,
        name: &str,
        forward: impl Fn(f64) -> f64 + Sync + 'static,
        slope: impl Fn(f64, f64) -> f64 + 'static,
    ) -> Self {
        self.unary(
            name,
            move |x| map(x.clone(), &forward),
            move |x, out, dout| x.zip_zip_map(out, dout, |x, out, dout| dout * slope(x, out)),
        )
    }
}

#[cfg(test)]
mod tests {
    use common::Matrix;

    use super::*;
    use crate::Tape;

    fn row<const N: usize>(values: [f64; N]) -> Matrix<f64> {
        Matrix::from_row_slice(1, N, &values)
    }

    /// The value of `operation` at `x`, and the gradient of the sum of its elements, the first of which counts tenfold.
    fn at(x: Matrix<f64>, operation: for<'t> fn(Var<'t>) -> Var<'t>) -> (Matrix<f64>, Matrix<f64>) {
        let tape = Tape::new();
        let x = tape.parameter(x);
        let out = operation(x);
        let (rows, columns) = out.shape();
        let weights = tape.constant(Matrix::from_fn(rows, columns, |i, j| if i + j == 0 { 10.0 } else { 1.0 }));
        (out * weights).sum().backward();
        (out.value(), x.grad().unwrap())
    }

    #[test]
    fn functions_of_single_numbers_have_the_slopes_of_the_textbook() {
        assert_eq!(at(row([0.0, 0.0]), |x| x.exp()), (row([1.0, 1.0]), row([10.0, 1.0])));
        assert_eq!(at(row([1.0, 4.0]), |x| x.ln()), (row([0.0, 4.0_f64.ln()]), row([10.0, 0.25])));
        assert_eq!(at(row([2.0, -3.0]), |x| x.powi(3)), (row([8.0, -27.0]), row([120.0, 27.0])));
        assert_eq!(at(row([2.0, -4.0]), |x| x.powi(-1)), (row([0.5, -0.25]), row([-2.5, -0.0625])));
        assert_eq!(at(row([2.0, -3.0]), |x| x.relu()), (row([2.0, 0.0]), row([10.0, 0.0])));
        assert_eq!(at(row([0.0, 0.0]), |x| x.sigmoid()), (row([0.5, 0.5]), row([2.5, 0.25])));
        assert_eq!(at(row([0.0, 0.0]), |x| x.tanh()), (row([0.0, 0.0]), row([10.0, 1.0])));
    }

    #[test]
    fn where_a_slope_has_a_choice_or_a_trap_it_is_0() {
        assert_eq!(at(row([0.0, 1.0]), |x| x.relu()).1, row([0.0, 1.0]));
        assert_eq!(at(row([0.0, 5.0]), |x| x.powi(0)), (row([1.0, 1.0]), row([0.0, 0.0])));
        assert_eq!(at(row([0.0, 5.0]), |x| x.powi(1)), (row([0.0, 5.0]), row([10.0, 1.0])));
        assert_eq!(at(row([-1000.0, 1000.0]), |x| x.sigmoid()), (row([0.0, 1.0]), row([0.0, 0.0])));
    }
}
