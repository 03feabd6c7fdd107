//! 4.5.1 The loss of a two-layer network (2층 신경망 클래스 구현하기).
//!
//! ```text
//! a1 = x·w1 + b1       x: N x D    w1: D x H   b1: 1 x H    a1: N x H
//! z1 = sigmoid(a1)                                          z1: N x H
//! a2 = z1·w2 + b2                  w2: H x C   b2: 1 x C    a2: N x C, the scores
//! L  = cross entropy of softmax(a2) for the labels t
//! ```
//!
//! `common::functions::softmax_cross_entropy(&a2, t)` is softmax and cross entropy in one.

use checks::{Model, Verdict, chapter4};
use common::Matrix;
use common::functions::{sigmoid, softmax_cross_entropy};
use common::matrix::{add_row, dot};

/// A network with one hidden layer.
pub struct TwoLayerNet {
    w1: Matrix<f64>,
    b1: Matrix<f64>,
    w2: Matrix<f64>,
    b2: Matrix<f64>,
}

impl Model for TwoLayerNet {
    /// The scores, N x C, of the images `x`, N x D.
    fn predict(&self, x: &Matrix<f64>) -> Matrix<f64> {
        todo!()
    }

    /// The loss of the images `x` with the labels `t`, mean over the batch.
    fn loss(&self, x: &Matrix<f64>, t: &[usize]) -> f64 {
        todo!()
    }
}

/// `cargo run -p exercises -- two_layer_net` runs this check.
pub fn main() -> Verdict {
    chapter4::two_layer_net(|[w1, b1, w2, b2]| Box::new(TwoLayerNet { w1, b1, w2, b2 }))
}
