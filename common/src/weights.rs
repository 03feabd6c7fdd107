//! Trained weights as safetensors, the format that PyTorch and the Rust frameworks read.
//!
//! A matrix is stored row by row, as they expect it, and a bias row (1 x H) as a vector of H elements.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::{Float, Matrix, files};

/// Why a weights file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("weights file {}: {problem}", path.display())]
pub struct WeightsError {
    path: PathBuf,
    problem: String,
}

/// Writes named matrices to `path`, in one step: a file that was there before is replaced whole or not at all.
///
/// # Errors
///
/// If the file system refuses.
pub fn save<T: Float>(path: &Path, matrices: &[(&str, &Matrix<T>)]) -> Result<(), WeightsError> {
    write(path, matrices).map_err(|error| WeightsError { path: path.into(), problem: error.to_string() })
}

fn write<T: Float>(path: &Path, matrices: &[(&str, &Matrix<T>)]) -> Result<(), Box<dyn Error>> {
    let bytes: Vec<Vec<u8>> = matrices.iter().map(|(_, matrix)| row_by_row(matrix)).collect();
    let mut tensors = Vec::new();
    for ((name, matrix), bytes) in matrices.iter().zip(&bytes) {
        let shape = if matrix.nrows() == 1 { vec![matrix.ncols()] } else { vec![matrix.nrows(), matrix.ncols()] };
        tensors.push((*name, TensorView::new(T::DTYPE, shape, bytes)?));
    }
    let file = safetensors::serialize(tensors, None)?;
    files::replace(path, |temporary| fs::write(temporary, file))?;
    Ok(())
}

fn row_by_row<T: Float>(matrix: &Matrix<T>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in &matrix.transpose() {
        value.write_le_bytes(&mut bytes);
    }
    bytes
}

/// A weights file in memory, from which matrices are taken by name.
pub struct Weights {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Weights {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is no safetensors file.
    pub fn load(path: &Path) -> Result<Self, WeightsError> {
        let error = |problem| WeightsError { path: path.into(), problem };
        let bytes = fs::read(path).map_err(|e| error(e.to_string()))?;
        SafeTensors::deserialize(&bytes).map_err(|e| error(format!("not a safetensors file: {e}")))?;
        Ok(Self { path: path.into(), bytes })
    }

    /// The matrix `name`; a vector of H elements comes as a row, 1 x H.
    ///
    /// # Errors
    ///
    /// If there is no such name, or it holds something else than one or two dimensions of f32 or f64.
    pub fn matrix<T: Float>(&self, name: &str) -> Result<Matrix<T>, WeightsError> {
        let tensors = SafeTensors::deserialize(&self.bytes).expect("load has checked the file");
        let tensor = tensors.tensor(name).map_err(|_| self.error(format!("there is no {name} in it")))?;
        let (rows, columns) = match *tensor.shape() {
            [columns] => (1, columns),
            [rows, columns] => (rows, columns),
            ref shape => return Err(self.error(format!("{name} has shape {shape:?}, not one or two dimensions"))),
        };
        let data = tensor.data();
        let values: Vec<T> = match tensor.dtype() {
            Dtype::F32 => numbers(data, |bytes| f32::from_le_bytes(bytes).into()),
            Dtype::F64 => numbers(data, f64::from_le_bytes),
            other => return Err(self.error(format!("{name} holds {other:?}, not F32 or F64"))),
        };
        Ok(Matrix::from_row_slice(rows, columns, &values))
    }

    /// The matrix `name`, which must have this many rows and columns.
    ///
    /// # Errors
    ///
    /// As [`Weights::matrix`], or if its shape is another.
    pub fn matrix_of_shape<T: Float>(&self, name: &str, shape: (usize, usize)) -> Result<Matrix<T>, WeightsError> {
        let matrix = self.matrix(name)?;
        if matrix.shape() == shape {
            return Ok(matrix);
        }
        Err(self.error(format!(
            "{name} is {} x {}, expected {} x {}",
            matrix.nrows(),
            matrix.ncols(),
            shape.0,
            shape.1
        )))
    }

    fn error(&self, problem: String) -> WeightsError {
        WeightsError { path: self.path.clone(), problem }
    }
}

/// The numbers in `data`, SIZE bytes each.
fn numbers<T: Float, const SIZE: usize>(data: &[u8], decode: impl Fn([u8; SIZE]) -> f64) -> Vec<T> {
    let (values, _) = data.as_chunks();
    values.iter().map(|&bytes| T::of(decode(bytes))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        let w = Matrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 0.1]);
        let b = Matrix::from_row_slice(1, 3, &[7.0, 8.0, 9.0]);
        save(&path, &[("w", &w), ("b", &b)]).unwrap();

        let weights = Weights::load(&path).unwrap();
        assert_eq!(weights.matrix::<f64>("w").unwrap(), w);
        assert_eq!(weights.matrix_of_shape::<f64>("b", (1, 3)).unwrap(), b);
        assert_eq!(weights.matrix::<f32>("w").unwrap()[(1, 2)], 0.1);

        let shown = |error: WeightsError| error.to_string();
        let file = path.display();
        assert_eq!(shown(weights.matrix::<f64>("v").unwrap_err()), format!("weights file {file}: there is no v in it"));
        assert_eq!(
            shown(weights.matrix_of_shape::<f64>("w", (3, 2)).unwrap_err()),
            format!("weights file {file}: w is 2 x 3, expected 3 x 2")
        );
    }

    #[test]
    fn a_file_of_another_kind_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        fs::write(&path, "w1 = 0.5").unwrap();
        let message = Weights::load(&path).err().unwrap().to_string();
        assert!(message.contains("net.safetensors: not a safetensors file"), "{message}");
    }
}
