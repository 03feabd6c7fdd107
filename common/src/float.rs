//! [`Float`], the element type of matrices: `f32` for training, `f64` for gradient checks.

use nalgebra::RealField;

use crate::simd::Lanes;

/// A floating-point number, `f32` or `f64`.
///
/// nalgebra's [`RealField`] provides arithmetic and `exp`, `ln`, `sqrt`; this trait adds the rest that the chapters
/// need.
pub trait Float: RealField + Copy + Default + Lanes {
    /// Data type in a safetensors file.
    const DTYPE: safetensors::Dtype;

    /// Converts from `f64`, rounding to the nearest value.
    fn of(value: f64) -> Self;

    /// The error function, `2/√π ∫₀ˣ e^(-t²) dt`.
    fn erf(self) -> Self;

    /// Converts to `f64`; exact for both types.
    fn to_f64(self) -> f64;

    /// Appends the bytes in little-endian order.
    fn write_le_bytes(self, bytes: &mut Vec<u8>);
}

impl Float for f32 {
    const DTYPE: safetensors::Dtype = safetensors::Dtype::F32;

    #[inline]
    fn of(value: f64) -> Self {
        value as f32
    }

    fn erf(self) -> Self {
        libm::erff(self)
    }

    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    fn write_le_bytes(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }
}

impl Float for f64 {
    const DTYPE: safetensors::Dtype = safetensors::Dtype::F64;

    #[inline]
    fn of(value: f64) -> Self {
        value
    }

    fn erf(self) -> Self {
        libm::erf(self)
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self
    }

    fn write_le_bytes(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }
}
