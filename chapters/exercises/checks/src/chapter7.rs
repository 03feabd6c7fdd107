//! 7 Convolutional neural networks (합성곱 신경망(CNN)).

use common::Matrix;

use crate::compare::{Outcome, equal, equal_function, equal_number, rows};
use crate::{Images, Verdict};

/// The sizes of an image and a filter, the stride and the padding.
type Sizes = (usize, usize, usize, usize);

/// The output size of a convolution.
pub fn output_size(output_size: fn(usize, usize, usize, usize) -> usize) -> Verdict {
    Verdict::of(|| {
        let sizes = [(4, 3, 1, 1), (7, 3, 2, 0), (28, 5, 3, 2), (31, 5, 3, 2), (28, 5, 1, 0), (6, 3, 2, 0)];
        equal_function(
            "output_size",
            &sizes,
            |&(input, filter, stride, pad)| output_size(input, filter, stride, pad) as f64,
            |&(input, filter, stride, pad)| ((input + 2 * pad - filter) / stride + 1) as f64,
            &[
                (
                    |&(input, filter, stride, pad)| ((input + 2 * pad - filter) / stride) as f64,
                    "output_size is one too small: a filter that just fits has one position, so + 1",
                ),
                (
                    |&(input, filter, stride, pad): &Sizes| ((input + pad).saturating_sub(filter) / stride + 1) as f64,
                    "output_size counts the padding once: it is on both sides of the image, 2·pad",
                ),
                (
                    |&(input, filter, stride, pad): &Sizes| ((input + 2 * pad - filter).div_ceil(stride) + 1) as f64,
                    "output_size is rounded up: the filter must not go beyond the image, so it is rounded down",
                ),
                (
                    |&(input, filter, stride, pad)| ((input + 2 * pad - filter + 1) / stride) as f64,
                    "output_size adds the 1 before it divides: + 1 comes after the division",
                ),
                (
                    |&(input, filter, _, pad)| (input + 2 * pad - filter + 1) as f64,
                    "output_size does not depend on the stride: divide by it",
                ),
            ],
        )?;
        equal_number("output_size(3, 5, 4, 1)", output_size(3, 5, 4, 1) as f64, 1.0, &[])
    })
}

/// Two images of two channels, 4 x 5 pixels, all different.
fn images() -> Images {
    Images::from_fn([2, 2, 4, 5], |[n, c, y, x]| (1000 * n + 100 * c + 10 * y + x) as f64)
}

/// [`crate::im2col`], where the pixel of a window is at `place(n, c, [oy, ox], [fy, fx])`.
fn unfolded(
    filter: usize,
    stride: usize,
    place: impl Fn(usize, usize, [usize; 2], [usize; 2]) -> [usize; 4],
) -> Matrix<f64> {
    let images = images();
    let [n, c, h, w] = images.shape;
    let (out_h, out_w) = ((h - filter) / stride + 1, (w - filter) / stride + 1);
    Matrix::from_fn(n * out_h * out_w, c * filter * filter, |row, column| {
        let (n, window) = (row / (out_h * out_w), [row / out_w % out_h, row % out_w]);
        let (c, pixel) = (column / (filter * filter), [column / filter % filter, column % filter]);
        images[place(n, c, window, pixel)]
    })
}

/// Unfolding.
pub fn im2col(im2col: fn(&Images, usize, usize) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let check = |filter: usize, stride: usize| -> Outcome {
            let right = crate::im2col(&images(), filter, stride);
            let area = filter * filter;
            let channel_last = Matrix::from_fn(right.nrows(), 2 * area, |row, i| right[(row, i % 2 * area + i / 2)]);
            let windows = right.nrows() / 2;
            let image_last = Matrix::from_fn(2 * windows, 2 * area, |row, i| right[(row % 2 * windows + row / 2, i)]);
            let mistakes = [
                (
                    unfolded(filter, stride, |n, c, [oy, ox], [fy, fx]| [n, c, oy + fy, ox + fx]),
                    "the windows overlap as if the stride were 1: a window begins at oy·stride, ox·stride",
                ),
                (
                    unfolded(filter, stride, |n, c, [oy, ox], [fy, fx]| [n, c, oy * stride + fx, ox * stride + fy]),
                    "fy and fx are swapped: fx changes fastest along a row of col",
                ),
                (
                    channel_last,
                    "the channel changes fastest along a row of col: it changes slowest, (c·FH + fy)·FW + fx",
                ),
                (image_last, "the image changes fastest from row to row: it changes slowest, (n·OH + oy)·OW + ox"),
                (right.transpose(), "col is transposed: each window is a row"),
                (Matrix::zeros(right.nrows(), 2 * area), "col is 0"),
            ];
            equal(
                &format!("col of filters {filter} x {filter} with stride {stride}"),
                &im2col(&images(), filter, stride),
                &right,
                &mistakes,
            )
        };
        check(2, 2)?;
        check(3, 1)?;
        check(1, 1)?;
        let padded = images().padded(1);
        equal("col of padded images", &im2col(&padded, 3, 2), &crate::im2col(&padded, 3, 2), &[])
    })
}

