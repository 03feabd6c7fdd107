//! Course: `loss.backward()`. 5.2 The chain rule (연쇄법칙) on a whole tape: from the loss back to the leaves.
//!
//! An input always comes before its output on the tape, so the backward pass reaches a node only after all its uses,
//! when its ∂L/∂out is complete.

use common::Matrix;

use crate::tape::Node;
use crate::{Var, scalar};

impl Var<'_> {
    /// Adds ∂self/∂v to the gradient of every `v` that this loss depends on and that requires one.
    ///
    /// # Panics
    ///
    /// If the loss is not 1 x 1, if it depends on no parameter, or if a leaf has changed since the last
    /// [`Tape::forward`](crate::Tape::forward).
    pub fn backward(self) {
        let shape = self.shape();
        assert_eq!(shape, (1, 1), "backward: a loss is a single number, this one has the shape {shape:?}");
        self.backward_from(scalar(1.0));
    }

    /// Adds the gradients that follow from `dout`, the ∂L/∂self of a loss that is not on the tape: what `backward` of a
    /// layer computes, and PyTorch's `backward(gradient)`.
    ///
    /// # Panics
    ///
    /// If `dout` is not of the shape of the value, and otherwise as [`Var::backward`].
    pub fn backward_from(self, dout: Matrix<f64>) {
        let (given, shape) = (dout.shape(), self.shape());
        assert_eq!(given, shape, "backward_from: dout is {given:?}, the value {shape:?}");
        assert!(self.requires_grad(), "backward: the loss depends on no parameter");
        assert!(!self.tape.outdated.get(), "backward: a leaf has changed, call Tape::forward first");

        let nodes = &mut *self.tape.nodes.borrow_mut();
        // The gradients of this pass alone: those that earlier passes left in `grad` must not be propagated again.
        let mut douts = vec![None; self.index + 1];
        douts[self.index] = Some(dout);
        for index in (0..=self.index).rev() {
            if let Some(dout) = douts[index].take() {
                pass_on(nodes, index, &dout, &mut douts);
                add_to(&mut nodes[index].grad, dout);
            }
        }
    }
}

/// Adds `∂L/∂out · ∂out/∂in` to the `dout` of every input of a node that requires a gradient.
fn pass_on(nodes: &[Node], index: usize, dout: &Matrix<f64>, douts: &mut [Option<Matrix<f64>>]) {
    let Some(operation) = &nodes[index].operation else { return };
    let values = operation.input_values(nodes);
    for (&input, backward) in operation.inputs.iter().zip(&operation.backward) {
        if nodes[input].requires_grad {
            add_to(&mut douts[input], backward(&values, &nodes[index].value, dout));
        }
    }
}

/// `sum += m`, where there may be no sum yet.
fn add_to(sum: &mut Option<Matrix<f64>>, m: Matrix<f64>) {
    match sum {
        Some(sum) => *sum += m,
        None => *sum = Some(m),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::tape::{Backward, Forward};

    #[test]
    fn a_node_with_several_uses_has_passed_on_the_sum_of_all() {
        let tape = Tape::new();
        let x = tape.parameter(scalar(3.0));
        let square = x * x;
        let loss = square * square + square; // x⁴ + x²
        loss.backward();
        assert_eq!(square.grad(), Some(scalar(19.0))); // 2·9 + 1
        assert_eq!(x.grad(), Some(scalar(114.0))); //     4·27 + 2·3
    }

    #[test]
    fn two_passes_double_every_gradient_until_zero_grad_forgets_them() {
        let tape = Tape::new();
        let x = tape.parameter(scalar(0.3));
        let hidden = x.tanh();
        let loss = (hidden * x).exp();
        let grads = || [x, hidden, loss].map(Var::grad);
        assert_eq!(grads(), [None, None, None]);
        loss.backward();
        let once = grads();
        loss.backward();
        assert_eq!(grads(), once.clone().map(|grad| grad.map(|grad| 2.0 * grad)));
        tape.zero_grad();
        assert_eq!(grads(), [None, None, None]);
        loss.backward();
        assert_eq!(grads(), once);
    }

    #[test]
    fn a_pass_from_dout_is_that_of_the_loss_whose_gradient_it_is() {
        let tape = Tape::new();
        let x = tape.parameter(Matrix::from_row_slice(1, 2, &[3.0, -1.0]));
        let out = x.powi(2);
        let dout = Matrix::from_row_slice(1, 2, &[10.0, 0.5]);
        (out * tape.constant(dout.clone())).sum().backward();
        let from_the_loss = (x.grad(), out.grad());
        tape.zero_grad();
        out.backward_from(dout);
        assert_eq!((x.grad(), out.grad()), from_the_loss);
    }

    #[test]
    fn only_what_depends_on_a_parameter_and_leads_to_the_loss_gets_a_gradient() {
        let tape = Tape::new();
        let (data, w, other) = (tape.constant(scalar(2.0)), tape.parameter(scalar(3.0)), tape.parameter(scalar(5.0)));
        let double = data + data;
        let loss = double * w;
        let later = loss * other;
        loss.backward();
        assert_eq!([data, double, w, other, later].map(Var::requires_grad), [false, false, true, true, true]);
        assert_eq!([data, double, other, later].map(Var::grad), [None, None, None, None]);
        assert_eq!([w, loss].map(Var::grad), [Some(scalar(4.0)), Some(scalar(1.0))]);
    }

    #[test]
    fn backward_does_no_work_for_constants() {
        let tape = Tape::new();
        let (data, w) = (tape.constant(scalar(2.0)), tape.parameter(scalar(3.0)));
        let forward: Forward = Box::new(|inputs| inputs[0] + inputs[1]);
        let backward: Vec<Backward> =
            vec![Box::new(|_, _, _| panic!("nobody wants this gradient")), Box::new(|_, _, dout| dout.clone())];
        tape.record("add", &[data, w], forward, backward).backward();
        assert_eq!(w.grad(), Some(scalar(1.0)));
    }

    #[test]
    #[should_panic(expected = "backward: a loss is a single number, this one has the shape (4, 2)")]
    fn backward_begins_at_a_single_number() {
        Tape::new().parameter(Matrix::zeros(4, 2)).exp().backward();
    }

    #[test]
    #[should_panic(expected = "backward_from: dout is (1, 2), the value (4, 2)")]
    fn dout_has_the_shape_of_the_value() {
        Tape::new().parameter(Matrix::zeros(4, 2)).exp().backward_from(Matrix::zeros(1, 2));
    }

    #[test]
    #[should_panic(expected = "backward: the loss depends on no parameter")]
    fn backward_needs_a_parameter() {
        Tape::new().constant(scalar(1.0)).exp().backward();
    }

    #[test]
    #[should_panic(expected = "backward: a leaf has changed, call Tape::forward first")]
    fn backward_does_not_mix_new_leaves_with_old_results() {
        let tape = Tape::new();
        let x = tape.parameter(scalar(1.0));
        let loss = x.exp();
        x.set(scalar(2.0));
        loss.backward();
    }
}
