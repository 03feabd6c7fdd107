//! Reference values of PyTorch and NumPy, on which both agree to 1e-10: inputs, outputs and gradients in the
//! workspace's `tests/golden/`.

use std::fmt::Debug;
use std::path::Path;

use approx::{RelativeEq, assert_relative_eq};
use common::files::Save;
use common::functions::{
    gelu, gelu_grad, gelu_tanh, gelu_tanh_grad, leaky_relu, leaky_relu_grad, one_hot, relu, relu_grad, sigmoid,
    sigmoid_cross_entropy, sigmoid_grad, softmax, softmax_cross_entropy, sum_squares_error, tanh, tanh_grad,
};
use common::layers::{
    Affine, BatchNorm, Convolution, Gelu, Image, Layer, LeakyRelu, Loss, MeanSquaredError, Param, Pooling, Relu, Role,
    Sigmoid, SoftmaxWithLoss, Tanh, Window,
};
use common::optimizers::{AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use common::weights::Weights;
use common::{Matrix, Network};

/// All elements agree to 1e-10, relative or absolute.
#[track_caller]
fn assert_golden<A: RelativeEq<Epsilon = f64> + Debug>(computed: A, reference: A) {
    assert_relative_eq!(computed, reference, epsilon = 1e-10, max_relative = 1e-10);
}

/// A file of reference values.
fn tensors(file: &str) -> Weights {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden"));
    Weights::load(&folder.join(file).with_extension("safetensors")).unwrap()
}

/// The matrices of a file by their names. A tensor N x C x H x W is a matrix N x (C·H·W).
fn golden(file: &str) -> impl Fn(&str) -> Matrix<f64> {
    let weights = tensors(file);
    move |name| weights.matrix(name).unwrap()
}

/// The labels among the reference values in `file`.
fn labels(file: &str) -> Vec<usize> {
    golden(file)("labels").iter().map(|&label| label as usize).collect()
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

/// The size of the images in a tensor N x C x H x W.
fn image(file: &Weights, name: &str) -> Image {
    let [_, channels, height, width] = *file.shape(name).unwrap() else { panic!("{name} has no four dimensions") };
    Image { channels, height, width }
}

/// The convolution of case `case`.
fn convolution(case: usize) -> Convolution<f64> {
    let (file, reference) = (tensors("convolution"), golden("convolution"));
    let name = |value: &str| format!("{case}.{value}");
    let [stride, pad] = [0, 1].map(|i| reference(&name("stride_pad"))[i] as usize);
    let Image { height, width, .. } = image(&file, &name("w"));
    let window = Window { height, width, stride, pad };
    Convolution::new(reference(&name("w")).transpose(), reference(&name("b")), window, image(&file, &name("x")))
}

#[test]
fn convolution_agrees_with_the_reference() {
    let (file, reference) = (tensors("convolution"), golden("convolution"));
    for case in 0..3 {
        let (name, mut layer) = (|value: &str| format!("{case}.{value}"), convolution(case));
        assert_eq!(layer.output(), image(&file, &name("out")));
        assert_golden(layer.predict(reference(&name("x"))), reference(&name("out")));
        assert_golden(layer.forward(reference(&name("x"))), reference(&name("out")));
        assert_golden(layer.backward(reference(&name("dout"))), reference(&name("dx")));
        assert_golden(layer.w.grad, reference(&name("dw")).transpose());
        assert_golden(layer.b.grad, reference(&name("db")));
    }
}

#[test]
fn pooling_agrees_with_the_reference() {
    let (file, reference) = (tensors("max_pooling"), golden("max_pooling"));
    for case in 0..3 {
        let name = |value: &str| format!("{case}.{value}");
        let [size, stride, pad] = [0, 1, 2].map(|i| reference(&name("size_stride_pad"))[i] as usize);
        let mut layer = Pooling::new(Window { stride, pad, ..Window::square(size) }, image(&file, &name("x")));
        assert_eq!(layer.output(), image(&file, &name("out")));
        assert_golden(layer.predict(reference(&name("x"))), reference(&name("out")));
        assert_golden(layer.forward(reference(&name("x"))), reference(&name("out")));
        assert_golden(layer.backward(reference(&name("dout"))), reference(&name("dx")));
    }
}

/// A file of a network holds filters as PyTorch does: F x C x FH x FW, row by row.
#[test]
fn filters_are_saved_as_the_tensor_that_pytorch_has_written() {
    let (folder, file, reference) = (tempfile::tempdir().unwrap(), tensors("convolution"), golden("convolution"));
    let path = folder.path().join("net.safetensors");
    for case in 0..3 {
        let (w, b, x) = (format!("{case}.w"), format!("{case}.b"), reference(&format!("{case}.x")));
        let network = |layer| Network::new(vec![Box::new(layer), Box::new(Relu::default())]);
        let saved = network(convolution(case));
        saved.save(&path).unwrap();
        let written = Weights::load(&path).unwrap();
        assert_eq!(written.names().collect::<Vec<_>>(), ["0.bias", "0.weight"]);
        for (ours, theirs) in [("0.weight", &w), ("0.bias", &b)] {
            assert_eq!(written.shape(ours).unwrap(), file.shape(theirs).unwrap());
            assert_eq!(written.values::<f64>(ours).unwrap(), file.values::<f64>(theirs).unwrap());
        }

        let mut empty = convolution(case);
        empty.w.value.fill(0.0);
        empty.b.value.fill(0.0);
        let mut loaded = network(empty);
        loaded.load(&path).unwrap();
        assert_eq!(loaded.predict(x.clone()), saved.predict(x));
    }
}

/// conv 3x3 pad 1 - ReLU - max pool 2 - affine - ReLU - affine - cross entropy
#[test]
fn a_convolutional_network_agrees_with_the_reference_through_twenty_steps_of_adam() {
    let (reference, t) = (golden("convnet"), labels("convnet"));
    let window = Window { pad: 1, ..Window::square(3) };
    let input = image(&tensors("convnet"), "x");
    let conv = Convolution::new(reference("conv_w").transpose(), reference("conv_b"), window, input);
    let pool = Pooling::new(Window { stride: 2, ..Window::square(2) }, conv.output());
    let mut network = Network::new(vec![
        Box::new(conv),
        Box::new(Relu::default()),
        Box::new(pool),
        Box::new(Affine::new(reference("w1"), reference("b1"))),
        Box::new(Relu::default()),
        Box::new(Affine::new(reference("w2"), reference("b2"))),
    ]);
    assert_golden(network.loss(reference("x"), &t), reference("loss")[0]);
    assert_golden(network.loss_and_gradient(reference("x"), &t), reference("loss")[0]);
    let gradients =
        [reference("dconv_w").transpose()].into_iter().chain(["dconv_b", "dw1", "db1", "dw2", "db2"].map(&reference));
    for (param, gradient) in network.params().into_iter().zip(gradients) {
        assert_golden(param.grad.clone(), gradient);
    }
    let mut adam = Optimizer::new(Adam::default(), 0.01);
    for &loss in &reference("losses_20_adam_steps_lr_0_01") {
        assert_golden(network.loss_and_gradient(reference("x"), &t), loss);
        adam.update(network.params_mut());
    }
}

#[test]
fn losses_agree_with_the_reference() {
    let (reference, t) = (golden("losses"), labels("losses"));
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
    let (reference, t) = (golden("losses"), labels("losses"));
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
