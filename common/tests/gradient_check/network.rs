//! Gradient checks of the multi-layer network with the techniques of chapter 6: backpropagation against the numerical
//! gradient of its training loss.

use common::gradient::{numerical_gradient, relative_error};
use common::layers::{Activation, BatchNorm, Param, Role};
use common::{Matrix, MultiLayerNet, Network};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::layers::Broken;
use crate::random;

/// A network with two hidden layers, 8 inputs and 4 classes. GELU has no kink.
fn plan() -> MultiLayerNet {
    MultiLayerNet { hidden_sizes: vec![6, 5], activation: Activation::Gelu, ..MultiLayerNet::new(8, 4) }
}

/// The gradient of each of the [`learned`] parameters.
type Gradients = Vec<Matrix<f64>>;

/// The parameters that have a gradient, layer by layer.
fn learned(network: &mut Network<f64>) -> Vec<&mut Param<f64>> {
    network.params_mut().into_iter().filter(|param| param.role != Role::Statistic).collect()
}

/// A test case: a network, rebuilt for every evaluation so that dropout draws the same mask; values for its parameters,
/// and a batch.
pub struct Case<'a> {
    make: &'a dyn Fn() -> Network<f64>,
    pub values: Vec<Matrix<f64>>,
    x: Matrix<f64>,
    t: Vec<usize>,
}

impl<'a> Case<'a> {
    /// Random values, and seven samples with this number of `inputs`.
    pub fn new(make: &'a dyn Fn() -> Network<f64>, inputs: usize) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(2);
        let (x, t) = (random(7, inputs, rng), vec![2, 0, 1, 3, 3, 0, 2]);
        let values =
            learned(&mut make()).iter().map(|param| random(param.value.nrows(), param.value.ncols(), rng)).collect();
        Self { make, values, x, t }
    }

    /// The loss of `network` with these values, and its gradients.
    pub fn backpropagate(&self, mut network: Network<f64>, values: &[Matrix<f64>]) -> (f64, Gradients) {
        for (param, value) in learned(&mut network).into_iter().zip(values) {
            param.value.copy_from(value);
        }
        let loss = network.loss_and_gradient(self.x.clone(), &self.t);
        (loss, learned(&mut network).iter().map(|param| param.grad.clone()).collect())
    }

    fn numerical_gradients(&self) -> Gradients {
        let loss = |values: &Vec<Matrix<f64>>| self.backpropagate((self.make)(), values).0;
        let mut values = self.values.clone();
        (0..values.len()).map(|i| numerical_gradient(&mut values, |values| &mut values[i], loss)).collect()
    }

    /// Every gradient passes the check. Those of the `twin`, whose backward pass is broken, fail where `wrong` says so.
    #[track_caller]
    pub fn assert_checked(&self, twin: Network<f64>, wrong: &[bool]) {
        let numerical = self.numerical_gradients();
        let fails = |network| -> Vec<bool> {
            let (_, gradients) = self.backpropagate(network, &self.values);
            gradients.iter().zip(&numerical).map(|(a, b)| relative_error(a, b) >= 1e-6 && !both_zero(a, b)).collect()
        };
        assert_eq!(fails((self.make)()), vec![false; numerical.len()]);
        assert_eq!(fails(twin), wrong);
    }
}

/// Whether both are 0, apart from rounding.
fn both_zero(a: &Matrix<f64>, b: &Matrix<f64>) -> bool {
    a.amax().max(b.amax()) < 1e-9
}

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

#[test]
fn backpropagation_through_a_list_of_layers_agrees_with_the_numerical_gradient() {
    let make = || plan().build(&mut rng());
    // Wrong: the gradient at the input of the second activation, and all before it. Right: those after it.
    let mut twin: Network<f64> = make();
    twin.layers.0[3] = Box::new(Broken { layer: Activation::Gelu.layer(), gradient: 0 });
    Case::new(&make, 8).assert_checked(twin, &[true, true, true, true, false, false]);
}

#[test]
fn weight_decay_agrees_with_the_numerical_gradient() {
    let make = || MultiLayerNet { weight_decay: 0.1, ..plan() }.build(&mut rng());
    // Without λw in the gradient, the weights are wrong and the biases right.
    let twin = plan().build(&mut rng());
    Case::new(&make, 8).assert_checked(twin, &[true, false, true, false, true, false]);
}

#[test]
fn batch_normalization_in_a_network_agrees_with_the_numerical_gradient() {
    let make = || MultiLayerNet { batch_norm: true, ..plan() }.build(&mut rng());
    let case = Case::new(&make, 8);
    // Normalization cancels the biases of the layer before it: their gradients are 0.
    let (_, gradients) = case.backpropagate(make(), &case.values);
    let zeros = Matrix::zeros(1, 6);
    assert!(both_zero(&gradients[1], &zeros) && !both_zero(&gradients[0], &zeros));
    // The gradient that reaches the first affine layer is wrong; that of its biases passes, since a thousandth of 0 is
    // 0.
    let mut twin: Network<f64> = make();
    twin.layers.0[1] = Box::new(Broken { layer: Box::new(BatchNorm::new(6)), gradient: 0 });
    let mut wrong = [false; 10];
    wrong[0] = true;
    case.assert_checked(twin, &wrong);
}

#[test]
fn dropout_in_a_network_agrees_with_the_numerical_gradient_for_a_fixed_mask() {
    let make = || MultiLayerNet { dropout: 0.4, ..plan() }.build(&mut rng());
    // The twin has another mask.
    let twin = MultiLayerNet { dropout: 0.4, ..plan() }.build(&mut ChaCha8Rng::seed_from_u64(1));
    Case::new(&make, 8).assert_checked(twin, &[true; 6]);
}
