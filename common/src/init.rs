//! 6.2 Initial weights (가중치의 초깃값): how widely they are spread.

use rand::{Rng, RngExt};

use crate::matrix::random_normal;
use crate::{Float, Matrix};

/// Weight initialization: the distribution around 0 that initial weights are drawn from, a normal distribution of some
/// standard deviation or, with [`WeightInit::Uniform`], a uniform one.
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
    /// PyTorch's initialization of `nn.Linear` and `nn.Conv2d`: uniform from `-1/√D` to `1/√D`, for weights and biases
    /// alike; with all others, biases are 0. The standard deviation is `√(1/(3D))`.
    Uniform,
}

impl WeightInit {
    /// The standard deviation of the weights of a layer with D `inputs`.
    pub fn std(self, inputs: usize) -> f64 {
        match self {
            Self::Std(std) => std,
            Self::Xavier => (1.0 / inputs as f64).sqrt(),
            Self::He => (2.0 / inputs as f64).sqrt(),
            Self::Uniform => (1.0 / (3.0 * inputs as f64)).sqrt(),
        }
    }

    /// Weights of a fully connected layer, D `inputs` x H `outputs`.
    pub fn weights<T: Float>(self, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Matrix<T> {
        match self {
            Self::Uniform => uniform(inputs, outputs, inputs, rng),
            _ => random_normal(inputs, outputs, self.std(inputs), rng),
        }
    }

    /// Biases of a fully connected layer, 1 x H `outputs`.
    pub fn biases<T: Float>(self, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Matrix<T> {
        match self {
            Self::Uniform => uniform(1, outputs, inputs, rng),
            _ => Matrix::zeros(1, outputs),
        }
    }
}

/// A matrix of values drawn uniformly from `-1/√inputs` to `1/√inputs`.
fn uniform<T: Float>(rows: usize, columns: usize, inputs: usize, rng: &mut impl Rng) -> Matrix<T> {
    let bound = (1.0 / inputs as f64).sqrt();
    Matrix::from_fn(rows, columns, |_, _| T::of(rng.random_range(-bound..bound)))
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
            (WeightInit::Uniform, 784, 0.020_619_652),
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
    #[test]
    fn uniform_weights_and_biases_fill_their_bounds() {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let bound = 0.05; // 1/√400
        let (w, b): (Matrix<f64>, _) =
            (WeightInit::Uniform.weights(400, 1000, rng), WeightInit::Uniform.biases(400, 1000, rng));
        assert_eq!(b.shape(), (1, 1000));
        for m in [w, b] {
            assert!((-bound..-0.99 * bound).contains(&m.min()), "{}", m.min());
            assert!((0.99 * bound..bound).contains(&m.max()), "{}", m.max());
            let below_half = m.iter().filter(|m| m.abs() < bound / 2.0).count() as f64 / m.len() as f64;
            assert!((below_half - 0.5).abs() < 2.0 / (m.len() as f64).sqrt(), "{below_half}");
            // The variance of U(-a, a) is a²/3; the standard error of its estimate is about 0.9 of it over √n.
            let variance = bound * bound / 3.0;
            assert!(
                (m.variance() - variance).abs() < 4.0 * 0.9 * variance / (m.len() as f64).sqrt(),
                "{}",
                m.variance()
            );
        }
    }

    #[test]
    fn biases_are_0_with_normal_weights_and_draw_nothing() {
        for init in [WeightInit::Std(0.01), WeightInit::Xavier, WeightInit::He] {
            let mut rng = ChaCha8Rng::seed_from_u64(0);
            assert_eq!(init.biases::<f64>(400, 3, &mut rng), Matrix::zeros(1, 3));
            assert_eq!(rng, ChaCha8Rng::seed_from_u64(0));
        }
    }
}
