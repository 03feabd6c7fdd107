//! What the networks read in a drawing: probabilities, the layers behind them, and the pixels that speak for the answer.

use common::Matrix;
use common::functions::softmax;
use common::layers::{Image, Layer, Sequential};
use common::matrix::argmax_rows;
use common::weights::WeightsError;
use serde::Serialize;

use crate::centring::{SIDE, centred, downscaled};
use crate::networks::{deep_convnet, simple_convnet, three_layers};
use crate::saliency::saliency;

/// Side of a drawing, in pixels.
pub const DRAWING_SIDE: usize = 280;

/// A drawing, square and row by row, as bytes: 0 is paper and 255 is ink.
pub struct Drawing(Matrix<f64>);

impl Drawing {
    /// The drawing in `bytes`; nothing if they are not 280 x 280.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let ink = bytes.iter().map(|&byte| f64::from(byte) / 255.0);
        let is_square = bytes.len() == DRAWING_SIDE * DRAWING_SIDE;
        is_square.then(|| Self(Matrix::from_row_iterator(DRAWING_SIDE, DRAWING_SIDE, ink)))
    }

    /// An image of 28 x 28 pixels, centred as MNIST's are or only scaled down.
    pub fn image(&self, centring: bool) -> Matrix<f64> {
        if centring { centred(&self.0) } else { downscaled(&self.0) }
    }
}

/// A trained network, and the layers of it that the page shows.
pub struct Reader {
    name: &'static str,
    network: Sequential<f32>,
    /// Index of a layer, and the shape of its output.
    watched: [(usize, Image); 2],
}

/// What a network reads in an image.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The network.
    pub name: &'static str,
    /// The probability of every class, ten that add up to 1.
    pub probabilities: Vec<f32>,
    /// The gradient of the highest score with respect to every pixel, row by row, from -127 to 127.
    pub saliency: Vec<i8>,
    /// The first layer of hidden units and the last, or the filters' outputs, after the activation function.
    pub activity: Vec<Activity>,
}

/// The outputs of a hidden layer.
#[derive(Clone, Debug, Serialize)]
pub struct Activity {
    /// Filters, or units.
    pub channels: usize,
    /// Height of a filter's output; 1 for a unit.
    pub height: usize,
    /// Width of a filter's output; 1 for a unit.
    pub width: usize,
    /// The outputs, channel by channel and row by row, from 0 to 255 for the largest of the layer.
    pub shades: Vec<u8>,
}

/// The networks of chapters 3, 7 and 8.
///
/// # Errors
///
/// If the embedded weights are not theirs.
pub fn readers() -> Result<[Reader; 3], WeightsError> {
    let maps = |channels, side| Image { channels, height: side, width: side };
    let units = |units| maps(units, 1);
    Ok([
        Reader {
            name: "Three layers (chapter 3)",
            network: three_layers()?,
            watched: [(1, units(50)), (3, units(100))],
        },
        Reader {
            name: "One convolution (chapter 7)",
            network: simple_convnet()?,
            watched: [(1, maps(30, 24)), (4, units(100))],
        },
        Reader {
            name: "Six convolutions (chapter 8)",
            network: deep_convnet()?,
            watched: [(1, maps(16, 28)), (16, units(50))],
        },
    ])
}

impl Reader {
    /// Reads an image of 28 x 28 pixels with values from 0 to 1.
    pub fn read(&mut self, image: &Matrix<f64>) -> Reading {
        let x = Matrix::from_row_iterator(1, SIDE * SIDE, image.transpose().iter().map(|&ink| ink as f32));
        let mut activity = Vec::new();
        let mut out = x;
        for (index, layer) in self.network.0.iter_mut().enumerate() {
            out = layer.forward(out);
            if let Some((_, shape)) = self.watched.iter().find(|(watched, _)| *watched == index) {
                activity.push(Activity::new(*shape, &out));
            }
        }
        let class = argmax_rows(&out)[0].unwrap_or(0);
        Reading {
            name: self.name,
            probabilities: softmax(&out).as_slice().to_vec(),
            saliency: signed_shades(&saliency(&mut self.network, out.ncols(), class)),
            activity,
        }
    }

    /// The scores of a batch of images, N x 784 to N x 10.
    pub fn scores(&self, x: Matrix<f32>) -> Matrix<f32> {
        self.network.predict(x)
    }
}

impl Activity {
    fn new(Image { channels, height, width }: Image, out: &Matrix<f32>) -> Self {
        let scale = 255.0 / out.amax().max(f32::MIN_POSITIVE);
        let shades = out.iter().map(|value| (value * scale).round() as u8).collect();
        Self { channels, height, width, shades }
    }
}

fn signed_shades(gradient: &Matrix<f32>) -> Vec<i8> {
    let scale = 127.0 / gradient.amax().max(f32::MIN_POSITIVE);
    gradient.iter().map(|value| (value * scale).round() as i8).collect()
}

/// The pixels of an image row by row, from 0 to 255.
pub fn bytes(image: &Matrix<f64>) -> Vec<u8> {
    image.transpose().iter().map(|ink| (ink * 255.0).round() as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vertical stroke in the middle.
    fn one() -> Vec<u8> {
        let ink = |y: usize, x: usize| (40..240).contains(&y) && (128..152).contains(&x);
        let pixels = (0..DRAWING_SIDE * DRAWING_SIDE).map(|n| ink(n / DRAWING_SIDE, n % DRAWING_SIDE));
        pixels.map(|ink| if ink { 255 } else { 0 }).collect()
    }

    #[test]
    fn a_vertical_stroke_is_a_one_for_all_networks() {
        let image = Drawing::new(&one()).unwrap().image(true);
        for reading in readers().unwrap().iter_mut().map(|reader| reader.read(&image)) {
            assert!(reading.probabilities[1] > 0.9, "{reading:?}");
            assert!((reading.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{reading:?}");
            assert_eq!(reading.saliency.iter().map(|shade| shade.unsigned_abs()).max(), Some(127));
            for Activity { channels, height, width, shades } in reading.activity {
                assert_eq!(shades.len(), channels * height * width);
                assert_eq!(shades.iter().max(), Some(&255));
            }
        }
    }

    #[test]
    fn bytes_that_are_no_square_are_no_drawing() {
        assert!(Drawing::new(&[]).is_none() && Drawing::new(&one()[1..]).is_none());
    }

    #[test]
    fn rows_stay_rows() {
        let image = Drawing::new(&one()).unwrap().image(false);
        let pixels = bytes(&image);
        assert_eq!((pixels[14 * SIDE + 14], pixels[SIDE + 14], pixels[14 * SIDE + 1]), (255, 0, 0));
    }
}
