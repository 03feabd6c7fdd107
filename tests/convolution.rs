//! Convolution and pooling of chapter 7 against naive loops, over random geometries.

use ch07_convnet::{Array4, Convolution, Pooling, col2im, conv_output_size, im2col};
use common::Matrix;
use common::matrix::random_normal;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// A random geometry. A window is never larger than the padded image.
#[derive(Debug)]
struct Geometry {
    images: [usize; 4],
    window: (usize, usize),
    stride: usize,
    pad: usize,
}

impl Geometry {
    fn random(rng: &mut ChaCha8Rng) -> Self {
        let window = (rng.random_range(1..=4), rng.random_range(1..=4));
        // Pooling needs a window larger than the padding.
        let (stride, pad) = (rng.random_range(1..=4), rng.random_range(0..window.0.min(window.1)));
        let mut size = |window: usize| rng.random_range(window.saturating_sub(2 * pad).max(1)..=7);
        let (height, width) = (size(window.0), size(window.1));
        Self { images: [rng.random_range(1..=3), rng.random_range(1..=3), height, width], window, stride, pad }
    }

    /// OH and OW.
    fn out(&self) -> (usize, usize) {
        let [_, _, h, w] = self.images;
        let size = |input, window| conv_output_size(input, window, self.stride, self.pad);
        (size(h, self.window.0), size(w, self.window.1))
    }

    /// The pixel of image n, channel c at fy, fx in the window at oy, ox, or `None` in the padding.
    fn pixel(
        &self,
        x: &Array4<f64>,
        [n, c]: [usize; 2],
        (oy, ox): (usize, usize),
        (fy, fx): (usize, usize),
    ) -> Option<f64> {
        let row = (oy * self.stride + fy).checked_sub(self.pad).filter(|&row| row < self.images[2])?;
        let column = (ox * self.stride + fx).checked_sub(self.pad).filter(|&column| column < self.images[3])?;
        Some(x[[n, c, row, column]])
    }
}

fn random_array(shape: [usize; 4], rng: &mut ChaCha8Rng) -> Array4<f64> {
    Array4::from_matrix(&random_normal(shape[0], shape[1..].iter().product(), 1.0, rng), shape)
}

/// Every pair of indices below `rows` and `columns`.
fn pairs(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows).flat_map(move |i| (0..columns).map(move |j| (i, j)))
}

/// The convolution by its definition: seven loops.
fn naive_convolution(g: &Geometry, x: &Array4<f64>, w: &Array4<f64>, b: &Matrix<f64>) -> Array4<f64> {
    let ([n, c, ..], (out_h, out_w)) = (g.images, g.out());
    let filters = w.shape()[0];
    let mut out = Array4::zeros([n, filters, out_h, out_w]);
    for (n, f) in pairs(n, filters) {
        for at in pairs(out_h, out_w) {
            let mut sum = b[f];
            for c in 0..c {
                for (fy, fx) in pairs(g.window.0, g.window.1) {
                    sum += w[[f, c, fy, fx]] * g.pixel(x, [n, c], at, (fy, fx)).unwrap_or(0.0);
                }
            }
            out[[n, f, at.0, at.1]] = sum;
        }
    }
    out
}

/// Maximum pooling by its definition.
fn naive_pooling(g: &Geometry, x: &Array4<f64>) -> Array4<f64> {
    let ([n, c, ..], (out_h, out_w)) = (g.images, g.out());
    let mut out = Array4::zeros([n, c, out_h, out_w]);
    for (n, c) in pairs(n, c) {
        for at in pairs(out_h, out_w) {
            let pixels = pairs(g.window.0, g.window.1).filter_map(|offset| g.pixel(x, [n, c], at, offset));
            out[[n, c, at.0, at.1]] = pixels.reduce(f64::max).unwrap();
        }
    }
    out
}

#[test]
fn convolution_by_im2col_is_the_convolution_of_seven_loops() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    for _ in 0..500 {
        let g = Geometry::random(rng);
        let filters = rng.random_range(1..=3);
        let x = random_array(g.images, rng);
        let (w, b) =
            (random_array([filters, g.images[1], g.window.0, g.window.1], rng), random_normal(1, filters, 1.0, rng));
        let expected = naive_convolution(&g, &x, &w, &b);
        let out = Convolution::new(w, b, g.stride, g.pad).forward(&x);
        assert_eq!(out.shape(), expected.shape(), "{g:?}");
        assert!((out.to_matrix(1) - expected.to_matrix(1)).amax() < 1e-12, "{g:?}");
    }
}

#[test]
fn pooling_by_im2col_is_the_pooling_of_loops() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    for _ in 0..500 {
        let g = Geometry::random(rng);
        let x = random_array(g.images, rng);
        let out = Pooling::new(g.window.0, g.window.1, g.stride, g.pad).forward(&x);
        assert_eq!(out, naive_pooling(&g, &x), "{g:?}");
    }
}

/// ⟨im2col(x), y⟩ = ⟨x, col2im(y)⟩ for all x and y: `col2im` is the backward pass of `im2col`.
#[test]
fn col2im_is_the_adjoint_of_im2col() {
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    for _ in 0..500 {
        let g = Geometry::random(rng);
        let x = random_array(g.images, rng);
        let col = im2col(&x, g.window.0, g.window.1, g.stride, g.pad);
        let y = random_normal(col.nrows(), col.ncols(), 1.0, rng);
        let folded = col2im(&y, g.images, g.window.0, g.window.1, g.stride, g.pad);
        assert!((col.dot(&y) - x.to_matrix(1).dot(&folded.to_matrix(1))).abs() < 1e-10, "{g:?}");
    }
}
