//! Course: automatic differentiation (자동미분): an operation for the tape, and the chain rule back through all of them.
//!
//! ```text
//! grad[output] = 1, all others 0; then for each node, from the output back, and each of its inputs:
//! grad[input] += grad[node] · ∂node/∂input
//! ```
//!
//! A node comes after its inputs on the tape. A value that is used twice gets the sum of two gradients.

use checks::{Graph, Verdict, chapter5};

/// A number that was computed, and for each number it was computed from its place and ∂node/∂input.
struct Node {
    value: f64,
    inputs: Vec<(usize, f64)>,
}

/// All numbers in the order in which they were computed. Methods take and return places on the tape.
#[derive(Default)]
pub struct Tape(Vec<Node>);

impl Graph for Tape {
    fn leaf(&mut self, value: f64) -> usize {
        self.0.push(Node { value, inputs: vec![] });
        self.0.len() - 1
    }

    fn add(&mut self, a: usize, b: usize) -> usize {
        self.0.push(Node { value: self.0[a].value + self.0[b].value, inputs: vec![(a, 1.0), (b, 1.0)] });
        self.0.len() - 1
    }

    fn mul(&mut self, a: usize, b: usize) -> usize {
        todo!()
    }

    fn value(&self, node: usize) -> f64 {
        self.0[node].value
    }

    /// ∂output/∂node for each node up to `output`.
    fn backward(&self, output: usize) -> Vec<f64> {
        todo!()
    }
}

/// `cargo run -p exercises -- tape` runs this check.
pub fn main() -> Verdict {
    chapter5::tape(|| Box::new(Tape::default()))
}
