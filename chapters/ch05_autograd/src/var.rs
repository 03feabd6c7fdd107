//! The handle of a value on a tape.

use std::ptr;

use common::Matrix;
use common::gradient::numerical_gradient;
use common::matrix::sub_scaled;

use crate::Tape;
use crate::tape::Node;

/// A matrix on a [`Tape`]: a small handle that is copied freely. PyTorch calls it a tensor.
///
/// `+`, `-`, `*`, `/` work element by element, with the broadcasting of NumPy; the matrix product is [`Var::matmul`].
#[derive(Clone, Copy)]
pub struct Var<'t> {
    pub(crate) tape: &'t Tape,
    /// Its position on the tape.
    pub(crate) index: usize,
}

impl Var<'_> {
    /// Gives it a name for [`Tape::table`] and the drawings.
    pub fn named(self, name: &str) -> Self {
        self.node_mut(|node| node.name = name.into());
        self
    }

    /// The current value.
    pub fn value(self) -> Matrix<f64> {
        self.node(|node| node.value.clone())
    }

    /// The value of a 1 x 1 matrix.
    ///
    /// # Panics
    ///
    /// If it has another shape.
    pub fn item(self) -> f64 {
        let shape = self.shape();
        assert_eq!(shape, (1, 1), "item: {shape:?} is not a single number");
        self.node(|node| node.value[0])
    }

    /// Rows and columns.
    pub fn shape(self) -> (usize, usize) {
        self.node(|node| node.value.shape())
    }

    /// Whether a gradient is computed: for a parameter, and for everything that depends on one.
    pub fn requires_grad(self) -> bool {
        self.node(|node| node.requires_grad)
    }

    /// ∂L/∂self, summed over all calls of [`Var::backward`] since the last [`Tape::zero_grad`], in the shape of the
    /// value. `None` before the first call, and where no gradient is required. Nodes between parameter and loss have
    /// one too.
    pub fn grad(self) -> Option<Matrix<f64>> {
        self.node(|node| node.grad.clone())
    }

    /// Sets a leaf to another value of the same shape. The next [`Tape::forward`] updates what depends on it.
    ///
    /// # Panics
    ///
    /// If it is the result of an operation, or if the shapes differ.
    pub fn set(self, value: Matrix<f64>) {
        let (new, old) = (value.shape(), self.shape());
        assert_eq!(new, old, "set: {new:?} cannot take the place of {old:?}");
        self.change(|node| node.value = value);
    }

    /// One step of gradient descent, `w ← w - learning_rate · ∂L/∂w`. A parameter without a gradient stays as it is.
    ///
    /// # Panics
    ///
    /// If it is the result of an operation.
    pub fn step(self, learning_rate: f64) {
        self.change(|node| {
            if let Some(grad) = &node.grad {
                sub_scaled(&mut node.value, learning_rate, grad);
            }
        });
    }

    /// ∂self/∂leaf by the difference quotient, to check [`Var::backward`]: it computes the whole tape twice for each
    /// element of the leaf. Afterwards the leaf has its old value, and every result is up to date.
    ///
    /// # Panics
    ///
    /// If this loss is not 1 x 1, or if `leaf` is the result of an operation or on another tape.
    pub fn numerical_gradient(self, leaf: Self) -> Matrix<f64> {
        assert!(ptr::eq(self.tape, leaf.tape), "numerical_gradient: loss and leaf are on different tapes");
        let mut value = leaf.value();
        let loss_at = |value: &Matrix<f64>| {
            leaf.set(value.clone());
            self.tape.forward();
            self.item()
        };
        let gradient = numerical_gradient(&mut value, |value| value, loss_at);
        loss_at(&value);
        gradient
    }

    fn change(self, change: impl FnOnce(&mut Node)) {
        let is_leaf = self.node(|node| node.operation.is_none());
        assert!(is_leaf, "only a leaf can be changed, this is the result of an operation");
        self.node_mut(change);
        self.tape.outdated.set(true);
    }

    fn node<R>(self, read: impl FnOnce(&Node) -> R) -> R {
        read(&self.tape.nodes.borrow()[self.index])
    }

    fn node_mut(self, write: impl FnOnce(&mut Node)) {
        write(&mut self.tape.nodes.borrow_mut()[self.index]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar;

    #[test]
    fn a_step_goes_down_the_gradient_if_there_is_one() {
        let tape = Tape::new();
        let w = tape.parameter(Matrix::from_row_slice(1, 2, &[1.0, -2.0]));
        let loss = w.powi(2).sum();
        w.step(0.25);
        assert_eq!(w.value(), Matrix::from_row_slice(1, 2, &[1.0, -2.0]));
        tape.forward();
        loss.backward();
        w.step(0.25);
        assert_eq!(w.value(), Matrix::from_row_slice(1, 2, &[0.5, -1.0]));
    }

    #[test]
    fn the_numerical_gradient_leaves_the_tape_as_it_was() {
        let tape = Tape::new();
        let x = tape.parameter(Matrix::from_row_slice(2, 1, &[0.3, 0.7]));
        let loss = x.powi(2).sum();
        let before = (x.value(), loss.value());
        let gradient = loss.numerical_gradient(x);
        assert!((gradient - 2.0 * x.value()).amax() < 1e-10);
        assert_eq!((x.value(), loss.value()), before);
        loss.backward();
        assert_eq!(x.grad(), Some(2.0 * x.value()));
    }

    #[test]
    #[should_panic(expected = "numerical_gradient: loss and leaf are on different tapes")]
    fn a_leaf_of_another_tape_is_no_part_of_the_loss() {
        let (one, other) = (Tape::new(), Tape::new());
        one.parameter(scalar(1.0)).exp().numerical_gradient(other.parameter(scalar(1.0)));
    }

    #[test]
    #[should_panic(expected = "set: (2, 1) cannot take the place of (1, 2)")]
    fn a_leaf_keeps_its_shape() {
        Tape::new().parameter(Matrix::zeros(1, 2)).set(Matrix::zeros(2, 1));
    }

    #[test]
    #[should_panic(expected = "only a leaf can be changed, this is the result of an operation")]
    fn a_result_cannot_be_set() {
        Tape::new().parameter(scalar(1.0)).exp().set(scalar(1.0));
    }

    #[test]
    #[should_panic(expected = "item: (1, 2) is not a single number")]
    fn a_row_is_no_item() {
        Tape::new().constant(Matrix::zeros(1, 2)).item();
    }
}
