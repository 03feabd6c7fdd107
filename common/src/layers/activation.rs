//! The activation layers, to choose from.

use clap::ValueEnum;

use super::{Gelu, Layer, LeakyRelu, Relu, Sigmoid, Tanh};
use crate::Float;

/// An activation function, as a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "they are the names of the layers")]
pub enum Activation {
    #[default]
    Relu,
    LeakyRelu,
    Gelu,
    Tanh,
    Sigmoid,
}

impl Activation {
    /// A layer with this activation function.
    pub fn layer<T: Float>(self) -> Box<dyn Layer<T>> {
        match self {
            Self::Relu => Box::new(Relu::default()),
            Self::LeakyRelu => Box::new(LeakyRelu::default()),
            Self::Gelu => Box::new(Gelu::default()),
            Self::Tanh => Box::new(Tanh::default()),
            Self::Sigmoid => Box::new(Sigmoid::default()),
        }
    }
}
