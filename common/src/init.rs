//! 6.2 Initial weights (가중치의 초깃값): how widely they are spread.

use rand::Rng;

use crate::matrix::random_normal;
use crate::{Float, Matrix};

/// Weight initialization: standard deviation of the normal distribution around 0 that initial weights are drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightInit {
    /// The given standard deviation, the same for every layer.
    Std(f64),
    /// 6.2.2 Xavier initialization (Xavier 초깃값), `√(1/D)` for D inputs: a linear layer then preserves the variance of
    /// its inputs. The book uses it for sigmoid and tanh, which are nearly linear around 0. Glorot and Bengio 2010 have
    /// `√(2/(D + H))` for H outputs; the book and Caffe leave H out.
    Xavier,
    /// 6.2.3 He initialization (He 초깃값), `√(2/D)`: twice the variance, since ReLU zeroes half of its inputs (He et al.
    /// 2015).
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
    fn weights_have_mean_0_and_the_standard_deviation_of_their_initialization() {
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
