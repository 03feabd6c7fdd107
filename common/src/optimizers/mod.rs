//! 6.1 Updating parameters (매개변수 갱신), the book's `common/optimizer.py`: optimizers.
//!
//! All of them follow PyTorch's formulas, with its defaults; only the momentum of 0.9 is the book's. In the formulas, w
//! is one element of a parameter, g is ∂L/∂w, and lr is the learning rate. A [`Rule`] is such a formula; an
//! [`Optimizer`] has a rule, a learning rate, and a [`State`].
//!
//! ```
//! use common::Matrix;
//! use common::layers::{Param, Role};
//! use common::optimizers::{Momentum, Optimizer};
//!
//! // Minimize L = w², whose gradient is 2w.
//! let mut param = Param::new("weight", Role::Weight, Matrix::from_element(1, 1, 3.0_f64));
//! let mut optimizer = Optimizer::new(Momentum::default(), 0.1);
//! for _ in 0..100 {
//!     param.grad = &param.value * 2.0;
//!     optimizer.update(vec![&mut param]);
//! }
//! assert!(param.value[0].abs() < 0.05);
//! ```

mod adagrad;
mod adam;
mod adamw;
mod method;
mod momentum;
mod nesterov;
mod rmsprop;
mod schedule;
mod sgd;
mod state;

pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use method::Method;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rmsprop::RmsProp;
pub use schedule::Schedule;
pub use sgd::Sgd;

pub use state::State;

use crate::Float;
use crate::layers::{Param, Role};

/// Optimizer: updates parameters with their gradients, by one of the rules of this module.
pub struct Optimizer<T: Float> {
    /// Learning rate: step size down the gradient. It may change between two steps.
    pub lr: f64,
    rule: Box<dyn Rule<T>>,
    state: State<T>,
}

impl<T: Float> Optimizer<T> {
    /// An optimizer with this rule and learning rate.
    pub fn new(rule: impl Rule<T> + 'static, lr: f64) -> Self {
        Self { lr, rule: Box::new(rule), state: State::default() }
    }

    /// Updates every parameter that has a gradient, from its [`Param::grad`]. The state of a parameter belongs to its
    /// position in `params`, so pass the same parameters in the same order at each step.
    ///
    /// # Panics
    ///
    /// If a parameter and its gradient differ in size, or, for a rule with state, the parameters differ in number or
    /// size from those of the first step.
    pub fn update(&mut self, params: Vec<&mut Param<T>>) {
        let learned = params.into_iter().filter(|param| param.role != Role::Statistic).collect();
        self.state.steps += 1;
        self.rule.step(self.lr, &mut self.state, learned);
    }

    /// State kept between steps.
    pub fn state(&self) -> &State<T> {
        &self.state
    }

    /// Restores a state, to continue as the optimizer that it was taken from by [`Optimizer::state`].
    pub fn restore(&mut self, state: State<T>) {
        self.state = state;
    }
}

/// Update rule: computes one step.
pub trait Rule<T: Float>: Send + Sync {
    /// Updates `params` with the learning rate `lr`. `state.steps` includes this step.
    fn step(&self, lr: f64, state: &mut State<T>, params: Vec<&mut Param<T>>);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;

    #[test]
    fn statistics_are_left_as_they_are() {
        let param = |role| Param::new("param", role, Matrix::from_element(1, 2, 1.0_f64));
        let (mut weight, mut statistic) = (param(Role::Weight), param(Role::Statistic));
        // Shrinks whatever it is given, with and without a gradient.
        Optimizer::new(AdamW::default(), 0.1).update(vec![&mut statistic, &mut weight]);
        assert_eq!(statistic, param(Role::Statistic));
        assert_ne!(weight, param(Role::Weight));
    }
}
