//! 5.4 Simple layers (단순한 계층 구현하기): the figures of the shopping example; 5.5.1 the derivative of ReLU; and a training
//! run in `f32` and in `f64`.

use approx::assert_abs_diff_eq;
use ch05_backprop::{AddLayer, MulLayer, TwoLayerNet};
use common::Matrix;
use common::functions::relu_grad;
use common::layers::{Layer, Relu};
use datasets::{CLASSES, digits};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

#[track_caller]
fn assert_figures<const N: usize>(computed: [f64; N], printed: [f64; N]) {
    assert_abs_diff_eq!(computed[..], printed[..], epsilon = 1e-12);
}

#[test]
fn two_apples_cost_220_and_each_gradient_is_the_one_in_the_book() {
    let (mut mul_apple, mut mul_tax) = (MulLayer::default(), MulLayer::default());
    let apples = mul_apple.forward(100.0, 2.0);
    let price = mul_tax.forward(apples, 1.1);
    let (dapples, dtax) = mul_tax.backward(1.0);
    let (dapple, dnumber) = mul_apple.backward(dapples);
    assert_figures([price, dapple, dnumber, dtax], [220.0, 2.2, 110.0, 200.0]);
}

#[test]
fn two_apples_and_three_oranges_cost_715_and_each_gradient_is_the_one_in_the_book() {
    let (mut mul_apple, mut mul_orange, mut mul_tax) = (MulLayer::default(), MulLayer::default(), MulLayer::default());
    let apples = mul_apple.forward(100.0, 2.0);
    let oranges = mul_orange.forward(150.0, 3.0);
    let price = mul_tax.forward(AddLayer.forward(apples, oranges), 1.1);
    let (dfruit, dtax) = mul_tax.backward(1.0);
    let (dapples, doranges) = AddLayer.backward(dfruit);
    let (dorange, dorange_number) = mul_orange.backward(doranges);
    let (dapple, dapple_number) = mul_apple.backward(dapples);
    assert_figures(
        [price, dapple_number, dapple, dorange, dorange_number, dtax],
        [715.0, 110.0, 2.2, 3.3, 165.0, 650.0],
    );
}

/// The book's `relu_grad` takes the elements of `x` for a shape, which is an error, and means 1 at 0.
#[test]
fn relu_grad_has_the_shape_of_x_and_is_the_factor_of_the_layer() {
    let x = Matrix::from_row_slice(2, 3, &[1.0, -0.5, 0.0, -2.0, 3.0, -0.0]);
    let factor = x.map(relu_grad);
    assert_eq!(factor, Matrix::from_row_slice(2, 3, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0]));
    let (mut relu, dout) = (Relu::default(), Matrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
    relu.forward(x);
    assert_eq!(relu.backward(dout.clone()), dout.component_mul(&factor));
}

#[test]
fn the_same_training_run_ends_at_the_same_loss_in_f32_and_in_f64() {
    let digits = digits::load();
    let (mut single, mut double) = (start::<f32>(), start::<f64>());
    let (mut single_rng, mut double_rng) = (ChaCha8Rng::seed_from_u64(2), ChaCha8Rng::seed_from_u64(2));
    for _ in 0..300 {
        let (x, t) = digits.train.sample(100, &mut single_rng);
        single.loss_and_gradient(x, &t);
        single.update(0.1);
        let (x, t) = digits.train.sample(100, &mut double_rng);
        double.loss_and_gradient(x, &t);
        double.update(0.1);
    }
    let (x, t) = digits.test.whole();
    let loss = double.loss(x.clone(), &t);
    let single = single.loss(x.map(|x: f64| x as f32), &t);
    assert!(loss < 1.0, "{loss}");
    assert_abs_diff_eq!(f64::from(single), loss, epsilon = 1e-4);
}

fn start<T: common::Float>() -> TwoLayerNet<T> {
    TwoLayerNet::new(64, 20, CLASSES, 0.1, &mut ChaCha8Rng::seed_from_u64(1))
}
