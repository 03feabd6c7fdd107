//! Convolution and pooling of chapter 7, and the fast ones of `common`, against naive loops and each other, over random
//! geometries.

use ch07_convnet::{Array4, Convolution, Pooling, col2im, conv_output_size, im2col};
use common::layers::{self, Image, Layer, Window};
use common::matrix::random_normal;
use common::{Float, Matrix};
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

    /// With up to 40 images: their rows fill vectors, and leave a rest. The rows of wide ones are long enough for the
    /// fast layers to split them.
    fn batch(rng: &mut ChaCha8Rng) -> Self {
        let mut g = Self::random(rng);
        g.images[0] = rng.random_range(1..=40);
        if rng.random_bool(0.3) {
            g.images[3] = rng.random_range(20..=30);
        }
        g
    }

    /// The size of an image, for the fast layers.
    fn input(&self) -> Image {
        let [_, channels, height, width] = self.images;
        Image { channels, height, width }
    }

    /// The window, for the fast layers.
    fn window(&self) -> Window {
        Window { height: self.window.0, width: self.window.1, stride: self.stride, pad: self.pad }
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

/// A convolution, its input and ∂L/∂out.
struct Case {
    g: Geometry,
    x: Array4<f64>,
    w: Array4<f64>,
    b: Matrix<f64>,
    dout: Array4<f64>,
}

/// The output of a convolution and its gradients: out, dx, dw, db.
type Results = [Matrix<f64>; 4];

impl Case {
    /// With 1 to 20 filters, and sometimes a padding wider than a window.
    fn random(rng: &mut ChaCha8Rng) -> Self {
        let mut g = Geometry::batch(rng);
        if rng.random_bool(0.2) {
            g.pad += 3;
        }
        let (filters, [n, c, ..], (out_h, out_w)) = (rng.random_range(1..=20), g.images, g.out());
        Self {
            x: random_array(g.images, rng),
            w: random_array([filters, c, g.window.0, g.window.1], rng),
            b: random_normal(1, filters, 1.0, rng),
            dout: random_array([n, filters, out_h, out_w], rng),
            g,
        }
    }

    /// By `im2col`.
    fn book(&self) -> Results {
        let mut layer = Convolution::new(self.w.clone(), self.b.clone(), self.g.stride, self.g.pad);
        let out = layer.forward(&self.x);
        let dx = layer.backward(&self.dout);
        [rows(&out), rows(&dx), rows(&layer.dw), layer.db]
    }

    /// By the definition: seven loops, also for the gradients.
    fn naive(&self) -> Results {
        let Self { g, x, w, b, dout } = self;
        let (mut dx, mut dw, mut db) = (Array4::zeros(g.images), Array4::zeros(w.shape()), Matrix::zeros(1, b.len()));
        for (n, f) in pairs(g.images[0], b.len()) {
            for at in pairs(g.out().0, g.out().1) {
                let d = dout[[n, f, at.0, at.1]];
                db[f] += d;
                for (fy, fx) in pairs(g.window.0, g.window.1) {
                    let (row, column) = (at.0 * g.stride + fy, at.1 * g.stride + fx);
                    for c in 0..g.images[1] {
                        if let Some(pixel) = g.pixel(x, [n, c], at, (fy, fx)) {
                            dw[[f, c, fy, fx]] += d * pixel;
                            dx[[n, c, row - g.pad, column - g.pad]] += d * w[[f, c, fy, fx]];
                        }
                    }
                }
            }
        }
        [rows(&naive_convolution(g, x, w, b)), rows(&dx), rows(&dw), db]
    }

    /// By the layer of `common`, in `f32` or `f64`.
    fn fast<T: Float>(&self) -> Results {
        let (w, b) = (rows(&self.w).transpose(), self.b.map(T::of));
        let mut layer = layers::Convolution::new(w.map(T::of), b, self.g.window(), self.g.input());
        let x = rows(&self.x).map(T::of);
        let out = layer.forward(x.clone());
        assert_eq!(layer.predict(x), out);
        let dx = layer.backward(rows(&self.dout).map(T::of));
        [out, dx, layer.w.grad.transpose(), layer.b.grad].map(|result| result.map(Float::to_f64))
    }
}

/// One image, or one filter, per row.
fn rows(x: &Array4<f64>) -> Matrix<f64> {
    x.to_matrix(x.shape()[0])
}

/// Each result is right to `precision`, relative to its largest element or absolute.
#[track_caller]
fn assert_agree<const N: usize>(results: [Matrix<f64>; N], expected: &[Matrix<f64>; N], precision: f64, g: &Geometry) {
    for (result, expected) in results.iter().zip(expected) {
        assert_eq!(result.shape(), expected.shape(), "{g:?}");
        assert!((result - expected).amax() < precision * expected.amax().max(1.0), "{g:?}");
    }
}

#[test]
fn fast_convolution_agrees_with_im2col_and_with_seven_loops() {
    let rng = &mut ChaCha8Rng::seed_from_u64(3);
    for _ in 0..150 {
        let case = Case::random(rng);
        let expected = case.book();
        assert_agree(case.naive(), &expected, 1e-12, &case.g);
        assert_agree(case.fast::<f64>(), &expected, 1e-12, &case.g);
        assert_agree(case.fast::<f32>(), &expected, 1e-4, &case.g);
    }
}

/// The output of the pooling of `common`, and ∂L/∂x.
fn fast_pooling<T: Float>(g: &Geometry, x: &Array4<f64>, dout: &Array4<f64>) -> [Matrix<f64>; 2] {
    let mut layer = layers::Pooling::new(g.window(), g.input());
    let x: Matrix<T> = rows(x).map(T::of);
    let out = layer.forward(x.clone());
    assert_eq!(layer.predict(x), out);
    let dx = layer.backward(rows(dout).map(T::of));
    [out, dx].map(|result| result.map(Float::to_f64))
}

#[test]
fn fast_pooling_agrees_with_im2col_and_with_loops() {
    let rng = &mut ChaCha8Rng::seed_from_u64(4);
    for _ in 0..300 {
        let g = Geometry::batch(rng);
        let ([n, c, ..], (out_h, out_w)) = (g.images, g.out());
        let (mut x, dout) = (random_array(g.images, rng), random_array([n, c, out_h, out_w], rng));
        if rng.random_bool(0.5) {
            x = Array4::from_matrix(&rows(&x).map(f64::round), g.images); // with ties
        }
        let mut layer = Pooling::new(g.window.0, g.window.1, g.stride, g.pad);
        let expected = [rows(&layer.forward(&x)), rows(&layer.backward(&dout))];
        assert_eq!(expected[0], rows(&naive_pooling(&g, &x)), "{g:?}");
        assert_agree(fast_pooling::<f64>(&g, &x, &dout), &expected, 1e-12, &g);
        assert_agree(fast_pooling::<f32>(&g, &x, &dout), &expected, 1e-4, &g);
    }
}
