//! Chapter 7's convolution and pooling on 4-dimensional arrays against the numerical gradient, for strides, paddings,
//! rectangular filters and overlapping windows.

use ch07_convnet::{Array4, Convolution, Pooling};
use common::Matrix;
use common::gradient::numerical_gradient;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;

use crate::{assert_checked, random};

/// Four images of two channels of 6 x 5 pixels.
const IMAGES: [usize; 4] = [4, 2, 6, 5];

/// An array with one row for each position along its first dimension.
fn rows(x: &Array4<f64>) -> Matrix<f64> {
    x.to_matrix(x.shape()[0])
}

/// Random weights for a sum of outputs.
fn random_like(out: &Array4<f64>) -> Array4<f64> {
    let [n, c, h, w] = out.shape();
    Array4::from_matrix(&random(n, c * h * w, &mut ChaCha8Rng::seed_from_u64(1)), out.shape())
}

#[test]
fn convolution_agrees_with_the_numerical_gradient_for_every_geometry() {
    for (filter_h, filter_w, stride, pad) in
        [(1, 1, 1, 0), (3, 3, 1, 0), (3, 3, 1, 1), (2, 3, 2, 0), (3, 2, 2, 1), (4, 1, 3, 2), (2, 2, 3, 0)]
    {
        let filters = [3, IMAGES[1], filter_h, filter_w];
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let mut values = [random(4, 2 * 6 * 5, rng), random(3, 2 * filter_h * filter_w, rng), random(1, 3, rng)];
        let forward = |[x, w, b]: &[Matrix<f64>; 3]| {
            let mut layer = Convolution::new(Array4::from_matrix(w, filters), b.clone(), stride, pad);
            let out = layer.forward(&Array4::from_matrix(x, IMAGES));
            (layer, out)
        };
        let (mut layer, out) = forward(&values);
        let dout = random_like(&out);
        let dx = layer.backward(&dout);
        let loss = |values: &[Matrix<f64>; 3]| rows(&forward(values).1).dot(&rows(&dout));
        for (i, gradient) in [rows(&dx), rows(&layer.dw), layer.db].iter().enumerate() {
            assert_checked(gradient, &numerical_gradient(&mut values, |values| &mut values[i], loss));
        }
    }
}

/// Images whose elements all differ by a hundredth at least, so that no step of the difference changes a maximum.
fn images_off_ties() -> Matrix<f64> {
    let mut values: Vec<f64> = (0..4 * 2 * 6 * 5).map(|i| f64::from(i - 120) / 100.0).collect();
    values.shuffle(&mut ChaCha8Rng::seed_from_u64(0));
    Matrix::from_vec(4, 2 * 6 * 5, values)
}

#[test]
fn pooling_agrees_with_the_numerical_gradient_for_every_geometry() {
    for (pool_h, pool_w, stride, pad) in
        [(2, 2, 2, 0), (3, 3, 1, 0), (3, 3, 2, 1), (1, 2, 1, 0), (3, 2, 1, 1), (2, 2, 3, 0)]
    {
        let mut x = images_off_ties();
        let forward = |x: &Matrix<f64>| {
            let mut layer = Pooling::new(pool_h, pool_w, stride, pad);
            let out = layer.forward(&Array4::from_matrix(x, IMAGES));
            (layer, out)
        };
        let (mut layer, out) = forward(&x);
        let dout = random_like(&out);
        let dx = layer.backward(&dout);
        let loss = |x: &Matrix<f64>| rows(&forward(x).1).dot(&rows(&dout));
        assert_checked(&rows(&dx), &numerical_gradient(&mut x, |x| x, loss));
    }
}
