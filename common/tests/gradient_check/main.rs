//! Layers, losses and networks against the difference quotient, in `f64`. Each check has a companion that breaks a gradient and
//! sees the check fail.

mod layers;
mod network;

use common::Matrix;
use common::matrix::random_normal;
use rand::rngs::ChaCha8Rng;

fn random(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Matrix<f64> {
    random_normal(rows, columns, 1.0, rng)
}
