//! From a drawing to an image like MNIST's. "The original black and white images were size normalized to fit in a
//! 20 x 20 pixel box while preserving their aspect ratio. The resulting images contain grey levels as a result of the
//! anti-aliasing technique used by the normalization algorithm. The images were centered in a 28 x 28 image by computing
//! the center of mass of the pixels, and translating the image so as to position this point at the center of the
//! 28 x 28 field" (LeCun, Cortes and Burges, *The MNIST database*, <http://yann.lecun.com/exdb/mnist/>).
//!
//! ```text
//! scale    s = 20 / max(h, w)                                    h x w: box around the ink, from row y and column x
//! fit      box = A(y)·in·A(x)ᵀ                                   in: H x W     A(y): 20 x H     box: 20 x 20
//!          A(o)[i, j] = s·length of [o + i/s, o + (i + 1)/s] ∩ [j, j + 1]
//! centre   m = Σᵢⱼ (i, j)·box[i, j] / Σᵢⱼ box[i, j]
//!          out[(i, j) + d] = box[i, j]                           d: whole pixels, with 13.5 ≤ m + d < 14.5
//! ```
//!
//! Row i of A averages the pixels of the drawing that pixel i of the result covers, each with the length that is
//! covered. The centre of the field is pixel 14, counted from 0: in all test images of MNIST the centre of mass lies
//! between 13.5 and 14.5 along both axes.

use std::ops::Range;

use common::Matrix;

/// Side of an image, in pixels.
pub const SIDE: usize = 28;
/// Side of the box that the ink is fitted into.
const BOX: usize = 20;
/// The pixel where the centre of mass comes to lie.
const CENTRE: f64 = 14.0;

/// Fits the ink of a drawing, H x W with values from 0 to 1, into 20 x 20 pixels and centres it by its mass: 28 x 28. Ink
/// that the translation would move out of the field is lost, as in MNIST. A drawing without ink gives an empty image.
pub fn centred(drawing: &Matrix<f64>) -> Matrix<f64> {
    let (row_ink, column_ink) = (drawing.column_sum(), drawing.row_sum());
    let (Some(rows), Some(columns)) = (extent(row_ink.as_slice()), extent(column_ink.as_slice())) else {
        return Matrix::zeros(SIDE, SIDE);
    };
    let scale = BOX as f64 / rows.len().max(columns.len()) as f64;
    let fitted = average(drawing, scale, (rows.start, columns.start), BOX);
    let (y, x) = centre_of_mass(&fitted);
    let shift = |m: f64| (CENTRE - 0.5 - m).ceil() as isize;
    shifted(&fitted, (shift(y), shift(x)))
}

/// Scales a whole drawing, which is a square, down to 28 x 28 pixels, wherever the ink is in it.
pub fn downscaled(drawing: &Matrix<f64>) -> Matrix<f64> {
    average(drawing, SIDE as f64 / drawing.nrows() as f64, (0, 0), SIDE)
}

/// Moves an image of at most 28 x 28 pixels down and to the right, onto a field of 28 x 28. What leaves the field is
/// lost.
pub fn shifted(image: &Matrix<f64>, (down, right): (isize, isize)) -> Matrix<f64> {
    let (rows, columns) = image.shape();
    let source =
        |target: usize, shift: isize, size: usize| target.checked_add_signed(-shift).filter(|&source| source < size);
    Matrix::from_fn(SIDE, SIDE, |i, j| match (source(i, down, rows), source(j, right, columns)) {
        (Some(i), Some(j)) => image[(i, j)],
        _ => 0.0,
    })
}

/// Row and column of the centre of mass, in pixels counted from 0; that of the field without ink.
pub fn centre_of_mass(image: &Matrix<f64>) -> (f64, f64) {
    let mass = image.sum();
    if mass == 0.0 {
        return (CENTRE, CENTRE);
    }
    let moment = |ink: &[f64]| ink.iter().enumerate().map(|(i, ink)| i as f64 * ink).sum::<f64>();
    (moment(image.column_sum().as_slice()) / mass, moment(image.row_sum().as_slice()) / mass)
}

/// From the first to the last line with ink, given the ink of every line.
fn extent(ink: &[f64]) -> Option<Range<usize>> {
    let has_ink = |&ink: &f64| ink > 0.0;
    Some(ink.iter().position(has_ink)?..ink.iter().rposition(has_ink)? + 1)
}

