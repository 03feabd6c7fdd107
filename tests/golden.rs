//! Reference values of PyTorch and NumPy, on which both agree to 1e-10: inputs, outputs and gradients in `golden/`.

use std::fmt::Debug;

use approx::{RelativeEq, assert_relative_eq};
use ch01_linear_regression as linear_regression;
use ch04_two_layer_net::TwoLayerNet;
use ch05_backprop::PARAMS;
use common::Matrix;
use common::functions::{
    gelu, gelu_grad, gelu_tanh, gelu_tanh_grad, leaky_relu, leaky_relu_grad, one_hot, relu, relu_grad, sigmoid,
    sigmoid_cross_entropy, sigmoid_grad, softmax, softmax_cross_entropy, sum_squares_error, tanh, tanh_grad,
};
use common::layers::{
    Affine, BatchNorm, Gelu, Layer, LeakyRelu, MeanSquaredError, Param, Relu, Sigmoid, SigmoidWithLoss,
    SoftmaxWithLoss, Tanh,
};
use common::optimizers::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use common::weights::Weights;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use tests::{golden, golden_images, golden_labels};

/// Every element of the one equals that of the other to 1e-10, relative or absolute.
#[track_caller]
fn assert_golden<A: RelativeEq<Epsilon = f64> + Debug>(computed: A, reference: A) {
    assert_relative_eq!(computed, reference, epsilon = 1e-10, max_relative = 1e-10);
}

/// The matrices of a file by their names.
fn matrices(file: &str) -> impl Fn(&str) -> Matrix<f64> {
    let weights = Weights::load(&golden(file)).unwrap();
    move |name| weights.matrix(name).unwrap()
}

#[test]
fn activations_and_their_derivatives_agree_with_the_reference() {
    let reference = matrices("activations");
    let (x, dout) = (reference("x"), reference("dout"));
    let check = |name: &str, f: fn(f64) -> f64, grad: fn(f64) -> f64| {
        assert_golden(x.map(f), reference(&format!("{name}.out")));
        assert_golden(dout.component_mul(&x.map(grad)), reference(&format!("{name}.dx")));
    };
    check("sigmoid", sigmoid, sigmoid_grad);
    check("tanh", tanh, tanh_grad);
    check("relu", relu, relu_grad);
    check("leaky_relu", leaky_relu, leaky_relu_grad);
    check("gelu_erf", gelu, gelu_grad);
    check("gelu_tanh", gelu_tanh, gelu_tanh_grad);
    assert_golden(softmax(&x), reference("softmax.out"));
}

#[test]
fn activation_layers_agree_with_the_reference() {
    let reference = matrices("activations");
    let layers: [(&str, Box<dyn Layer<f64>>); 5] = [
        ("sigmoid", Box::new(Sigmoid::default())),
        ("tanh", Box::new(Tanh::default())),
        ("relu", Box::new(Relu::default())),
        ("leaky_relu", Box::new(LeakyRelu::default())),
        ("gelu_erf", Box::new(Gelu::default())),
    ];
    for (name, mut layer) in layers {
        assert_golden(layer.predict(reference("x")), reference(&format!("{name}.out")));
        assert_golden(layer.forward(reference("x")), reference(&format!("{name}.out")));
        assert_golden(layer.backward(reference("dout")), reference(&format!("{name}.dx")));
    }
}

#[test]
fn the_affine_layer_agrees_with_the_reference() {
    let reference = matrices("affine");
    let mut affine = Affine::new(reference("w"), reference("b"));
    assert_golden(affine.predict(reference("x")), reference("out"));
    assert_golden(affine.forward(reference("x")), reference("out"));
    assert_golden(affine.backward(reference("dout")), reference("dx"));
    assert_golden(affine.w.grad, reference("dw"));
    assert_golden(affine.b.grad, reference("db"));
}

#[test]
fn batch_normalization_agrees_with_the_reference_for_features_and_for_channels() {
    let reference = matrices("batch_norm");
    let features: &dyn Fn(&str) -> Matrix<f64> = &|name| reference(&format!("features.{name}"));
    let channels: &dyn Fn(&str) -> Matrix<f64> = &|name| golden_images("batch_norm", &format!("channels.{name}"));
    for (kind, values) in [("features", features), ("channels", channels)] {
        let param = |name| reference(&format!("{kind}.{name}"));
        let mut layer = BatchNorm::new(param("gamma").len());
        (layer.gamma.value, layer.beta.value) = (param("gamma"), param("beta"));
        assert_golden(layer.forward(values("x")), values("out"));
        assert_golden(layer.backward(values("dout")), values("dx"));
        assert_golden(layer.predict(values("x")), values("out_inference"));
        assert_golden(layer.gamma.grad, param("dgamma"));
        assert_golden(layer.beta.grad, param("dbeta"));
        assert_golden(layer.running_mean, param("running_mean"));
        assert_golden(layer.running_var, param("running_var"));
    }
}

