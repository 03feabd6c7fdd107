//! Reference values of PyTorch and NumPy, on which both agree to 1e-10, for models of the chapters: inputs, outputs and
//! gradients in `golden/`. The functions, layers and optimizers of `common` have theirs in `common/tests/golden.rs`.

use std::fmt::Debug;
use std::path::Path;

use approx::{RelativeEq, assert_relative_eq};
use ch01_linear_regression as linear_regression;
use ch04_two_layer_net::TwoLayerNet;
use ch05_backprop::PARAMS;
use ch07_convnet::{Array4, Convolution, Pooling};
use common::Matrix;
use common::layers::{Layer, Relu, Sigmoid};
use common::weights::Weights;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::golden;

/// All elements agree to 1e-10, relative or absolute.
#[track_caller]
fn assert_golden<A: RelativeEq<Epsilon = f64> + Debug>(computed: A, reference: A) {
    assert_relative_eq!(computed, reference, epsilon = 1e-10, max_relative = 1e-10);
}

/// The labels among reference values.
fn labels(reference: &impl Fn(&str) -> Matrix<f64>) -> Vec<usize> {
    reference("labels").iter().map(|&label| label as usize).collect()
}

#[test]
fn the_loss_of_linear_regression_agrees_with_the_reference() {
    let reference = golden("losses");
    let (x, y) = (reference("x"), reference("y"));
    let no_change = (Matrix::identity(x.ncols(), x.ncols()), Matrix::zeros(1, x.ncols()));
    assert_golden(linear_regression::loss(&no_change.0, &no_change.1, &x, &y), reference("mse")[0]);
}

#[test]
fn a_two_layer_network_agrees_with_the_reference_through_fifty_steps_of_gradient_descent() {
    let reference = golden("two_layer_net");
    let t = labels(&reference);
    let x = reference("x");
    let mut network =
        TwoLayerNet { w1: reference("w1"), b1: reference("b1"), w2: reference("w2"), b2: reference("b2") };
    let (loss, gradient) = network.loss_and_gradient(&x, &t);
    assert_golden(loss, reference("sigmoid.loss")[0]);
    assert_golden(gradient.w1, reference("sigmoid.dw1"));
    assert_golden(gradient.b1, reference("sigmoid.db1"));
    assert_golden(gradient.w2, reference("sigmoid.dw2"));
    assert_golden(gradient.b2, reference("sigmoid.db2"));

    for &loss in &reference("sigmoid.losses_50_sgd_steps_lr_0.5") {
        assert_golden(network.loss(&x, &t), loss);
        network.update(&network.gradient(&x, &t), 0.5);
    }
}

#[test]
fn a_two_layer_network_of_layers_agrees_with_the_reference_through_fifty_steps_of_gradient_descent() {
    let reference = golden("two_layer_net");
    let t = labels(&reference);
    let activations: [(&str, Box<dyn Layer<f64>>); 2] =
        [("relu", Box::new(Relu::default())), ("sigmoid", Box::new(Sigmoid::default()))];
    for (name, activation) in activations {
        let expected = |value: &str| reference(&format!("{name}.{value}"));
        let mut network = ch05_backprop::TwoLayerNet::new(8, 5, 3, 0.0, &mut ChaCha8Rng::seed_from_u64(0));
        network.activation = activation;
        for (param, name) in network.params_mut().into_iter().zip(PARAMS) {
            param.value = reference(name);
        }
        assert_golden(network.loss_and_gradient(reference("x"), &t), expected("loss")[0]);
        for (param, name) in network.params().into_iter().zip(PARAMS) {
            assert_golden(param.grad.clone(), expected(&format!("d{name}")));
        }
        for &loss in &expected("losses_50_sgd_steps_lr_0.5") {
            assert_golden(network.loss_and_gradient(reference("x"), &t), loss);
            network.update(0.5);
        }
    }
}

/// The 4-dimensional arrays in a file with reference values, by their names.
fn arrays(file: &str) -> impl Fn(&str) -> Array4<f64> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/golden"));
    let weights = Weights::load(&folder.join(file).with_extension("safetensors")).unwrap();
    move |name| Array4::new(weights.shape(name).unwrap().try_into().unwrap(), weights.values(name).unwrap())
}

/// Arrays of the same shape whose elements agree.
#[track_caller]
fn assert_golden_array(computed: Array4<f64>, reference: Array4<f64>) {
    assert_eq!(computed.shape(), reference.shape());
    assert_golden(computed.to_matrix(1), reference.to_matrix(1));
}

#[test]
fn the_convolution_of_the_book_agrees_with_the_reference() {
    let (reference, array) = (golden("convolution"), arrays("convolution"));
    for case in 0..3 {
        let name = |value: &str| format!("{case}.{value}");
        let [stride, pad] = [0, 1].map(|i| reference(&name("stride_pad"))[i] as usize);
        let mut layer = Convolution::new(array(&name("w")), reference(&name("b")), stride, pad);
        assert_golden_array(layer.forward(&array(&name("x"))), array(&name("out")));
        assert_golden_array(layer.backward(&array(&name("dout"))), array(&name("dx")));
        assert_golden_array(layer.dw, array(&name("dw")));
        assert_golden(layer.db, reference(&name("db")));
    }
}

#[test]
fn the_pooling_of_the_book_agrees_with_the_reference() {
    let (reference, array) = (golden("max_pooling"), arrays("max_pooling"));
    for case in 0..3 {
        let name = |value: &str| format!("{case}.{value}");
        let [size, stride, pad] = [0, 1, 2].map(|i| reference(&name("size_stride_pad"))[i] as usize);
        let mut layer = Pooling::new(size, size, stride, pad);
        assert_golden_array(layer.forward(&array(&name("x"))), array(&name("out")));
        assert_golden_array(layer.backward(&array(&name("dout"))), array(&name("dx")));
    }
}
