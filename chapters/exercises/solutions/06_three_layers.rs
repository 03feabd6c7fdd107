//! 3.4.3 The forward pass of a three-layer network (구현 정리).
//!
//! ```text
//! a1 = x·w1 + b1      z1 = sigmoid(a1)      x:  N x D     w1: D x H1    b1: 1 x H1    a1, z1: N x H1
//! a2 = z1·w2 + b2     z2 = sigmoid(a2)                    w2: H1 x H2   b2: 1 x H2    a2, z2: N x H2
//! y  = z2·w3 + b3                                         w3: H2 x C    b3: 1 x C     y:  N x C
//! ```
//!
//! `dot(a, b)` is a product of matrices, `add_row(m, &b)` adds the row b to each row of m. The output layer has the
//! identity as its activation function.

use checks::{Verdict, chapter3};
use common::Matrix;
use common::functions::sigmoid;
use common::matrix::{add_row, dot};

/// The output of the network, N x C, for the input `x`, N x D. `w` holds w1, w2, w3 and `b` holds b1, b2, b3.
pub fn forward(x: &Matrix<f64>, w: &[Matrix<f64>; 3], b: &[Matrix<f64>; 3]) -> Matrix<f64> {
    // <solution>
    let z1 = add_row(dot(x, &w[0]), &b[0]).map(sigmoid);
    let z2 = add_row(dot(&z1, &w[1]), &b[1]).map(sigmoid);
    add_row(dot(&z2, &w[2]), &b[2])
    // </solution>
}

/// `cargo run -p exercises -- three_layers` runs this check.
pub fn main() -> Verdict {
    chapter3::three_layers(forward)
}