/// A(y)·in·A(x)ᵀ, `size` x `size`.
fn average(drawing: &Matrix<f64>, scale: f64, (y, x): (usize, usize), size: usize) -> Matrix<f64> {
    let weights = |start: usize, pixels: usize| {
        Matrix::from_fn(size, pixels, |i, j| {
            let edge = |i: usize| start as f64 + i as f64 / scale;
            let covered = edge(i + 1).min((j + 1) as f64) - edge(i).max(j as f64);
            scale * covered.max(0.0)
        })
    };
    weights(y, drawing.nrows()) * drawing * weights(x, drawing.ncols()).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing of 280 x 280 with ink where `ink` says so.
    fn drawing(ink: impl Fn(f64, f64) -> bool) -> Matrix<f64> {
        Matrix::from_fn(280, 280, |y, x| f64::from(u8::from(ink(y as f64, x as f64))))
    }

    /// A ring and a tail, as a 9 has them, with its upper left corner at (y, x).
    fn nine(top: f64, left: f64) -> Matrix<f64> {
        drawing(|y, x| {
            let (y, x) = (y - top, x - left);
            let ring = ((y - 30.0).hypot(x - 30.0) - 25.0).abs() < 5.0;
            ring || ((50.0..60.0).contains(&x) && (30.0..120.0).contains(&y))
        })
    }

    /// Height and width of the box around the ink.
    fn size(image: &Matrix<f64>) -> (usize, usize) {
        let (rows, columns) = (image.column_sum(), image.row_sum());
        (extent(rows.as_slice()).unwrap().len(), extent(columns.as_slice()).unwrap().len())
    }

    fn is_centred(image: &Matrix<f64>) -> bool {
        let (y, x) = centre_of_mass(image);
        (y - CENTRE).abs() <= 0.5 && (x - CENTRE).abs() <= 0.5
    }

    #[test]
    fn the_result_does_not_depend_on_where_the_drawing_is() {
        let image = centred(&nine(0.0, 0.0));
        assert!(is_centred(&image), "{:?}", centre_of_mass(&image));
        for (top, left) in [(10.0, 0.0), (160.0, 220.0), (53.0, 101.0)] {
            assert!((centred(&nine(top, left)) - &image).amax() < 1e-12);
        }
    }

    #[test]
    fn the_longer_side_becomes_20_pixels_and_the_shape_stays() {
        assert_eq!(size(&centred(&nine(40.0, 40.0))), (20, 10));
        assert_eq!(size(&centred(&nine(40.0, 40.0).transpose())), (10, 20));
    }

    #[test]
    fn partly_covered_pixels_are_grey() {
        // A square of 30 drawn pixels beside a bar that makes the box 60 wide: 20 / 60 = 1 / 3 of a pixel for each.
        let image = centred(&drawing(|y, x| y < 31.0 && x < 60.0));
        let column: Vec<f64> = image.column(14).iter().copied().filter(|&ink| ink > 0.0).collect();
        assert_eq!(column.len(), 11);
        assert!((column[9] - 1.0).abs() < 1e-12 && (column[10] - 1.0 / 3.0).abs() < 1e-12, "{column:?}");
    }

    #[test]
    fn no_drawing_gives_a_value_outside_0_to_1() {
        let dot = |y: f64, x: f64| (y, x) == (279.0, 3.0);
        let corners = |y: f64, x: f64| (y == 0.0 && x == 0.0) || (y == 279.0 && x == 279.0);
        let drawings = [drawing(|_, _| false), drawing(|_, _| true), drawing(dot), drawing(corners), nine(9.0, 9.0)];
        for drawing in drawings {
            for image in [centred(&drawing), downscaled(&drawing)] {
                assert_eq!(image.shape(), (SIDE, SIDE));
                assert!(image.iter().all(|ink| (0.0..=1.0 + 1e-12).contains(ink)), "{image}");
            }
            assert!(is_centred(&centred(&drawing)));
        }
    }

    #[test]
    fn an_empty_drawing_stays_empty_and_a_dot_fills_the_box() {
        assert_eq!(centred(&drawing(|_, _| false)), Matrix::zeros(SIDE, SIDE));
        let dot = centred(&drawing(|y, x| (y, x) == (100.0, 7.0)));
        assert_eq!(size(&dot), (20, 20));
        assert!((dot.sum() - 400.0).abs() < 1e-9);
    }

    #[test]
    fn a_whole_drawing_is_averaged_over_blocks() {
        let image = downscaled(&drawing(|y, x| y < 15.0 && x < 10.0));
        let mut expected = Matrix::zeros(SIDE, SIDE);
        (expected[(0, 0)], expected[(1, 0)]) = (1.0, 0.5);
        assert!((image - expected).amax() < 1e-12);
    }

    #[test]
    fn what_leaves_the_field_is_lost() {
        let image = Matrix::from_fn(SIDE, SIDE, |y, x| (y * SIDE + x) as f64);
        let moved = shifted(&image, (-2, 3));
        assert_eq!((moved[(0, 3)], moved[(25, 27)], moved[(26, 3)], moved[(0, 2)]), (56.0, 780.0, 0.0, 0.0));
    }
}
