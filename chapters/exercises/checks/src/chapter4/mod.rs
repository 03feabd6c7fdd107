//! 4 Training neural networks (신경망 학습).

mod gradient;
mod training;

pub use gradient::{Loss, gradient_descent, numerical_diff, numerical_gradient};
pub use training::{LossAndGradient, Sample, cross_entropy, mini_batch, training_loop, two_layer_net};
