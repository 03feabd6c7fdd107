//! Gradient checks of layers, losses and networks, in `f64`: backward pass against numerical gradient. Each check also
//! breaks a gradient, which it must reject.

mod image_network;
mod images;
mod layers;
mod network;

use common::Matrix;
use common::matrix::random_normal;
use rand::rngs::ChaCha8Rng;

fn random(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Matrix<f64> {
    random_normal(rows, columns, 1.0, rng)
}
