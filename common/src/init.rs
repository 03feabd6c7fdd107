//! 6.2 Initial weights (가중치의 초깃값): how far apart the weights of a layer begin.

use rand::Rng;

use crate::matrix::random_normal;
use crate::{Float, Matrix};

/// How widely the initial weights of a layer are spread. They are drawn from a normal distribution around 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightInit {
    /// This standard deviation, whatever the layer.
    Std(f64),
    /// 6.2.2 Xavier (Xavier 초깃값), `√(1/D)` for D inputs: keeps the variance of what a linear layer hands on. The book takes
    /// it for sigmoid and tanh, which are nearly linear around 0. Glorot and Bengio 2010 have `√(2/(D + H))`, with H outputs;
    /// the book and Caffe leave the outputs out.
    Xavier,
    /// 6.2.3 He (He 초깃값), `√(2/D)`: twice the variance, since ReLU passes only half of what it gets (He et al. 2015).
    He,
}

impl WeightInit {
    /// The standard deviation of the weights of a layer with D `inputs`.
    pub fn std(self, inputs: usize) -> f64 {
        match self {
            Self::Std(std) => std,
            Self::Xavier => (1.0 / inputs as f64).sqrt(),
            Self::He => (2.0 / inputs as f64).sqrt(),
        }
    }

    /// Weights of a fully connected layer, D `inputs` x H `outputs`.
    pub fn weights<T: Float>(self, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Matrix<T> {
        random_normal(inputs, outputs, self.std(inputs), rng)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    #[test]
    fn weights_have_mean_0_and_the_deviation_of_their_start() {
        for (init, inputs, std) in [
            (WeightInit::Std(0.01), 400, 0.01),
            (WeightInit::Xavier, 400, 0.05),
            (WeightInit::He, 200, 0.1),
            (WeightInit::He, 784, 0.050_507_627),
        ] {
            let w: Matrix<f64> = init.weights(inputs, 1000, &mut ChaCha8Rng::seed_from_u64(0));
            assert_eq!(w.shape(), (inputs, 1000));
            // Four standard errors of mean and deviation.
            let n = w.len() as f64;
            assert!(w.mean().abs() < 4.0 * std / n.sqrt(), "{init:?}: mean {}", w.mean());
            let deviation = w.variance().sqrt();
            assert!((deviation - std).abs() < 4.0 * std / (2.0 * n).sqrt(), "{init:?}: deviation {deviation}");
        }
    }
}
