//! 7.6 Visualizing a CNN (CNN 시각화하기): the filters of the first layer, and their outputs, as pictures.

use common::{Float, Matrix, Network};

/// 7.6.1 The filters of the first layer (1번째 층의 가중치 시각화하기), FH x FW each, one after the other and channel by
/// channel.
///
/// # Panics
///
/// If the first layer is not a convolution.
pub fn filters<T: Float>(network: &Network<T>) -> Vec<Matrix<f64>> {
    let w = network.params()[0];
    let [_, _, height, width] = w.shape[..] else { panic!("the first layer has weights of {:?}, no filters", w.shape) };
    // Column f of the weights is filter f, row by row.
    channels(w.value.as_slice(), (height, width))
}

/// Splits contiguous values into images of the given height and width: the channels of one image 1 x (C·H·W).
pub fn channels<T: Float>(values: &[T], (height, width): (usize, usize)) -> Vec<Matrix<f64>> {
    let image = |values: &[T]| Matrix::from_row_iterator(height, width, values.iter().map(|value| value.to_f64()));
    values.chunks_exact(height * width).map(image).collect()
}

/// One picture of many of the same size, row by row, with white lines of a pixel between them.
///
/// # Panics
///
/// If there are none, or they differ in size.
pub fn tiled(pictures: &[Matrix<f64>], columns: usize) -> Matrix<f64> {
    let (height, width) = pictures[0].shape();
    let rows = pictures.len().div_ceil(columns);
    let mut all = Matrix::from_element(rows * (height + 1) - 1, columns * (width + 1) - 1, 1.0);
    for (index, picture) in pictures.iter().enumerate() {
        let corner = (index / columns * (height + 1), index % columns * (width + 1));
        all.view_mut(corner, (height, width)).copy_from(picture);
    }
    all
}

#[cfg(test)]
mod tests {
    use common::layers::Image;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;
    use crate::SimpleConvNet;

    const INPUT: Image = Image { channels: 1, height: 8, width: 8 };

    #[test]
    fn a_filter_is_what_a_single_bright_pixel_shows_mirrored() {
        let network = SimpleConvNet::new(10).build::<f64>(INPUT, &mut ChaCha8Rng::seed_from_u64(0));
        let mut x = Matrix::zeros(1, 64);
        x[4 * 8 + 3] = 1.0;
        let out = network.layers.0[0].predict(x);
        for (filter, out) in filters(&network).iter().zip(channels(out.as_slice(), (4, 4))) {
            // out[y, x] = w[4 - y, 3 - x]
            let mirrored = Matrix::from_fn(4, 4, |y, x| filter[(4 - y, 3 - x)]);
            assert_eq!(out, mirrored);
        }
    }

    #[test]
    fn tiles_have_white_lines_between_them() {
        let tile = |value| Matrix::from_element(1, 2, value);
        let all = tiled(&[tile(0.1), tile(0.2), tile(0.3)], 2);
        #[rustfmt::skip]
        let expected = Matrix::from_row_slice(3, 5, &[
            0.1, 0.1, 1.0, 0.2, 0.2,
            1.0, 1.0, 1.0, 1.0, 1.0,
            0.3, 0.3, 1.0, 1.0, 1.0,
        ]);
        assert_eq!(all, expected);
    }
}
