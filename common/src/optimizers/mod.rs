//! 6.1 Updating parameters (매개변수 갱신), the book's `common/optimizer.py`: ways to turn gradients into steps.
//!
//! All of them follow PyTorch's formulas, with its defaults; only the momentum of 0.9 is the book's. In the formulas, w is one number of a parameter, g is ∂L/∂w, and lr is the
//! learning rate.
//!
//! ```
//! use common::Matrix;
//! use common::layers::Param;
//! use common::optimizers::{Momentum, Optimizer};
//!
//! // Down L = w², whose gradient is 2w.
//! let mut param = Param::new(Matrix::from_element(1, 1, 3.0_f64));
//! let mut optimizer = Momentum::new(0.1);
//! for _ in 0..100 {
//!     param.grad = &param.value * 2.0;
//!     optimizer.update(vec![&mut param]);
//! }
//! assert!(param.value[0].abs() < 0.05);
//! ```

mod adagrad;
mod adam;
mod adamw;
mod momentum;
mod nesterov;
mod rmsprop;
mod sgd;
mod state;

pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;

use crate::Float;
use crate::layers::Param;

/// A rule that moves parameters against their gradients.
pub trait Optimizer<T: Float>: Send {
    /// One step for every parameter, from its [`Param::grad`]. What the optimizer remembers of a parameter belongs to its place
    /// among `params`, so they are the same ones in the same order each time.
    ///
    /// # Panics
    ///
    /// If a parameter and its gradient differ in size, or, where the optimizer remembers something, a parameter has another
    /// size than at the first step.
    fn update(&mut self, params: Vec<&mut Param<T>>);
}
