//! 7.4.1 Images as an array of four dimensions (4차원 배열).

use std::ops::{Index, IndexMut};

use common::Matrix;

/// N images of C channels, H rows and W columns: `x[[n, c, y, x]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// N, C, H, W.
    pub shape: [usize; 4],
    pixels: Vec<f64>,
}

impl Images {
    /// Images of zeros.
    pub fn zeros(shape: [usize; 4]) -> Self {
        Self { shape, pixels: vec![0.0; shape.iter().product()] }
    }

    /// Images with the pixels that `f` gives.
    pub fn from_fn(shape: [usize; 4], f: impl Fn([usize; 4]) -> f64) -> Self {
        let mut images = Self::zeros(shape);
        for index in images.indices() {
            images[index] = f(index);
        }
        images
    }

    /// The index of every pixel, in order: the last one changes fastest.
    pub fn indices(&self) -> impl Iterator<Item = [usize; 4]> + use<> {
        let [n, c, h, w] = self.shape;
        (0..n * c * h * w).map(move |i| [i / (c * h * w), i / (h * w) % c, i / w % h, i % w])
    }

    /// With `pad` zeros on every side of every image.
    pub fn padded(&self, pad: usize) -> Self {
        let [n, c, h, w] = self.shape;
        let mut padded = Self::zeros([n, c, h + 2 * pad, w + 2 * pad]);
        for [n, c, y, x] in self.indices() {
            padded[[n, c, y + pad, x + pad]] = self[[n, c, y, x]];
        }
        padded
    }

    /// N x (C·H·W).
    pub(crate) fn to_matrix(&self) -> Matrix<f64> {
        Matrix::from_row_slice(self.shape[0], self.shape[1..].iter().product(), &self.pixels)
    }

    fn place(&self, index: [usize; 4]) -> usize {
        let shape = self.shape;
        let inside = index.iter().zip(shape).all(|(&i, len)| i < len);
        assert!(inside, "the index {index:?} is outside of images of the shape {shape:?}");
        let [_, c, h, w] = shape;
        ((index[0] * c + index[1]) * h + index[2]) * w + index[3]
    }
}

impl Index<[usize; 4]> for Images {
    type Output = f64;

    fn index(&self, index: [usize; 4]) -> &f64 {
        &self.pixels[self.place(index)]
    }
}

impl IndexMut<[usize; 4]> for Images {
    fn index_mut(&mut self, index: [usize; 4]) -> &mut f64 {
        let place = self.place(index);
        &mut self.pixels[place]
    }
}

/// 7.4.2 A row for each window of `filter` x `filter` pixels: (N·OH·OW) x (C·FH·FW).
pub fn im2col(x: &Images, filter: usize, stride: usize) -> Matrix<f64> {
    let [n, c, h, w] = x.shape;
    let (out_h, out_w) = ((h - filter) / stride + 1, (w - filter) / stride + 1);
    Matrix::from_fn(n * out_h * out_w, c * filter * filter, |row, column| {
        let (n, oy, ox) = (row / (out_h * out_w), row / out_w % out_h, row % out_w);
        let (c, fy, fx) = (column / (filter * filter), column / filter % filter, column % filter);
        x[[n, c, oy * stride + fy, ox * stride + fx]]
    })
}
