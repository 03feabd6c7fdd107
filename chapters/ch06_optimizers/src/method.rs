//! 6.1 Updating parameters (매개변수 갱신): the optimizers by name, with the learning rates of the two experiments.

use common::Float;
use common::optimizers::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};

/// A method to update parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// 6.1.2 Stochastic gradient descent (확률적 경사 하강법(SGD)): straight down the gradient.
    Sgd,
    /// 6.1.4 Momentum (모멘텀): a ball that rolls.
    Momentum,
    /// Momentum that looks ahead; in the book's repository, not in its text.
    Nesterov,
    /// 6.1.5 AdaGrad: smaller steps where gradients were large.
    AdaGrad,
    /// AdaGrad with a decaying memory; the book names it in 6.1.5.
    RmsProp,
    /// 6.1.6 Adam: momentum, and steps scaled by the size of the gradients.
    Adam,
    /// Adam with decoupled weight decay; not in the book.
    AdamW,
}

impl Method {
    /// All of them, in the order of the book.
    pub const ALL: [Self; 7] =
        [Self::Sgd, Self::Momentum, Self::Nesterov, Self::AdaGrad, Self::RmsProp, Self::Adam, Self::AdamW];

    /// Its name, as its authors write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sgd => "SGD",
            Self::Momentum => "Momentum",
            Self::Nesterov => "Nesterov",
            Self::AdaGrad => "AdaGrad",
            Self::RmsProp => "RMSprop",
            Self::Adam => "Adam",
            Self::AdamW => "AdamW",
        }
    }

    /// The optimizer before its first step.
    pub fn optimizer<T: Float>(self, lr: f64) -> Optimizer<T> {
        match self {
            Self::Sgd => Optimizer::new(Sgd, lr),
            Self::Momentum => Optimizer::new(Momentum::default(), lr),
            Self::Nesterov => Optimizer::new(Nesterov::default(), lr),
            Self::AdaGrad => Optimizer::new(AdaGrad, lr),
            Self::RmsProp => Optimizer::new(RmsProp::default(), lr),
            Self::Adam => Optimizer::new(Adam::default(), lr),
            Self::AdamW => Optimizer::new(AdamW::default(), lr),
        }
    }

    /// 6.1.3 to 6.1.6 Its learning rate on [`f`](crate::f).
    pub fn path_rate(self) -> f64 {
        match self {
            Self::Sgd => 0.95,
            Self::Momentum | Self::Nesterov | Self::RmsProp => 0.1,
            Self::AdaGrad => 1.5,
            Self::Adam | Self::AdamW => 0.3,
        }
    }

    /// 6.1.8 Its learning rate on handwritten digits.
    pub fn digits_rate(self) -> f64 {
        match self {
            Self::Sgd | Self::Momentum | Self::Nesterov | Self::AdaGrad => 0.01,
            Self::RmsProp | Self::Adam | Self::AdamW => 0.001,
        }
    }
}
