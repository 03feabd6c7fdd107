//! Course: automatic differentiation (자동미분), the computational graphs (계산 그래프) of section 5.1 at work.
//!
//! Every operation on a [`Var`] computes its value at once and records a node on the [`Tape`]: the operation and its
//! inputs. [`Var::backward`] goes through the tape in reverse, from the loss L. When it reaches a node, ∂L/∂out of that
//! node is complete, and the chain rule (연쇄법칙) adds its part to the gradient of each input:
//!
//! ```text
//! ∂L/∂in += ∂L/∂out · ∂out/∂in
//! ```
//!
//! It is a sum because an input may be used several times. An operation needs to know only its own ∂out/∂in, which the
//! book calls local computation (국소적 계산). One such pass gives the gradients of all parameters. This is reverse-mode
//! (역방향) automatic differentiation, called backpropagation (오차역전파법) for neural networks.
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
