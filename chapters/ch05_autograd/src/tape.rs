//! The tape: every value of a computation in the order in which it was computed, so that each comes after its inputs.

use std::cell::{Cell, RefCell};
use std::ptr;

use common::Matrix;

use crate::Var;

/// The value of an operation's output, from those of its inputs.
pub(crate) type Forward = Box<dyn Fn(&[&Matrix<f64>]) -> Matrix<f64>>;

/// ∂L/∂in of one input, from the values of all inputs, the value of the output, and `dout`, which is ∂L/∂out.
pub(crate) type Backward = Box<dyn Fn(&[&Matrix<f64>], &Matrix<f64>, &Matrix<f64>) -> Matrix<f64>>;

/// How a node is computed from earlier ones.
pub(crate) struct Operation {
    pub(crate) name: String,
    /// The positions of the inputs on the tape.
    pub(crate) inputs: Vec<usize>,
    pub(crate) forward: Forward,
    /// One for each input.
    pub(crate) backward: Vec<Backward>,
}

impl Operation {
    pub(crate) fn input_values<'n>(&self, nodes: &'n [Node]) -> Vec<&'n Matrix<f64>> {
        self.inputs.iter().map(|&input| &nodes[input].value).collect()
    }
}

/// A value on the tape.
pub(crate) struct Node {
    /// Its name in the table and the drawing, or empty.
    pub(crate) name: String,
    /// `None` for a leaf, whose value comes from outside.
    pub(crate) operation: Option<Operation>,
    /// Whether a gradient is computed: for a parameter, and for everything that depends on one.
    pub(crate) requires_grad: bool,
    pub(crate) value: Matrix<f64>,
    /// ∂L/∂value, summed over all backward passes so far.
    pub(crate) grad: Option<Matrix<f64>>,
}

/// The record of a computation. Values enter it as [`Tape::parameter`] or [`Tape::constant`]; operations on these add
/// more.
#[derive(Default)]
pub struct Tape {
    pub(crate) nodes: RefCell<Vec<Node>>,
    /// Whether a leaf has changed since the last `forward`.
    pub(crate) outdated: Cell<bool>,
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Self::default()
    }

    /// A leaf whose gradient [`Var::backward`] computes, such as a weight: PyTorch's tensor with `requires_grad=True`.
    pub fn parameter(&self, value: Matrix<f64>) -> Var<'_> {
        self.push(value, None, true)
    }

    /// A leaf that needs no gradient, such as data.
    pub fn constant(&self, value: Matrix<f64>) -> Var<'_> {
        self.push(value, None, false)
    }

    /// Recomputes every operation in order, from the current values of the leaves. A training loop builds
    /// its graph once and then repeats: set leaves, forward, [`Tape::zero_grad`], [`Var::backward`], [`Var::step`].
    pub fn forward(&self) {
        let nodes = &mut *self.nodes.borrow_mut();
        for index in 0..nodes.len() {
            let (earlier, later) = nodes.split_at_mut(index);
            if let Some(operation) = &later[0].operation {
                later[0].value = (operation.forward)(&operation.input_values(earlier));
            }
        }
        self.outdated.set(false);
    }

    /// Removes all gradients. Without it, each [`Var::backward`] adds to the earlier ones.
    pub fn zero_grad(&self) {
        for node in &mut *self.nodes.borrow_mut() {
            node.grad = None;
        }
    }

    /// Computes an operation on `inputs` and adds its node.
    pub(crate) fn record(&self, name: &str, inputs: &[Var<'_>], forward: Forward, backward: Vec<Backward>) -> Var<'_> {
        let on_this_tape = |input: &Var<'_>| ptr::eq(input.tape, self);
        assert!(inputs.iter().all(on_this_tape), "{name}: the variables are on different tapes");
        let requires_grad = inputs.iter().any(|input| input.requires_grad());
        let inputs = inputs.iter().map(|input| input.index).collect();
        let operation = Operation { name: name.into(), inputs, forward, backward };
        let value = (operation.forward)(&operation.input_values(&self.nodes.borrow()));
        self.push(value, Some(operation), requires_grad)
    }

    fn push(&self, value: Matrix<f64>, operation: Option<Operation>, requires_grad: bool) -> Var<'_> {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { name: String::new(), operation, requires_grad, value, grad: None });
        Var { tape: self, index: nodes.len() - 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar;

    #[test]
    fn forward_computes_the_same_graph_from_new_leaves() {
        let tape = Tape::new();
        let (x, y) = (tape.parameter(scalar(2.0)), tape.constant(scalar(5.0)));
        let z = (x * y + x).powi(2);
        assert_eq!(z.item(), 144.0);
        x.set(scalar(3.0));
        y.set(scalar(1.0));
        assert_eq!(z.item(), 144.0);
        tape.forward();
        assert_eq!(z.item(), 36.0);
    }

    #[test]
    fn a_training_loop_does_not_lengthen_the_tape() {
        let tape = Tape::new();
        let w = tape.parameter(scalar(4.0));
        let loss = w.powi(2);
        for _ in 0..3 {
            tape.zero_grad();
            loss.backward();
            w.step(0.25); // w - 0.25 · 2w
            tape.forward();
        }
        assert_eq!((w.item(), loss.item()), (0.5, 0.25));
        assert_eq!(tape.nodes.borrow().len(), 2);
    }

    #[test]
    #[should_panic(expected = "add: the variables are on different tapes")]
    fn variables_of_different_tapes_do_not_mix() {
        let (one, other) = (Tape::new(), Tape::new());
        let _ = one.constant(scalar(1.0)) + other.constant(scalar(1.0));
    }
}
