//! 6.2.1 What if the initial weights are 0? (초깃값을 0으로 하면?): equal units.
//!
//! ```text
//! z = f(x·w1 + b1)     scores = z·w2 + b2     x: N x D   w1: D x H   b1: 1 x H   w2: H x C   b2: 1 x C
//! ```
//!
//! If the columns of w1 are equal, and so are the rows of w2, then all columns of z are equal, and so are all columns
//! of ∂L/∂w1 and all rows of ∂L/∂w2. No step breaks this symmetry.

use common::layers::{Activation, Affine, Role};
use common::matrix::column_sums;
use common::{Float, Matrix, Network};

/// Sets all weights to the same `value`. Biases stay as they are.
pub fn fill_weights<T: Float>(network: &mut Network<T>, value: T) {
    for w in network.params_mut().into_iter().filter(|param| param.role == Role::Weight) {
        w.value.fill(value);
    }
}

/// The number of distinct columns of `w`, compared bit by bit: the number of units with different weights.
pub fn distinct_columns<T: Float>(w: &Matrix<T>) -> usize {
    let is_new = |&j: &usize| (0..j).all(|earlier| w.column(earlier) != w.column(j));
    (0..w.ncols()).filter(is_new).count()
}

/// A network with one unit in place of the hidden layer of `network`: the first one, with the sum of the output weights
/// of all units. If the units are equal, it computes the same.
///
/// # Panics
///
/// If `network` does not have one hidden layer.
pub fn merged<T: Float>(network: &Network<T>, activation: Activation) -> Network<T> {
    let params: Vec<Matrix<T>> = network.params().into_iter().map(|param| param.value.clone()).collect();
    let [w1, b1, w2, b2] = &params[..] else { panic!("a network with one hidden layer has four parameters") };
    let first = |m: &Matrix<T>| m.columns(0, 1).into_owned();
    Network::new(vec![
        Box::new(Affine::new(first(w1), first(b1))),
        activation.layer(),
        Box::new(Affine::new(column_sums(w2), b2.clone())),
    ])
}

#[cfg(test)]
mod tests {
    use common::layers::Activation::{Relu, Sigmoid, Tanh};
    use common::optimizers::{Optimizer, Sgd};
    use common::{MultiLayerNet, Trainer};
    use datasets::{CLASSES, digits};
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    #[test]
    fn columns_are_distinct_if_they_differ_anywhere() {
        let w = Matrix::from_row_slice(2, 4, &[1.0, 1.0, 2.0, 1.0, 3.0, 4.0, 3.0, 3.0]);
        assert_eq!(distinct_columns(&w), 3);
        assert_eq!(distinct_columns(&Matrix::from_element(3, 5, 0.5)), 1);
    }

    /// A network with 8 hidden units that has taken 300 steps on the embedded digits. All its weights are initialized
    /// to `weight`, if given.
    fn trained(activation: Activation, weight: Option<f32>) -> Network<f32> {
        let (digits, mut rng) = (digits::load(), ChaCha8Rng::seed_from_u64(1));
        let plan =
            MultiLayerNet { hidden_sizes: vec![8], activation, ..MultiLayerNet::new(digits.train.pixels(), CLASSES) };
        let mut network = plan.build(&mut rng);
        if let Some(weight) = weight {
            fill_weights(&mut network, weight);
        }
        let mut trainer = Trainer::new(&mut network, Optimizer::new(Sgd, 0.5), &digits.train, &digits.test, &mut rng);
        trainer.steps(300).unwrap();
        network
    }

    /// The largest difference between the scores of a network and those of the same network with merged units.
    fn lost_by_merging(network: &Network<f32>, activation: Activation) -> f32 {
        let one = merged(network, activation);
        let (x, _) = digits::load().test.batch(&[0, 1, 2, 3, 4, 5, 6, 7]);
        (network.predict(x.clone()) - one.predict(x)).amax()
    }

    #[test]
    fn equal_units_stay_equal_to_the_bit_and_compute_what_one_unit_can() {
        for (activation, weight) in [(Sigmoid, 0.0), (Sigmoid, 0.01), (Tanh, 0.01), (Relu, 0.01)] {
            let network = trained(activation, Some(weight));
            let lost = lost_by_merging(&network, activation);
            assert!(lost < 1e-4, "{activation:?} from {weight}: {lost}");
            let [w1, b1, w2, _] = &network.params()[..] else { panic!("four parameters") };
            let distinct = [&w1.value, &b1.value, &w2.value.transpose(), &w2.value].map(distinct_columns);
            assert_eq!(distinct, [1, 1, 1, CLASSES], "{activation:?} from {weight}");
            assert_ne!(
                w1.value,
                Matrix::from_element(w1.value.nrows(), 8, weight),
                "{activation:?} has learned nothing"
            );
        }
    }

    #[test]
    fn units_that_begin_different_stay_different() {
        let network = trained(Sigmoid, None);
        assert!(lost_by_merging(&network, Sigmoid) > 1.0);
        assert_eq!(distinct_columns(&network.params()[0].value), 8);
    }

    #[test]
    fn where_the_activation_of_0_is_0_weights_of_0_stay_0() {
        for activation in [Tanh, Relu] {
            let network = trained(activation, Some(0.0));
            let [w1, b1, w2, b2] = &network.params()[..] else { panic!("four parameters") };
            assert!([w1, b1, w2].iter().all(|param| param.value.amax() == 0.0) && b2.value.amax() > 0.0);
        }
    }
}
