//! 8.1.3 Why deeper (더 깊게 하는 이유): small filters one after another see what one large filter sees, with fewer
//! parameters.

use common::Matrix;
use common::layers::{Convolution, Image, Layer, Window};
use common::matrix::random_normal;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// 9 x 8 pixels.
const INPUT: Image = Image { channels: 1, height: 9, width: 8 };

/// A convolution without bias with one filter, a square.
fn convolution(filter: &Matrix<f64>, input: Image) -> Convolution<f64> {
    let size = filter.nrows();
    let w = Matrix::from_row_slice(size * size, 1, filter.transpose().as_slice()); // row by row
    Convolution::new(w, Matrix::zeros(1, 1), Window::square(size), input)
}

/// Convolutions with these filters, one after another.
fn stack(filters: &[Matrix<f64>]) -> Vec<Convolution<f64>> {
    let mut layers: Vec<Convolution<f64>> = Vec::new();
    for filter in filters {
        let input = layers.last().map_or(INPUT, Convolution::output);
        layers.push(convolution(filter, input));
    }
    layers
}

/// The full convolution of two filters: every position at which they overlap.
fn full_convolution(a: &Matrix<f64>, b: &Matrix<f64>) -> Matrix<f64> {
    let size = a.nrows() + b.nrows() - 1;
    let mut out = Matrix::zeros(size, size);
    for i in 0..b.nrows() {
        for j in 0..b.ncols() {
            let mut part = out.view_mut((i, j), a.shape());
            part += a * b[(i, j)];
        }
    }
    out
}

/// Filters of 3 x 3, the size of the one filter that they replace, and the numbers of weights of both.
const STACKS: [(usize, usize, usize, usize); 2] = [(2, 5, 18, 25), (3, 7, 27, 49)];

/// `count` random filters of 3 x 3.
fn small_filters(count: usize) -> Vec<Matrix<f64>> {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    (0..count).map(|_| random_normal(3, 3, 1.0, rng)).collect()
}

#[test]
fn filters_of_3_x_3_one_after_another_are_one_large_filter_with_fewer_weights() {
    for (count, size, weights, weights_of_large) in STACKS {
        let filters = small_filters(count);
        let small = stack(&filters);
        let large_filter = filters.iter().skip(1).fold(filters[0].clone(), |a, b| full_convolution(&a, b));
        let large = convolution(&large_filter, INPUT);
        assert_eq!((large_filter.shape(), large.output()), ((size, size), small[count - 1].output()));

        let x = random_normal(4, INPUT.len(), 1.0, &mut ChaCha8Rng::seed_from_u64(1));
        let out = small.iter().fold(x.clone(), |x, layer| layer.predict(x));
        assert!((out - large.predict(x)).amax() < 1e-12);

        let number = |layers: &[Convolution<f64>]| -> usize { layers.iter().map(|layer| layer.w.value.len()).sum() };
        assert_eq!((number(&small), number(&[large])), (weights, weights_of_large));
    }
}

#[test]
fn every_output_of_two_filters_of_3_x_3_depends_on_5_x_5_pixels_and_of_three_on_7_x_7() {
    for (count, size, ..) in STACKS {
        let mut small = stack(&small_filters(count));
        let output = small[count - 1].output();
        for at in 0..output.len() {
            small.iter_mut().fold(Matrix::zeros(1, INPUT.len()), |x, layer| layer.forward(x));
            let one = Matrix::from_fn(1, output.len(), |_, i| f64::from(u8::from(i == at)));
            let dx = small.iter_mut().rev().fold(one, |dout, layer| layer.backward(dout));
            let (top, left) = (at / output.width, at % output.width);
            for (i, &gradient) in dx.iter().enumerate() {
                let (row, column) = (i / INPUT.width, i % INPUT.width);
                let seen = (top..top + size).contains(&row) && (left..left + size).contains(&column);
                assert_eq!(gradient != 0.0, seen, "output {at}, row {row}, column {column}");
            }
        }
    }
}