#[test]
fn losses_agree_with_the_reference() {
    let (reference, t) = (matrices("losses"), golden_labels("losses"));
    let (x, y) = (reference("x"), reference("y"));
    let (n, classes) = x.shape();
    assert_golden(softmax_cross_entropy(&x, &t), reference("softmax_cross_entropy")[0]);
    assert_golden((softmax(&x) - one_hot(&t, classes)) / n as f64, reference("softmax_cross_entropy_dx"));
    assert_golden(sum_squares_error(&x, &y), reference("half_sum_squared_error")[0]);

    let no_change = (Matrix::identity(classes, classes), Matrix::zeros(1, classes));
    assert_golden(linear_regression::loss(&no_change.0, &no_change.1, &x, &y), reference("mse")[0]);

    let (scores, targets) = (reference("logits"), reference("targets"));
    let gradient = (scores.map(sigmoid) - &targets) / targets.len() as f64;
    assert_golden(sigmoid_cross_entropy(&scores, &targets), reference("bce_with_logits")[0]);
    assert_golden(gradient, reference("bce_dlogits"));
}

#[test]
fn loss_layers_agree_with_the_reference() {
    let (reference, t) = (matrices("losses"), golden_labels("losses"));
    let mut softmax_with_loss = SoftmaxWithLoss::default();
    assert_golden(softmax_with_loss.forward(reference("x"), &t), reference("softmax_cross_entropy")[0]);
    assert_golden(softmax_with_loss.backward(), reference("softmax_cross_entropy_dx"));
    let mut mean_squared_error = MeanSquaredError::default();
    assert_golden(mean_squared_error.forward(reference("x"), &reference("y")), reference("mse")[0]);
    assert_golden(mean_squared_error.backward(), reference("mse_dx"));
    let mut sigmoid_with_loss = SigmoidWithLoss::default();
    assert_golden(
        sigmoid_with_loss.forward(reference("logits"), &reference("targets")),
        reference("bce_with_logits")[0],
    );
    assert_golden(sigmoid_with_loss.backward(), reference("bce_dlogits"));
}

#[test]
fn a_two_layer_network_agrees_with_the_reference_through_fifty_steps_of_gradient_descent() {
    let (reference, t) = (matrices("two_layer_net"), golden_labels("two_layer_net"));
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
    let (reference, t) = (matrices("two_layer_net"), golden_labels("two_layer_net"));
    let activations: [(&str, Box<dyn Layer<f64>>); 2] =
        [("relu", Box::new(Relu::default())), ("sigmoid", Box::new(Sigmoid::default()))];
    for (name, activation) in activations {
        let expected = |value: &str| reference(&format!("{name}.{value}"));
        let mut network = ch05_backprop::TwoLayerNet::new(8, 5, 3, 0.0, &mut ChaCha8Rng::seed_from_u64(0));
        network.activation = activation;
        for (param, name) in network.params().into_iter().zip(PARAMS) {
            param.value = reference(name);
        }
        assert_golden(network.gradient(reference("x"), &t), expected("loss")[0]);
        for (param, name) in network.params().into_iter().zip(PARAMS) {
            assert_golden(param.grad.clone(), expected(&format!("d{name}")));
        }
        for &loss in &expected("losses_50_sgd_steps_lr_0.5") {
            assert_golden(network.gradient(reference("x"), &t), loss);
            network.update(0.5);
        }
    }
}

#[test]
fn optimizers_agree_with_the_reference_through_twelve_steps() {
    let (reference, rows) = (matrices("optimizers"), |name: &str| golden_images("optimizers", name));
    let (start, grads, lr) = (reference("start"), rows("grads"), reference("learning_rate")[0]);
    let check = |name: &str, mut optimizer: Box<dyn Optimizer<f64>>, weight_decay: f64| {
        // Each row is a parameter of 3 x 2, row by row.
        let mut param = Param::new(Matrix::from_row_iterator(1, 6, start.transpose().iter().copied()));
        for (grad, expected) in grads.row_iter().zip(rows(name).row_iter()) {
            param.grad.copy_from(&grad);
            param.add_weight_decay(weight_decay);
            optimizer.update(vec![&mut param]);
            assert_golden(param.value.row(0).clone_owned(), expected.clone_owned());
        }
    };
    check("sgd", Box::new(Sgd::new(lr)), 0.0);
    check("sgd_l2", Box::new(Sgd::new(lr)), 0.1);
    check("momentum", Box::new(Momentum::new(lr)), 0.0);
    check("nesterov", Box::new(Nesterov::new(lr)), 0.0);
    check("adagrad", Box::new(AdaGrad::new(lr)), 0.0);
    check("rmsprop", Box::new(RmsProp::new(lr)), 0.0);
    check("adam", Box::new(Adam::new(lr)), 0.0);
    check("adamw", Box::new(AdamW::new(lr)), 0.0);
}
