//! 6.3.1 The backward pass of batch normalization (배치 정규화 알고리즘), a hard one.
//!
//! ```text
//! x̂ = (x - μ) / σ        out = γ x̂ + β              σ = √(variance + ε)        x, out, dout: N x D
//! dβ = Σₙ dout           dγ = Σₙ dout x̂             γ, β, dγ, dβ: 1 x D
//! dx = γ/σ (dout - dβ/N - x̂ dγ/N)                   all sums are over a column
//! ```
//!
//! Why not γ/σ dout alone? Each x also changes μ and σ, and through them every other output of its column. First derive
//! it on paper, from the computational graph of the forward pass.

use checks::{Gradients, Verdict, chapter6};
use common::Matrix;

/// The gradients from the input `x`, γ and `dout`.
pub fn batch_norm_backward(x: &Matrix<f64>, gamma: &Matrix<f64>, dout: &Matrix<f64>) -> Gradients {
    let (n, features) = x.shape();
    let mut gradients =
        Gradients { dx: dout.clone(), dgamma: Matrix::zeros(1, features), dbeta: Matrix::zeros(1, features) };
    for d in 0..features {
        let mean = x.column(d).mean();
        let sigma = (x.column(d).variance() + 1e-5).sqrt();
        let x_hat = x.column(d).map(|x| (x - mean) / sigma);
        todo!()
    }
    gradients
}

/// `cargo run -p exercises -- batch_norm_backward` runs this check.
pub fn main() -> Verdict {
    chapter6::batch_norm_backward(batch_norm_backward)
}
