//! 6.4.3 Dropout (드롭아웃) as an ensemble (앙상블): every mask makes another network, and all of them share their weights.
//! [`Layer::predict`] stands for the mean of their scores, of which there are 2ᴴ with H hidden units. It is exactly that
//! mean where only affine layers follow a mask, and approximately in a deeper network.

use common::layers::{Layer, Sequential};
use common::{Float, Matrix};

/// Scores with dropout, the mean over `passes` forward passes with random masks. `x`: N x D, scores: N x C.
pub fn mean_with_masks<T: Float>(layers: &mut Sequential<T>, x: &Matrix<T>, passes: usize) -> Matrix<T> {
    let mut sum = layers.forward(x.clone());
    for _ in 1..passes {
        sum += layers.forward(x.clone());
    }
    sum / T::of(passes as f64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use common::layers::{Affine, Dropout, Relu};
    use common::matrix::random_normal;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    fn half(seed: u64) -> Box<Dropout<f64>> {
        Box::new(Dropout::new(0.5, ChaCha8Rng::seed_from_u64(seed)))
    }

    /// Three inputs, three outputs, and a bias of one half.
    fn affine(seed: u64) -> Box<Affine<f64>> {
        let w = random_normal(3, 3, 1.0, &mut ChaCha8Rng::seed_from_u64(seed));
        Box::new(Affine::new(w, Matrix::from_element(1, 3, 0.5)))
    }

    fn row(values: &[f64]) -> Matrix<f64> {
        Matrix::from_row_slice(1, values.len(), values)
    }

    #[test]
    fn with_one_hidden_layer_the_mean_over_all_masks_is_the_prediction() {
        let mut layers = Sequential(vec![affine(1), Box::new(Relu::default()), half(1), affine(2)]);
        let x = row(&[0.3, -0.2, 0.9]);
        let mut by_mask = BTreeMap::new();
        for _ in 0..200 {
            let scores = layers.forward(x.clone());
            by_mask.insert(scores.map(f64::to_bits).as_slice().to_vec(), scores);
        }
        assert_eq!(by_mask.len(), 8, "the masks of three units, all equally likely");
        let mean = by_mask.values().sum::<Matrix<f64>>() / 8.0;
        assert!((mean - layers.predict(x)).amax() < 1e-12);
    }

    #[test]
    fn without_activation_functions_the_mean_converges_to_the_prediction_at_any_depth() {
        let mut layers = Sequential(vec![affine(1), half(1), affine(2), half(2), affine(3), half(3), affine(4)]);
        let x = row(&[0.3, -0.2, 0.9]);
        let each_with_its_mask = layers.forward(Matrix::from_fn(10_000, 3, |_, feature| x[feature]));
        let standard_error = each_with_its_mask.column(0).variance().sqrt() / 100.0;
        let error = mean_with_masks(&mut layers, &x, 10_000)[0] - layers.predict(x)[0];
        assert!(error.abs() < 4.0 * standard_error, "{error}, {standard_error}");
    }

    #[test]
    fn a_relu_between_mask_and_output_makes_them_differ() {
        // max(0, x₁ - x₂) is 2, 0, 0, 0 with the four masks, and 0 without.
        let difference = Affine::new(Matrix::from_row_slice(2, 1, &[1.0, -1.0]), Matrix::zeros(1, 1));
        let mut layers = Sequential(vec![half(1), Box::new(difference), Box::new(Relu::default())]);
        let x = row(&[1.0, 1.0]);
        assert_eq!(layers.predict(x.clone()), row(&[0.0]));
        assert!((mean_with_masks(&mut layers, &x, 10_000)[0] - 0.5).abs() < 0.04);
    }
}
