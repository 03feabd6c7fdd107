//! Reference values of PyTorch and NumPy, on which both agree to 1e-10: inputs, outputs and gradients in the
//! workspace's `tests/golden/`.

use std::fmt::Debug;
use std::path::Path;

use approx::{RelativeEq, assert_relative_eq};
use common::Matrix;
use common::functions::{
    gelu, gelu_grad, gelu_tanh, gelu_tanh_grad, leaky_relu, leaky_relu_grad, one_hot, relu, relu_grad, sigmoid,
    sigmoid_cross_entropy, sigmoid_grad, softmax, softmax_cross_entropy, sum_squares_error, tanh, tanh_grad,
};
use common::layers::{
    Affine, BatchNorm, Gelu, Layer, LeakyRelu, Loss, MeanSquaredError, Param, Relu, Role, Sigmoid, SoftmaxWithLoss,
    Tanh,
};
use common::optimizers::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use common::weights::Weights;

/// All elements agree to 1e-10, relative or absolute.
#[track_caller]
fn assert_golden<A: RelativeEq<Epsilon = f64> + Debug>(computed: A, reference: A) {
    assert_relative_eq!(computed, reference, epsilon = 1e-10, max_relative = 1e-10);
}

/// The matrices of a file by their names. A tensor N x C x H x W is a matrix N x (C·H·W).
fn golden(file: &str) -> impl Fn(&str) -> Matrix<f64> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden"));
    let weights = Weights::load(&folder.join(file).with_extension("safetensors")).unwrap();
    move |name| weights.matrix(name).unwrap()
}

/// The labels for the scores in `losses`.
fn labels() -> Vec<usize> {
    golden("losses")("labels").iter().map(|&label| label as usize).collect()
}

#[test]
fn activations_and_their_derivatives_agree_with_the_reference() {
    let reference = golden("activations");
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
    let reference = golden("activations");
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
    let reference = golden("affine");
    let mut affine = Affine::new(reference("w"), reference("b"));
    assert_golden(affine.predict(reference("x")), reference("out"));
    assert_golden(affine.forward(reference("x")), reference("out"));
    assert_golden(affine.backward(reference("dout")), reference("dx"));
    assert_golden(affine.w.grad, reference("dw"));
    assert_golden(affine.b.grad, reference("db"));
}

#[test]
fn batch_normalization_agrees_with_the_reference_for_features_and_for_channels() {
    let reference = golden("batch_norm");
    for kind in ["features", "channels"] {
        let value = |name| reference(&format!("{kind}.{name}"));
        let channels = value("gamma").len();
        let mut layer = BatchNorm::for_images(channels, value("x").ncols() / channels);
        (layer.gamma.value, layer.beta.value) = (value("gamma"), value("beta"));
        assert_golden(layer.forward(value("x")), value("out"));
        assert_golden(layer.backward(value("dout")), value("dx"));
        assert_golden(layer.predict(value("x")), value("out_inference"));
        assert_golden(layer.gamma.grad, value("dgamma"));
        assert_golden(layer.beta.grad, value("dbeta"));
        assert_golden(layer.running_mean.value, value("running_mean"));
        assert_golden(layer.running_var.value, value("running_var"));
    }
}

#[test]
fn losses_agree_with_the_reference() {
    let (reference, t) = (golden("losses"), labels());
    let (x, y) = (reference("x"), reference("y"));
    let (n, classes) = x.shape();
    assert_golden(softmax_cross_entropy(&x, &t), reference("softmax_cross_entropy")[0]);
    assert_golden((softmax(&x) - one_hot(&t, classes)) / n as f64, reference("softmax_cross_entropy_dx"));
    assert_golden(sum_squares_error(&x, &y), reference("half_sum_squared_error")[0]);

    let (scores, targets) = (reference("logits"), reference("targets"));
    let gradient = (scores.map(sigmoid) - &targets) / targets.len() as f64;
    assert_golden(sigmoid_cross_entropy(&scores, &targets), reference("bce_with_logits")[0]);
    assert_golden(gradient, reference("bce_dlogits"));
}

#[test]
fn loss_layers_agree_with_the_reference() {
    let (reference, t) = (golden("losses"), labels());
    let mut softmax_with_loss = SoftmaxWithLoss::default();
    assert_golden(softmax_with_loss.forward(reference("x"), &t), reference("softmax_cross_entropy")[0]);
    assert_golden(softmax_with_loss.backward(), reference("softmax_cross_entropy_dx"));
    let mut mean_squared_error = MeanSquaredError::default();
    assert_golden(mean_squared_error.forward(reference("x"), &reference("y")), reference("mse")[0]);
    assert_golden(mean_squared_error.backward(), reference("mse_dx"));
}

#[test]
fn optimizers_agree_with_the_reference_through_twelve_steps() {
    let reference = golden("optimizers");
    let (grads, lr) = (reference("grads"), reference("learning_rate")[0]);
    // Each row is a parameter of 3 x 2, row by row.
    let start = Matrix::from_row_iterator(1, 6, reference("start").transpose().iter().copied());
    let check = |name: &str, mut optimizer: Optimizer<f64>, weight_decay: f64| {
        let mut param = Param::new("weight", Role::Weight, start.clone());
        for (grad, expected) in grads.row_iter().zip(reference(name).row_iter()) {
            param.grad.copy_from(&grad);
            param.add_weight_decay(weight_decay);
            optimizer.update(vec![&mut param]);
            assert_golden(param.value.row(0).clone_owned(), expected.clone_owned());
        }
    };
    check("sgd", Optimizer::new(Sgd, lr), 0.0);
    check("sgd_l2", Optimizer::new(Sgd, lr), 0.1);
    check("momentum", Optimizer::new(Momentum::default(), lr), 0.0);
    check("nesterov", Optimizer::new(Nesterov::default(), lr), 0.0);
    check("adagrad", Optimizer::new(AdaGrad, lr), 0.0);
    check("rmsprop", Optimizer::new(RmsProp::default(), lr), 0.0);
    check("adam", Optimizer::new(Adam::default(), lr), 0.0);
    check("adamw", Optimizer::new(AdamW::default(), lr), 0.0);
}
