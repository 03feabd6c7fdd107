//! The one bound on numbers: `f32` trains, `f64` checks.

use nalgebra::RealField;

/// A floating-point number, `f32` or `f64`.
///
/// nalgebra's [`RealField`] brings arithmetic and `exp`, `ln`, `sqrt`; this trait adds what the chapters need besides.
pub trait Float: RealField + Copy + Default {
    /// The type's name in a safetensors file.
    const DTYPE: safetensors::Dtype;

    /// The nearest number of this type.
    fn of(value: f64) -> Self;

    /// The error function, `2/√π ∫₀ˣ e^(-t²) dt`.
    fn erf(self) -> Self;

    /// This number in double precision; exact for both types.
    fn to_f64(self) -> f64;

    /// Appends the number's bytes, the least significant first.
    fn write_le_bytes(self, bytes: &mut Vec<u8>);
}

impl Float for f32 {
    const DTYPE: safetensors::Dtype = safetensors::Dtype::F32;

    fn of(value: f64) -> Self {
        value as f32
    }

    fn erf(self) -> Self {
        libm::erff(self)
    }

    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    fn write_le_bytes(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }
}

impl Float for f64 {
    const DTYPE: safetensors::Dtype = safetensors::Dtype::F64;

    fn of(value: f64) -> Self {
        value
    }

    fn erf(self) -> Self {
        libm::erf(self)
    }

    fn to_f64(self) -> f64 {
        self
    }

    fn write_le_bytes(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }
}
