//! Operations on a matrix as a whole, and the matrix product. Forward and backward are side by side: the first closure
//! of each gives `out` from the inputs, the others the gradient with respect to an input, from the inputs, `out` and
//! `dout`.

use common::Matrix;
use common::functions::{one_hot, softmax, softmax_cross_entropy};
use common::matrix::{dot, transposed};

use crate::{Var, scalar};

impl Var<'_> {
    /// `out = Σ x`, 1 x 1, and `dx = dout` everywhere.
    pub fn sum(self) -> Self {
        let (rows, columns) = self.shape();
        self.unary("sum", |x| scalar(x.sum()), move |_, _, dout| Matrix::from_element(rows, columns, dout[0]))
    }

    /// `out = 1/len Σ x`, 1 x 1, and `dx = dout / len` everywhere.
    pub fn mean(self) -> Self {
        let (rows, columns) = self.shape();
        let len = (rows * columns) as f64;
        self.unary("mean", |x| scalar(x.mean()), move |_, _, dout| Matrix::from_element(rows, columns, dout[0] / len))
    }

    /// `out = xᵀ`, `dx = doutᵀ`.
    pub fn transpose(self) -> Self {
        self.unary("transpose", Matrix::transpose, |_, _, dout| dout.transpose())
    }

    /// `out = x·w`, `dx = dout·wᵀ`, `dw = xᵀ·dout`, with `self` as x: N x D times D x H is N x H.
    ///
    /// # Panics
    ///
    /// If `self` does not have as many columns as `w` has rows.
    pub fn matmul(self, w: Self) -> Self {
        let (left, right) = (self.shape(), w.shape());
        assert_eq!(left.1, right.0, "matmul: {left:?} and {right:?} do not fit");
        self.tape.record(
            "matmul",
            &[self, w],
            Box::new(|inputs| dot(inputs[0], inputs[1])),
            vec![
                Box::new(|inputs, _, dout| dot(dout, transposed(inputs[1]))),
                Box::new(|inputs, _, dout| dot(transposed(inputs[0]), dout)),
            ],
        )
    }

    /// Softmax and cross entropy in one, mean over the batch: the scores x are N x C, `t` holds N class indices, the
    /// loss is 1 x 1, and `dx = dout · (softmax(x) - onehot(t)) / N`.
    ///
    /// # Panics
    ///
    /// If `t` does not hold one index below C for each row.
    pub fn softmax_cross_entropy(self, t: &[usize]) -> Self {
        let (labels, truth) = (t.to_vec(), one_hot(t, self.shape().1));
        self.unary(
            "softmax_cross_entropy",
            move |x| scalar(softmax_cross_entropy(x, &labels)),
            move |x, _, dout| (softmax(x) - &truth) * (dout[0] / truth.nrows() as f64),
        )
    }

    /// An operation on a matrix as a whole. `backward` takes `x`, `out` and `dout`.
    pub(crate) fn unary(
        self,
        name: &str,
        forward: impl Fn(&Matrix<f64>) -> Matrix<f64> + 'static,
        backward: impl Fn(&Matrix<f64>, &Matrix<f64>, &Matrix<f64>) -> Matrix<f64> + 'static,
    ) -> Self {
        let backward = move |inputs: &[&Matrix<f64>], out: &_, dout: &_| backward(inputs[0], out, dout);
        self.tape.record(name, &[self], Box::new(move |inputs| forward(inputs[0])), vec![Box::new(backward)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;

    /// 1, 2, … in rows.
    fn counted(rows: usize, columns: usize) -> Matrix<f64> {
        Matrix::from_fn(rows, columns, |i, j| (columns * i + j + 1) as f64)
    }

    #[test]
    fn a_sum_and_a_mean_spread_their_gradient_evenly() {
        let tape = Tape::new();
        let x = tape.parameter(counted(2, 3));
        let (sum, mean) = (x.sum(), x.mean());
        assert_eq!((sum.item(), mean.item()), (21.0, 3.5));
        (sum * tape.constant(scalar(10.0))).backward();
        assert_eq!(x.grad(), Some(Matrix::from_element(2, 3, 10.0)));
        tape.zero_grad();
        (mean * tape.constant(scalar(12.0))).backward();
        assert_eq!(x.grad(), Some(Matrix::from_element(2, 3, 2.0)));
    }

    #[test]
    fn a_gradient_is_transposed_back() {
        let tape = Tape::new();
        let x = tape.parameter(counted(2, 3));
        let out = x.transpose();
        assert_eq!(out.value(), counted(2, 3).transpose());
        (out * tape.constant(counted(3, 2))).sum().backward();
        assert_eq!(x.grad(), Some(counted(3, 2).transpose()));
    }

    #[test]
    fn a_product_of_matrices_and_its_gradients() {
        let tape = Tape::new();
        let x = tape.parameter(counted(2, 3));
        let w = tape.parameter(Matrix::from_row_slice(3, 1, &[1.0, 0.0, -1.0]));
        let out = x.matmul(w);
        assert_eq!(out.value(), Matrix::from_row_slice(2, 1, &[-2.0, -2.0]));
        let dout = tape.constant(Matrix::from_row_slice(2, 1, &[1.0, 10.0]));
        (out * dout).sum().backward();
        assert_eq!(x.grad().unwrap(), Matrix::from_row_slice(2, 3, &[1.0, 0.0, -1.0, 10.0, 0.0, -10.0]));
        assert_eq!(w.grad().unwrap(), Matrix::from_row_slice(3, 1, &[41.0, 52.0, 63.0]));
    }

    #[test]
    fn equal_scores_cost_the_logarithm_of_the_classes() {
        let tape = Tape::new();
        let scores = tape.parameter(Matrix::zeros(2, 4));
        let loss = scores.softmax_cross_entropy(&[3, 0]);
        assert_eq!(loss.item(), 4.0_f64.ln());
        (loss * tape.constant(scalar(8.0))).backward();
        assert_eq!(scores.grad().unwrap(), Matrix::from_row_slice(2, 4, &[1.0, 1.0, 1.0, -3.0, -3.0, 1.0, 1.0, 1.0]));
    }

    #[test]
    #[should_panic(expected = "matmul: (2, 3) and (2, 3) do not fit")]
    fn factors_that_do_not_fit_are_named_with_their_shapes() {
        let tape = Tape::new();
        let x = tape.constant(Matrix::zeros(2, 3));
        x.matmul(x);
    }
}
