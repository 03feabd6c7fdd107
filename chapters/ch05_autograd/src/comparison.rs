//! Every operation of the tape against the numerical gradient.

use ch05_autograd::{Tape, Var};
use common::Matrix;

/// An operation on one or both of two matrices, 4 x 3: the first has elements of both signs, those of the second are
/// greater than 1.
type Operation = for<'t> fn(Var<'t>, Var<'t>) -> Var<'t>;

const OPERATIONS: [(&str, Operation); 16] = [
    ("a + b", |a, b| a + b),
    ("a - b", |a, b| a - b),
    ("a * b", |a, b| a * b),
    ("a / b", |a, b| a / b),
    ("-a", |a, _| -a),
    ("matmul", |a, b| a.matmul(b.transpose())),
    ("transpose", |a, _| a.transpose()),
    ("sum", |a, _| a.sum()),
    ("mean", |a, _| a.mean()),
    ("exp", |a, _| a.exp()),
    ("ln", |_, b| b.ln()),
    ("powi", |a, _| a.powi(3)),
    ("relu", |a, _| a.relu()),
    ("sigmoid", |a, _| a.sigmoid()),
    ("tanh", |a, _| a.tanh()),
    ("softmax_cross_entropy", |a, _| a.softmax_cross_entropy(&[2, 0, 1, 1])),
];

/// Prints how far the gradient of each operation is from the numerical gradient.
pub fn print() {
    println!("\nrelative error of backward against the numerical gradient");
    for (name, operation) in OPERATIONS {
        println!("  {name:22} {:.0e}", distance(operation));
    }
}

/// The relative distance of the gradient with respect to both matrices, taken as one vector.
fn distance(operation: Operation) -> f64 {
    let tape = Tape::new();
    let sign = |i: usize, j: usize| if (i + j).is_multiple_of(2) { 1.0 } else { -1.0 };
    let a = tape.parameter(Matrix::from_fn(4, 3, |i, j| sign(i, j) * (0.5 + 0.5 * element(i, j))));
    let b = tape.parameter(Matrix::from_fn(4, 3, |i, j| 2.0 + element(i, j)));
    let out = operation(a, b);
    // Equal weights for all elements would hide a gradient that belongs to another element.
    let weights = tape.constant(Matrix::from_fn(out.shape().0, out.shape().1, |i, j| 2.0 - element(i, j)));
    let loss = (out * weights).sum();
    loss.backward();

    let (mut distance, mut length) = (0.0, 0.0);
    for leaf in [a, b] {
        let numerical = loss.numerical_gradient(leaf);
        let grad = leaf.grad().unwrap_or_else(|| Matrix::zeros(4, 3));
        distance += (grad - &numerical).norm_squared();
        length += numerical.norm_squared();
    }
    (distance / length).sqrt()
}

/// (4i + j) / 8: a different number below 2 for each element of four rows and four columns.
fn element(i: usize, j: usize) -> f64 {
    (4 * i + j) as f64 / 8.0
}
