//! Tensors of safetensors files.

use std::borrow::Cow;

use safetensors::tensor::{Dtype, TensorView, View};

use crate::layers::Param;
use crate::{Float, Matrix};

/// A tensor of any number of dimensions, encoded as in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    /// The elements in row-major order, little-endian.
    bytes: Vec<u8>,
}

impl Tensor {
    /// A tensor of rows x columns.
    pub fn matrix<T: Float>(m: &Matrix<T>) -> Self {
        Self::new(vec![m.nrows(), m.ncols()], m.transpose().as_slice())
    }

    /// A tensor of one dimension: biases, a history.
    pub fn vector<T: Float>(values: &[T]) -> Self {
        Self::new(vec![values.len()], values)
    }

    fn new<T: Float>(shape: Vec<usize>, values: &[T]) -> Self {
        let mut bytes = Vec::new();
        values.iter().for_each(|value| value.write_le_bytes(&mut bytes));
        Self { dtype: T::DTYPE, shape, bytes }
    }

    /// The size of each dimension.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements in row-major order, or why they cannot be read.
    pub(super) fn values<T: Float>(&self) -> Result<Vec<T>, String> {
        let values: Vec<T> = match self.dtype {
            Dtype::F32 => decoded(&self.bytes, |bytes| f32::from_le_bytes(bytes).into()),
            Dtype::F64 => decoded(&self.bytes, f64::from_le_bytes),
            Dtype::I64 => decoded(&self.bytes, |bytes| i64::from_le_bytes(bytes) as f64),
            other => return Err(format!("holds {other:?}, not F32, F64 or I64")),
        };
        match values.iter().find(|value| !value.is_finite()) {
            Some(value) => Err(format!("holds {value}")),
            None => Ok(values),
        }
    }
}

/// Decodes the elements in `bytes`, SIZE bytes each.
fn decoded<T: Float, const SIZE: usize>(bytes: &[u8], decode: impl Fn([u8; SIZE]) -> f64) -> Vec<T> {
    let (elements, _) = bytes.as_chunks();
    elements.iter().map(|&bytes| T::of(decode(bytes))).collect()
}

/// A tensor in a file.
impl From<TensorView<'_>> for Tensor {
    fn from(view: TensorView) -> Self {
        Self { dtype: view.dtype(), shape: view.shape().to_vec(), bytes: view.data().to_vec() }
    }
}

/// The tensor of a parameter in PyTorch's `state_dict`.
impl<T: Float> From<&Param<T>> for Tensor {
    fn from(param: &Param<T>) -> Self {
        Self::new(param.shape.clone(), param.value.as_slice())
    }
}

impl View for &Tensor {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        (&self.bytes[..]).into()
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}
