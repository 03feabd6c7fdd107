//! The learning rates of the two experiments.

use common::optimizers::Method;

/// 6.1.3 to 6.1.6 The learning rate of a method on [`f`](crate::f).
pub fn path_rate(method: Method) -> f64 {
    match method {
        Method::Sgd => 0.95,
        Method::Momentum | Method::Nesterov | Method::RmsProp => 0.1,
        Method::AdaGrad => 1.5,
        Method::Adam | Method::AdamW => 0.3,
    }
}

/// 6.1.8 The learning rate of a method on handwritten digits.
pub fn digits_rate(method: Method) -> f64 {
    match method {
        Method::Sgd | Method::Momentum | Method::Nesterov | Method::AdaGrad => 0.01,
        Method::RmsProp | Method::Adam | Method::AdamW => 0.001,
    }
}
