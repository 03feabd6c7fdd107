//! Batch normalization, tested through its public interface.

use common::Matrix;
use common::layers::{BatchNorm, Layer};

/// Four samples of two features.
fn samples() -> Matrix<f64> {
    Matrix::from_row_slice(4, 2, &[1.0, 10.0, 2.0, 30.0, 3.0, 10.0, 6.0, 50.0])
}

#[test]
fn each_backward_pass_replaces_the_gradients() {
    let mut layer = BatchNorm::new(2);
    let mut gradients = || {
        layer.forward(samples());
        layer.backward(samples());
        [&layer.gamma, &layer.beta].map(|param| param.grad.clone())
    };
    let first = gradients();
    assert_eq!(first[1], Matrix::from_row_slice(1, 2, &[12.0, 100.0]));
    assert_eq!(gradients(), first);
}

#[test]
fn one_image_is_a_batch_if_its_channels_have_several_pixels() {
    let out = BatchNorm::for_images(1, 2).forward(Matrix::from_row_slice(1, 2, &[3.0, 7.0]));
    assert!((out - Matrix::from_row_slice(1, 2, &[-1.0, 1.0])).amax() < 1e-5);
}

#[test]
fn a_long_sum_in_f32_keeps_small_deviations_from_a_large_mean() {
    let x = Matrix::from_fn(100, 800, |i, j| (10_000 + (i + j) % 3) as f32);
    let single = BatchNorm::for_images(1, 800).forward(x.clone());
    let double = BatchNorm::for_images(1, 800).forward(x.map(f64::from));
    assert!((single.map(f64::from) - double).amax() < 0.01);
}

#[test]
fn backward_params_gives_the_same_gradients_as_backward() {
    let (mut first, mut other) = (BatchNorm::new(2), BatchNorm::new(2));
    first.forward(samples());
    first.backward_params(samples());
    other.forward(samples());
    other.backward(samples());
    assert_eq!((&first.gamma, &first.beta), (&other.gamma, &other.beta));
}
