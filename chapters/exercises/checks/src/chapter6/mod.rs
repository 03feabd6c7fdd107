//! 6 Techniques of training (학습 관련 기술들).

mod batch_norm;
mod optimizers;
mod regularization;
mod weights;

pub use batch_norm::{batch_norm, batch_norm_backward};
pub use optimizers::{adam, momentum, sgd};
pub use regularization::{dropout, early_stopping};
pub use weights::he;
