//! Gradient checks of the tape: single operations, an expression that shares nodes, and a network against the numerical
//! gradient; and the network against the one made of layers.

use approx::assert_abs_diff_eq;
use ch05_autograd::{Tape, Var, scalar, two_layer_net};
use ch05_backprop::TwoLayerNet;
use common::Matrix;
use common::layers::{Layer, Relu, Sigmoid};
use common::matrix::{add_row, dot};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::{assert_checked, random};

/// An operation on N matrices.
type Operation<const N: usize> = for<'t> fn([Var<'t>; N]) -> Var<'t>;

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

/// Random values of both signs, none of them within a tenth of 0.
fn off_zero(rows: usize, columns: usize) -> Matrix<f64> {
    random(rows, columns, &mut rng()).map(|x| x + 0.1 * x.signum())
}

/// Random values greater than 2.
fn above_two(rows: usize, columns: usize) -> Matrix<f64> {
    random(rows, columns, &mut rng()).map(|x| 2.0 + x.abs())
}

/// The gradient of `loss` with respect to each leaf agrees with the numerical gradient.
#[track_caller]
fn assert_loss_checked(loss: Var<'_>, leaves: &[Var<'_>]) {
    loss.backward();
    for &leaf in leaves {
        assert_checked(&leaf.grad().unwrap(), &loss.numerical_gradient(leaf));
    }
}

/// An operation agrees with the numerical gradient of a weighted sum of its outputs. The weights are random, so that no
/// element can stand in for another.
#[track_caller]
fn assert_operation_checked<const N: usize>(leaves: [Matrix<f64>; N], operation: Operation<N>) {
    let tape = Tape::new();
    let leaves = leaves.map(|leaf| tape.parameter(leaf));
    let out = operation(leaves);
    let weights = tape.constant(random(out.shape().0, out.shape().1, &mut ChaCha8Rng::seed_from_u64(1)));
    assert_loss_checked((out * weights).sum(), &leaves);
}

#[test]
fn functions_of_one_matrix() {
    let smooth: [Operation<1>; 8] = [
        |[x]| -x,
        |[x]| x.transpose(),
        |[x]| x.sum(),
        |[x]| x.mean(),
        |[x]| x.exp(),
        |[x]| x.sigmoid(),
        |[x]| x.tanh(),
        |[x]| x.powi(2),
    ];
    for operation in smooth {
        assert_operation_checked([random(5, 3, &mut rng())], operation);
    }
    assert_operation_checked([off_zero(5, 3)], |[x]| x.relu());
    assert_operation_checked([above_two(5, 3)], |[x]| x.ln());
    for power in [|[x]: [Var<'_>; 1]| x.powi(3), |[x]| x.powi(1), |[x]| x.powi(-1)] as [Operation<1>; 3] {
        assert_operation_checked([above_two(5, 3)], power);
    }
}

#[test]
fn the_matrix_product_and_the_loss() {
    let rng = &mut rng();
    assert_operation_checked([random(5, 3, rng), random(3, 4, rng)], |[x, w]| x.matmul(w));
    assert_operation_checked([random(5, 3, rng)], |[x]| x.matmul(x.transpose()));
    assert_operation_checked([random(5, 3, rng)], |[x]| x.softmax_cross_entropy(&[2, 0, 1, 1, 0]));
}

#[test]
fn operators_with_every_kind_of_broadcasting_on_either_side() {
    let operators: [Operation<2>; 4] = [|[a, b]| a + b, |[a, b]| a - b, |[a, b]| a * b, |[a, b]| a / b];
    let shapes = [(5, 3), (1, 3), (5, 1), (1, 1)];
    for operator in operators {
        for a in shapes {
            for b in shapes {
                assert_operation_checked([above_two(a.0, a.1), above_two(b.0, b.1)], operator);
            }
        }
    }
}

#[test]
fn an_expression_that_uses_its_nodes_several_times() {
    let (tape, rng) = (Tape::new(), &mut rng());
    let (x, w, b) =
        (tape.parameter(random(5, 3, rng)), tape.parameter(random(3, 4, rng)), tape.parameter(random(1, 4, rng)));
    let one = tape.constant(scalar(1.0));
    let h = x.matmul(w) + b;
    let loss = (h * h.sigmoid() + h.tanh() / (one + h.exp()) - (h * h + one).ln() * b).mean();
    assert_loss_checked(loss, &[x, w, b]);
}

/// The matrices w1, b1, w2, b2 of a network of 6 inputs, 7 hidden units and 4 classes, whose biases are not 0 either.
fn network(rng: &mut ChaCha8Rng) -> [Matrix<f64>; 4] {
    [(6, 7), (1, 7), (7, 4), (1, 4)].map(|(rows, columns)| 0.5 * random(rows, columns, rng))
}

#[test]
fn the_two_layer_network_with_three_activations() {
    let activations: [fn(Var<'_>) -> Var<'_>; 3] = [|a| a.sigmoid(), |a| a.tanh(), |a| a.relu()];
    for activation in activations {
        let (tape, rng) = (Tape::new(), &mut rng());
        let (x, parameters) = (random(5, 6, rng), network(rng));
        let hidden_sums = add_row(dot(&x, &parameters[0]), &parameters[1]);
        assert!(hidden_sums.iter().all(|a| a.abs() > 1e-2), "a hidden sum lies on the kink of ReLU");
        let parameters = parameters.map(|matrix| tape.parameter(matrix));
        let scores = two_layer_net(tape.constant(x), parameters, activation);
        assert_loss_checked(scores.softmax_cross_entropy(&[3, 0, 1, 2, 0]), &parameters);
    }
}

#[test]
fn the_two_layer_network_agrees_with_the_one_made_of_layers() {
    let activations: [fn(Var<'_>) -> Var<'_>; 2] = [|a| a.relu(), |a| a.sigmoid()];
    let layers: [Box<dyn Layer<f64>>; 2] = [Box::new(Relu::default()), Box::new(Sigmoid::default())];
    for (activation, layer) in activations.into_iter().zip(layers) {
        let (tape, rng) = (Tape::new(), &mut rng());
        let (x, t, values) = (random(5, 6, rng), [3, 0, 1, 2, 0], network(rng));
        let mut layers = TwoLayerNet::new(6, 7, 4, 0.0, rng);
        layers.activation = layer;
        for (param, value) in layers.params_mut().into_iter().zip(&values) {
            param.value.copy_from(value);
        }
        let parameters = values.map(|value| tape.parameter(value));
        let loss = two_layer_net(tape.constant(x.clone()), parameters, activation).softmax_cross_entropy(&t);
        loss.backward();
        assert_abs_diff_eq!(loss.item(), layers.loss_and_gradient(x, &t), epsilon = 1e-12);
        for (parameter, param) in parameters.iter().zip(layers.params()) {
            assert_abs_diff_eq!(parameter.grad().unwrap(), param.grad, epsilon = 1e-12);
        }
    }
}
