//! Weights files in the safetensors format, which PyTorch and the Rust frameworks read.
//!
//! Tensors are stored in row-major order, as they expect. [`Tensor::matrix`] stores a matrix as it is written in
//! formulas: w1, D x H, becomes a tensor D x H. PyTorch's `nn.Linear` keeps the transposed matrix, H x D, and so do the
//! files of [`Network`](crate::Network): [`Tensor::from`] a [`Param`](crate::layers::Param) gives the tensor of
//! PyTorch's `state_dict`.

mod tensor;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;

pub use tensor::Tensor;

use crate::layers::Layer;
use crate::{Float, Matrix, files};

/// Why a weights file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("weights file {}: {problem}", path.display())]
pub struct WeightsError {
    path: PathBuf,
    problem: String,
}

/// Saves named tensors to `path` atomically: an existing file is replaced whole or not at all.
///
/// # Errors
///
/// If an element is NaN or infinite, two tensors have the same name, one is named `__metadata__`, which the format
/// reserves, or the file cannot be written.
pub fn save<N: Display>(path: &Path, tensors: impl IntoIterator<Item = (N, Tensor)>) -> Result<(), WeightsError> {
    let error = |problem| WeightsError { path: path.into(), problem };
    let mut named = BTreeMap::new();
    for (name, tensor) in tensors {
        let finite = tensor.values::<f64>();
        finite.map_err(|problem| error(format!("{name} {problem}: training has diverged")))?;
        match named.entry(name.to_string()) {
            Entry::Occupied(entry) => return Err(error(format!("two tensors have the name {}", entry.key()))),
            Entry::Vacant(entry) if entry.key() == "__metadata__" => {
                return Err(error("the name __metadata__ is reserved by the format".into()));
            }
            Entry::Vacant(entry) => entry.insert(tensor),
        };
    }
    let file = safetensors::serialize(&named, None).map_err(|refusal| error(refusal.to_string()))?;
    let written: io::Result<()> = files::replace(path, |temporary| fs::write(temporary, file));
    written.map_err(|refusal| error(refusal.to_string()))
}

/// A weights file in memory: tensors by name.
#[derive(Clone, Debug)]
pub struct Weights {
    path: PathBuf,
    tensors: BTreeMap<String, Tensor>,
}

impl Weights {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is not a safetensors file.
    pub fn load(path: &Path) -> Result<Self, WeightsError> {
        let bytes = fs::read(path).map_err(|e| WeightsError { path: path.into(), problem: e.to_string() })?;
        Self::decode(path, &bytes)
    }

    /// Decodes the `bytes` of a file, for instance one embedded in the program; `path` names it in messages.
    ///
    /// # Errors
    ///
    /// If it is not a safetensors file.
    pub fn decode(path: &Path, bytes: &[u8]) -> Result<Self, WeightsError> {
        let error = |e| WeightsError { path: path.into(), problem: format!("not a safetensors file: {e}") };
        let file = SafeTensors::deserialize(bytes).map_err(error)?;
        let tensors = file.iter().map(|(name, view)| (name.into(), Tensor::from(view))).collect();
        Ok(Self { path: path.into(), tensors })
    }

    /// The names of all tensors, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    /// The shape of the tensor `name`.
    ///
    /// # Errors
    ///
    /// If there is no tensor of that name.
    pub fn shape(&self, name: &str) -> Result<&[usize], WeightsError> {
        self.tensor(name).map(Tensor::shape)
    }

    /// Elements of the tensor `name` in row-major order.
    ///
    /// # Errors
    ///
    /// If there is no tensor of that name, its elements are not f32, f64 or i64, or one is NaN or infinite.
    pub fn values<T: Float>(&self, name: &str) -> Result<Vec<T>, WeightsError> {
        self.tensor(name)?.values().map_err(|problem| self.error(format!("{name} {problem}")))
    }

