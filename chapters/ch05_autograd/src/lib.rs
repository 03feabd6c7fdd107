//! Course: automatic differentiation (자동미분), the computational graphs (계산 그래프) of section 5.1 at work.
//!
//! Every operation on a [`Var`] computes its value at once and writes a node onto the [`Tape`]: what it did, to which
//! nodes. [`Var::backward`] goes along the tape from the loss L back to the start. When it comes to a node, ∂L/∂out of
//! that node is complete, and each input gets its share by the chain rule (연쇄법칙):
//!
//! ```text
//! ∂L/∂in += ∂L/∂out · ∂out/∂in
//! ```
//!
//! The sum is there because an input may be used several times. An operation has to know only its own ∂out/∂in, which
//! is what the book calls local computation (국소적 계산). One such pass gives the gradients of all parameters: that is the
//! reverse mode (역방향) of automatic differentiation, and backpropagation (오차역전파법) is its name for neural
//! networks.
//!
//! The example of the course, whose gradient is 2 (0.2 · 30.2 - 10.5) · 30.2:
//!
//! ```
//! use ch05_autograd::{Tape, scalar};
//!
//! let tape = Tape::new();
//! let x = tape.constant(scalar(30.2));
//! let y = tape.constant(scalar(10.5));
//! let w = tape.parameter(scalar(0.2));
//! let loss = (y - w * x).powi(2);
//!
//! loss.backward();
//! let grad = w.grad().ok_or("the loss depends on w")?;
//! assert!((grad[0] - -269.384).abs() < 1e-10);
//! # Ok::<(), &str>(())
//! ```

mod arithmetic;
mod backward;
mod broadcast;
mod functions;
mod graph;
mod matrices;
mod tape;
mod var;

use common::Matrix;

pub use tape::Tape;
pub use var::Var;

/// A single number, 1 x 1.
pub fn scalar(x: f64) -> Matrix<f64> {
    Matrix::from_element(1, 1, x)
}

/// The scores `activation(x·w1 + b1)·w2 + b2` of a network with one hidden layer, chapter 4's without its softmax.
///
/// `x`: N x D, `w1`: D x H, `b1`: 1 x H, `w2`: H x C, `b2`: 1 x C, scores: N x C.
///
/// # Panics
///
/// If the shapes do not fit.
pub fn two_layer_net<'t>(x: Var<'t>, [w1, b1, w2, b2]: [Var<'t>; 4], activation: fn(Var<'t>) -> Var<'t>) -> Var<'t> {
    activation(x.matmul(w1) + b1).matmul(w2) + b2
}
