//! An optimizer chosen by its name.

use clap::ValueEnum;

use super::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use crate::float::Float;

/// 6.1 A method to update parameters (매개변수 갱신), with the coefficients of its paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
pub enum Method {
    /// 6.1.2 Stochastic gradient descent (확률적 경사 하강법(SGD)): straight down the gradient.
    #[default]
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
}