    /// The tensor `name` as a matrix: its first dimension gives the rows, all others together the columns. A vector of
    /// H elements becomes a row, 1 x H.
    ///
    /// # Errors
    ///
    /// As [`Weights::values`].
    pub fn matrix<T: Float>(&self, name: &str) -> Result<Matrix<T>, WeightsError> {
        let values = self.values(name)?;
        let rows = match *self.shape(name)? {
            [] | [_] => 1,
            [rows, ..] => rows,
        };
        Ok(Matrix::from_row_slice(rows, values.len() / rows.max(1), &values))
    }

    /// The matrix `name`, which must have this many rows and columns.
    ///
    /// # Errors
    ///
    /// As [`Weights::matrix`], or if it has another shape.
    pub fn matrix_of_shape<T: Float>(&self, name: &str, shape: (usize, usize)) -> Result<Matrix<T>, WeightsError> {
        let matrix = self.matrix(name)?;
        if matrix.shape() == shape {
            return Ok(matrix);
        }
        Err(self.error(format!(
            "{name} is {}, expected {}",
            sizes(&[matrix.nrows(), matrix.ncols()]),
            sizes(&[shape.0, shape.1])
        )))
    }

    /// Loads the parameters of `layer`, stored under their names with `prefix` in front. On an error `layer` stays
    /// unchanged.
    ///
    /// # Errors
    ///
    /// As [`Weights::matrix`], or if a tensor has another shape than its parameter.
    pub fn restore<T: Float>(&self, prefix: &str, layer: &mut dyn Layer<T>) -> Result<(), WeightsError> {
        let mut restored = Vec::new();
        for (name, param) in layer.named_params() {
            let name = format!("{prefix}{name}");
            let shape = self.shape(&name)?;
            if shape != param.shape {
                return Err(self.error(format!("{name} is {}, expected {}", sizes(shape), sizes(&param.shape))));
            }
            restored.push(self.values(&name)?);
        }
        for (param, values) in layer.params_mut().into_iter().zip(restored) {
            param.value.copy_from_slice(&values);
        }
        Ok(())
    }

    fn tensor(&self, name: &str) -> Result<&Tensor, WeightsError> {
        self.tensors.get(name).ok_or_else(|| self.error(format!("there is no {name} in it")))
    }

    /// An error of this file.
    pub(crate) fn error(&self, problem: String) -> WeightsError {
        WeightsError { path: self.path.clone(), problem }
    }
}