/// Fails unless the images are equal in shape and pixels; each mistake is what the pixels would be.
fn equal_images(name: &str, got: &Images, right: &Images, mistakes: &[(Images, &str)]) -> Outcome {
    if got.shape != right.shape {
        return Err(format!("{name} has the shape {:?}, but should have {:?}", got.shape, right.shape));
    }
    let mistakes: Vec<_> = mistakes.iter().map(|(wrong, sentence)| (wrong.to_matrix(), *sentence)).collect();
    equal(&format!("{name}, with a row for each image,"), &got.to_matrix(), &right.to_matrix(), &mistakes)
}

/// Images, filters, biases, filter size and stride to images.
type Convolution = fn(&Images, &Matrix<f64>, &Matrix<f64>, usize, usize) -> Images;

/// A convolutional layer, forward.
pub fn convolution(convolution: Convolution) -> Verdict {
    Verdict::of(|| {
        let x = Images::from_fn([2, 2, 4, 5], |[n, c, y, x]| ((7 * n + 5 * c + 3 * y + 2 * x) % 11) as f64 - 4.0);
        let w = Matrix::from_fn(3, 8, |f, i| ((5 * f + 3 * i) % 7) as f64 / 2.0 - 1.0);
        let b = rows([[0.5, -1.0, 2.0]]);
        let by_hand = |stride: usize, bias: f64, weight: fn(usize, usize, usize) -> usize| {
            Images::from_fn([2, 3, 2 / stride + 1, 3 / stride + 1], |[n, f, oy, ox]| {
                let window = (0..8).map(|i| (i / 4, i / 2 % 2, i % 2));
                let products =
                    window.map(|(c, fy, fx)| w[(f, weight(c, fy, fx))] * x[[n, c, oy * stride + fy, ox * stride + fx]]);
                bias * b[f] + products.sum::<f64>()
            })
        };
        let correlated = |c: usize, fy: usize, fx: usize| (c * 2 + fy) * 2 + fx;
        for stride in [2, 1] {
            let (got, right) = (convolution(&x, &w, &b, 2, stride), by_hand(stride, 1.0, correlated));
            let [n, f, h, w] = right.shape;
            let product = Matrix::from_fn(n * h * w, f, |row, f| right[[row / (h * w), f, row / w % h, row % w]]);
            let unmoved = Images::from_fn(right.shape, |[n, channel, y, x]| {
                let place = ((n * f + channel) * h + y) * w + x;
                product[(place / f, place % f)]
            });
            let mistakes = [
                (by_hand(stride, 0.0, correlated), "the bias is missing"),
                (by_hand(stride, -1.0, correlated), "the bias is subtracted: it is added"),
                (
                    by_hand(stride, 1.0, |c, fy, fx| (c * 2 + 1 - fy) * 2 + 1 - fx),
                    "the filters are turned by 180 degrees: networks do not turn them",
                ),
                (unmoved, "the product is taken for images as it is: its rows are pixels, its columns are channels"),
                (Images::zeros(right.shape), "y is 0"),
            ];
            equal_images(&format!("y for stride {stride}"), &got, &right, &mistakes)?;
        }
        Ok(())
    })
}

/// Maximum pooling.
pub fn pooling(max_pooling: fn(&Images, usize, usize) -> Images) -> Verdict {
    Verdict::of(|| {
        let x = Images::from_fn([2, 2, 4, 6], |[n, c, y, x]| ((5 * n + 3 * c + 7 * y + 4 * x) % 13) as f64 - 11.0);
        let pooled = |x: &Images, size: usize, stride: usize, start: f64, combine: fn(f64, f64) -> f64| {
            let [n, c, h, w] = x.shape;
            Images::from_fn([n, c, (h - size) / stride + 1, (w - size) / stride + 1], |[n, c, oy, ox]| {
                let window = (0..size * size).map(|i| x[[n, c, oy * stride + i / size, ox * stride + i % size]]);
                window.fold(start, combine)
            })
        };
        for (size, stride) in [(2, 2), (3, 1)] {
            let right = pooled(&x, size, stride, f64::NEG_INFINITY, f64::max);
            let sum = pooled(&x, size, stride, 0.0, |sum, x| sum + x);
            let mean = Images::from_fn(sum.shape, |index| sum[index] / (size * size) as f64);
            let overlapping = Images::from_fn(right.shape, |[n, c, oy, ox]| {
                pooled(&x, size, 1, f64::NEG_INFINITY, f64::max)[[n, c, oy, ox]]
            });
            let mistakes = [
                (
                    pooled(&x, size, stride, 0.0, f64::max),
                    "the maximum of a window of negative pixels is 0: begin with -∞",
                ),
                (mean, "y is the mean of each window: that is average pooling, take the maximum"),
                (sum, "y is the sum of each window: take the maximum"),
                (
                    pooled(&x, size, stride, f64::INFINITY, f64::min),
                    "y is the minimum of each window: take the maximum",
                ),
                (overlapping, "the windows overlap as if the stride were 1: a window begins at oy·stride, ox·stride"),
                (Images::zeros(right.shape), "y is 0: write the maximum into it"),
            ];
            let name = format!("y for windows of {size} x {size} with stride {stride}");
            equal_images(&name, &max_pooling(&x, size, stride), &right, &mistakes)?;
        }
        Ok(())
    })
}
