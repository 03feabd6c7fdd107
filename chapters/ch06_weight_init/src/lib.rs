//! 6.2 Initial weights (가중치의 초깃값): the outputs of the layers of an untrained network, and the number of its units that
//! differ.

mod equal_units;

use common::init::WeightInit;
use common::{Float, Matrix, Network};

pub use equal_units::{distinct_columns, fill_weights, merged};

/// The initializations that the chapter compares, with their names in tables and pictures.
pub const INITIALIZATIONS: [(&str, WeightInit); 4] = [
    ("std = 1", WeightInit::Std(1.0)),
    ("std = 0.01", WeightInit::Std(0.01)),
    ("Xavier", WeightInit::Xavier),
    ("He", WeightInit::He),
];

/// 6.2.2 The activations of the hidden layers (은닉층의 활성화값 분포): their outputs, N x H, for the input `x`, N x D. The
/// layers of `network` are affine, activation, affine, activation, …, affine.
pub fn activations<T: Float>(network: &Network<T>, x: Matrix<T>) -> Vec<Matrix<T>> {
    let mut z = x;
    let mut activations = Vec::new();
    for hidden in network.layers.0.chunks_exact(2) {
        z = hidden.iter().fold(z, |z, layer| layer.predict(z));
        activations.push(z.clone());
    }
    activations
}

#[cfg(test)]
mod tests {
    use common::MultiLayerNet;
    use common::init::WeightInit::{He, Std, Xavier};
    use common::layers::Activation::{self, Relu, Sigmoid, Tanh};
    use common::matrix::random_normal;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    /// The experiment of section 6.2.2: 1,000 samples of 100 features, and the outputs of five layers of 100 units.
    fn five_layers(activation: Activation, weight_init: WeightInit, seed: u64) -> Vec<Matrix<f64>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let x = random_normal(1000, 100, 1.0, &mut rng);
        let plan = MultiLayerNet { hidden_sizes: vec![100; 5], activation, weight_init, ..MultiLayerNet::new(100, 1) };
        activations(&plan.build(&mut rng), x)
    }

    fn deviation(m: &Matrix<f64>) -> f64 {
        m.variance().sqrt()
    }

    fn mean_square(m: &Matrix<f64>) -> f64 {
        m.norm_squared() / m.len() as f64
    }

    #[test]
    fn large_weights_drive_the_sigmoid_to_its_ends_and_small_ones_to_its_middle() {
        for seed in 0..3 {
            for z in five_layers(Sigmoid, Std(1.0), seed) {
                let at_the_ends = z.iter().filter(|&&z| !(0.05..0.95).contains(&z)).count();
                assert!(at_the_ends > z.len() * 3 / 5, "{at_the_ends} with seed {seed}");
            }
            for z in five_layers(Sigmoid, Std(0.01), seed) {
                assert!((z.mean() - 0.5).abs() < 0.01 && deviation(&z) < 0.03, "{} with seed {seed}", deviation(&z));
            }
        }
    }

    #[test]
    fn with_xavier_tanh_keeps_much_of_its_spread_and_with_small_weights_a_tenth_each_layer() {
        for seed in 0..3 {
            let xavier = five_layers(Tanh, Xavier, seed);
            assert!(xavier.iter().all(|z| (0.25..0.7).contains(&deviation(z))), "seed {seed}");
            let small = five_layers(Tanh, Std(0.01), seed);
            for pair in small.windows(2) {
                assert!((0.08..0.12).contains(&(deviation(&pair[1]) / deviation(&pair[0]))), "seed {seed}");
            }
        }
    }

    #[test]
    fn with_he_relu_keeps_its_mean_square_and_with_xavier_it_loses_half_of_it_each_layer() {
        for seed in 0..3 {
            let (he, xavier) = (five_layers(Relu, He, seed), five_layers(Relu, Xavier, seed));
            for pair in he.windows(2) {
                assert!((0.6..1.6).contains(&(mean_square(&pair[1]) / mean_square(&pair[0]))), "seed {seed}");
            }
            for (layer, (he, xavier)) in (1..).zip(he.iter().zip(&xavier)) {
                let ratio = mean_square(xavier) / mean_square(he);
                assert!((ratio * 2_f64.powi(layer) - 1.0).abs() < 1e-9, "{ratio} in layer {layer} with seed {seed}");
            }
        }
    }

    /// What the README says of the fifth layer, which no histogram shows.
    #[test]
    fn deep_sigmoid_layers_hardly_answer_to_the_input_and_deep_tanh_layers_do() {
        let by_input = |z: &Matrix<f64>| z.column_iter().map(|unit| unit.variance()).sum::<f64>() / z.ncols() as f64;
        let share = |activation| {
            let layers = five_layers(activation, Xavier, 1);
            by_input(&layers[4]) / layers[4].variance()
        };
        let (sigmoid, tanh) = (share(Sigmoid), share(Tanh));
        assert!((1.5e-5..2.5e-5).contains(&sigmoid) && tanh > 0.9, "{sigmoid} {tanh}");
    }
}