/// A shape as `60 x 16 x 5 x 5`.
fn sizes(shape: &[usize]) -> String {
    shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" x ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::{Affine, Param, Role, Sequential};

    /// What is read from a file with these tensors.
    fn saved(tensors: impl IntoIterator<Item = (&'static str, Tensor)>) -> Weights {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        save(&path, tensors).unwrap();
        Weights::load(&path).unwrap()
    }

    /// The same, from a file that another program has written.
    fn foreign(tensors: impl IntoIterator<Item = (&'static str, Tensor)>) -> Weights {
        let tensors: BTreeMap<_, _> = tensors.into_iter().collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        fs::write(&path, safetensors::serialize(&tensors, None).unwrap()).unwrap();
        Weights::load(&path).unwrap()
    }

    /// What is wrong, without the name of the file.
    fn problem<R>(result: Result<R, WeightsError>) -> String {
        result.err().unwrap().problem
    }

    #[test]
    fn saved_tensors_are_loaded_with_their_shapes() {
        let w = Matrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 0.1]);
        let row = Matrix::from_row_slice(1, 3, &[7.0, 8.0, 9.0]);
        let vector = Tensor::vector(row.as_slice());
        let weights = saved([("w", Tensor::matrix(&w)), ("row", Tensor::matrix(&row)), ("b", vector)]);
        assert_eq!(weights.names().collect::<Vec<_>>(), ["b", "row", "w"]);
        assert_eq!(weights.matrix::<f64>("w").unwrap(), w);
        assert_eq!(weights.matrix_of_shape::<f64>("b", (1, 3)).unwrap(), row);
        assert_eq!(weights.matrix::<f32>("w").unwrap()[(1, 2)], 0.1);
        let shapes = ["w", "row", "b"].map(|name| weights.shape(name).unwrap());
        assert_eq!(shapes, [&[2, 3][..], &[1, 3], &[3]]);
        assert_eq!(problem(weights.matrix::<f64>("v")), "there is no v in it");
        assert_eq!(problem(weights.matrix_of_shape::<f64>("w", (3, 2))), "w is 2 x 3, expected 3 x 2");
    }

    /// Two filters of three channels of 1 x 2.
    fn filters() -> Param<f64> {
        let value = Matrix::from_fn(6, 2, |i, f| (10 * f + i) as f64);
        Param { shape: vec![2, 3, 1, 2], ..Param::new("weight", Role::Weight, value) }
    }

    #[test]
    fn the_columns_of_a_parameter_become_a_tensor_of_any_shape() {
        let affine = Affine::new(Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0]), Matrix::zeros(1, 3));
        let weights = saved([("0.weight", (&filters()).into()), ("1.weight", (&affine.w).into())]);
        assert_eq!(weights.shape("0.weight").unwrap(), [2, 3, 1, 2]);
        assert_eq!(weights.matrix::<f64>("0.weight").unwrap(), filters().value.transpose(), "one filter per row");
        assert_eq!(weights.shape("1.weight").unwrap(), [3, 1], "PyTorch's weights are outputs x inputs");
    }

    #[test]
    fn a_layer_loads_all_of_its_parameters_or_none() {
        let affine = |value| Affine::new(Matrix::from_element(2, 3, value), Matrix::from_element(1, 3, value));
        let (full, mut layer) = (affine(1.0), Sequential(vec![Box::new(affine(0.0))]));
        let weights = saved([("a.0.weight", (&full.w).into()), ("a.0.bias", (&full.b).into())]);
        weights.restore("a.", &mut layer).unwrap();
        assert!(layer.params().iter().all(|param| param.value.iter().all(|&value| value == 1.0)));

        let bias = Tensor::vector(&[1.0, f64::NAN, 1.0]);
        let (weight, half) = (Tensor::from(&affine(2.0).w), [("0.weight", Tensor::from(&affine(2.0).w))]);
        assert_eq!(problem(saved(half).restore("", &mut layer)), "there is no 0.bias in it");
        let nan = foreign([("0.weight", weight), ("0.bias", bias)]);
        assert_eq!(problem(nan.restore("", &mut layer)), "0.bias holds NaN");
        let other = saved([("0.weight", Tensor::matrix(&full.w.value))]);
        assert_eq!(problem(other.restore("", &mut layer)), "0.weight is 2 x 3, expected 3 x 2");
        assert!(layer.params().iter().all(|param| param.value.iter().all(|&value| value == 1.0)));
    }

    #[test]
    fn nan_and_infinity_are_neither_saved_nor_read() {
        let infinite = || [("w", Tensor::vector(&[1.0])), ("b", Tensor::vector(&[1.0, f64::INFINITY]))];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        assert_eq!(problem(save(&path, infinite())), "b holds inf: training has diverged");
        assert!(!path.exists());
        assert_eq!(problem(foreign(infinite()).values::<f64>("b")), "b holds inf");
    }

    #[test]
    fn duplicate_and_reserved_names_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        let refused = |names: [&'static str; 2]| problem(save(&path, names.map(|name| (name, Tensor::vector(&[0.0])))));
        assert_eq!(refused(["w", "w"]), "two tensors have the name w");
        assert_eq!(refused(["w", "__metadata__"]), "the name __metadata__ is reserved by the format");
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_stays_whole_for_a_process_that_is_reading_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        save(&path, [("w", Tensor::vector(&[1.0]))]).unwrap();
        let mut reading = fs::File::open(&path).unwrap();
        let before = fs::read(&path).unwrap();
        save(&path, [("w", Tensor::vector(&[2.0, 3.0]))]).unwrap();
        let mut read = Vec::new();
        io::Read::read_to_end(&mut reading, &mut read).unwrap();
        assert_eq!(read, before);
        assert_ne!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_of_another_format_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        fs::write(&path, "w1 = 0.5").unwrap();
        let message = Weights::load(&path).err().unwrap().to_string();
        assert!(message.contains("net.safetensors: not a safetensors file"), "{message}");
    }
}
