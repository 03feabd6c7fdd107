//! 8.3.4 Numerical precision (연산 정밀도와 비트 줄이기): floats of 16 bits instead of 32.
//!
//! ```text
//!        sign  exponent  fraction    relative rounding error    largest number
//! f32      1       8        23              6.0e-8                 3.4e38
//! f16      1       5        10              4.9e-4                 65504
//! bf16     1       8         7              3.9e-3                 3.4e38
//! ```

use common::matrix::map;
use common::{Matrix, Network};
use half::{bf16, f16};

/// A floating-point format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name.
    pub name: &'static str,
    /// Bytes per number.
    pub bytes: usize,
    /// Rounds to the nearest number of the format.
    pub round: fn(f32) -> f32,
}

/// Single precision, half precision (IEEE 754), and the format of the same size with the exponent of `f32`.
pub const FORMATS: [Format; 3] = [
    Format { name: "f32", bytes: 4, round: |x| x },
    Format { name: "f16", bytes: 2, round: |x| f16::from_f32(x).to_f32() },
    Format { name: "bf16", bytes: 2, round: |x| bf16::from_f32(x).to_f32() },
];

impl Format {
    /// Rounds the parameters of a network.
    pub fn round_params(&self, network: &mut Network<f32>) {
        for param in network.params_mut() {
            param.value.apply(|x| *x = (self.round)(*x));
        }
    }

    /// [`Network::predict`] with the input and the output of every layer rounded. Within a layer products are added in
    /// `f32`, as the matrix units of GPUs do.
    pub fn predict(&self, network: &Network<f32>, x: Matrix<f32>) -> Matrix<f32> {
        let layers = &network.layers.0;
        layers.iter().fold(map(x, self.round), |x, layer| map(layer.predict(x), self.round))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_the_fraction_of_their_format() {
        let [f32, f16, bf16] = FORMATS.map(|format| format.round);
        assert_eq!([f32, f16, bf16].map(|round| round(1.0 + 1.0 / 128.0)), [1.0 + 1.0 / 128.0; 3]);
        assert_eq!(
            [f32, f16, bf16].map(|round| round(1.0 + 1.0 / 1024.0)),
            [1.0 + 1.0 / 1024.0, 1.0 + 1.0 / 1024.0, 1.0]
        );
        assert_eq!([f32, f16, bf16].map(|round| round(65536.0)), [65536.0, f32::INFINITY, 65536.0]);
    }
}
