//! Choice of activation function.

use clap::ValueEnum;

use super::{Gelu, Layer, LeakyRelu, Relu, Sigmoid, Tanh};
use crate::Float;

/// Activation function of a layer, as a command-line setting.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::functions::{gelu, leaky_relu, relu, sigmoid, tanh};

    #[test]
    fn every_name_gives_its_own_layer() {
        let x = Matrix::from_row_slice(1, 3, &[-2.0, -0.5, 1.5]);
        let functions: [fn(f64) -> f64; 5] = [relu, leaky_relu, gelu, tanh, sigmoid];
        for (activation, function) in Activation::value_variants().iter().zip(functions) {
            assert_eq!(activation.layer().predict(x.clone()), x.map(function), "{activation:?}");
        }
    }
}
