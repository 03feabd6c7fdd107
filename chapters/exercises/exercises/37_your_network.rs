//! 8.1.1 A network of your own (더 깊은 신경망으로): at least 96 % of the embedded test digits right, in 10 seconds.
//!
//! ```text
//! images: 1,437 of 8 x 8 pixels from 0 to 1, ten classes        x: N x 64   scores: N x 10
//! ```
//!
//! Layers and optimizers are those of `common`, and you decide which: `Affine::init(WeightInit::He, 64, 100, rng)`,
//! `Relu::default()`, `BatchNorm::new(100)`, `Dropout::new(0.2, rng)`, `Convolution`, `Pooling`; `Optimizer::new(Adam::default(),
//! 0.001)`. `network.loss_and_gradient(x, &t)` computes the gradients, `optimizer.update(network.params_mut())` takes a step.
//! A linear model reaches about 94 %.

use checks::{Verdict, chapter8};
use common::init::WeightInit;
use common::layers::{Affine, Relu};
use common::optimizers::{Adam, Optimizer};
use common::{Dataset, Network};
use rand::rngs::ChaCha8Rng;

/// A network trained on `images`.
pub fn train(images: &Dataset, rng: &mut ChaCha8Rng) -> Network<f32> {
    todo!()
}

/// `cargo run -p exercises -- your_network` runs this check.
pub fn main() -> Verdict {
    chapter8::your_network(train)
}
