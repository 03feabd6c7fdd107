//! Gradient checks of the layers for images: convolution and pooling, over several geometries.

use common::Matrix;
use common::layers::{Convolution, Image, Layer, Pooling, Window};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;

use crate::layers::Case;
use crate::random;

const fn image(channels: usize, height: usize, width: usize) -> Image {
    Image { channels, height, width }
}

const fn window(height: usize, width: usize, stride: usize, pad: usize) -> Window {
    Window { height, width, stride, pad }
}

/// Batch size, images, number of filters, and their size, stride and padding.
const CONVOLUTIONS: [(usize, Image, usize, Window); 10] = [
    (4, image(1, 4, 4), 1, window(1, 1, 1, 0)),
    (4, image(2, 5, 4), 9, window(3, 3, 1, 1)),
    (5, image(1, 6, 7), 8, window(5, 5, 1, 0)),
    (4, image(2, 4, 4), 3, window(3, 3, 1, 2)),
    (5, image(1, 3, 5), 2, window(3, 3, 1, 4)), // some windows lie on padding alone
    (7, image(3, 5, 6), 3, window(2, 3, 2, 0)),
    (4, image(2, 7, 5), 2, window(3, 2, 3, 1)),
    (5, image(2, 7, 4), 1, window(2, 1, 3, 0)), // some rows and columns are under no window
    (4, image(1, 4, 3), 30, window(2, 2, 1, 0)),
    (17, image(2, 1, 7), 2, window(1, 3, 2, 0)),
];

fn convolution(input: Image, filters: usize, window: Window) -> Convolution<f64> {
    let rows = input.channels * window.height * window.width;
    Convolution::new(Matrix::zeros(rows, filters), Matrix::zeros(1, filters), window, input)
}

#[test]
fn convolution_agrees_with_the_numerical_gradient_for_every_geometry() {
    for (n, input, filters, window) in CONVOLUTIONS {
        let make = || -> Box<dyn Layer<f64>> { Box::new(convolution(input, filters, window)) };
        Case::new(&make, (n, input.len()), 1.0).assert_checked();
    }
}

#[test]
fn backward_params_of_a_convolution_gives_the_same_gradients_as_backward() {
    for (n, input, filters, window) in CONVOLUTIONS {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let mut first = convolution(input, filters, window);
        let mut other = first.clone();
        let (x, dout) = (random(n, input.len(), rng), random(n, first.output().len(), rng));
        first.forward(x.clone());
        first.backward_params(dout.clone());
        other.forward(x);
        other.backward(dout);
        assert_eq!((&first.w.grad, &first.b.grad), (&other.w.grad, &other.b.grad), "{input}, {window:?}");
        assert!(first.w.grad.iter().any(|&grad| grad != 0.0));
    }
}

/// Images whose elements all differ by a hundredth at least, so that no step of the difference changes a maximum.
fn off_ties(n: usize, columns: usize) -> Matrix<f64> {
    let mut values: Vec<f64> = (0..n * columns).map(|i| i as f64 / 100.0 - 1.0).collect();
    values.shuffle(&mut ChaCha8Rng::seed_from_u64(0));
    Matrix::from_vec(n, columns, values)
}

#[test]
fn pooling_agrees_with_the_numerical_gradient_for_every_geometry() {
    for (n, input, window) in [
        (4, image(2, 6, 4), window(2, 2, 2, 0)),
        (5, image(2, 5, 4), window(3, 3, 1, 0)),
        (4, image(1, 6, 5), window(3, 3, 2, 1)),
        (4, image(2, 4, 5), window(1, 2, 1, 0)),
        (17, image(1, 4, 3), window(3, 2, 1, 1)),
        (4, image(2, 7, 5), window(2, 2, 3, 0)), // some pixels are under no window
        (4, image(1, 5, 5), window(3, 4, 1, 2)),
    ] {
        let make = || -> Box<dyn Layer<f64>> { Box::new(Pooling::new(window, input)) };
        let mut case = Case::new(&make, (n, input.len()), 1.0);
        case.values[0] = off_ties(n, input.len());
        case.assert_checked();
    }
}
