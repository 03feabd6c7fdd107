//! 3.4 A three-layer network (3층 신경망 구현하기), 3.5 its output (출력층 설계하기), 3.6 handwritten digits (손글씨 숫자 인식).
//!
//! ```text
//! a1 = x·w1 + b1     x: N x D     w1: D x H1    b1: 1 x H1    a1: N x H1
//! z1 = sigmoid(a1)                                            z1: N x H1
//! a2 = z1·w2 + b2                 w2: H1 x H2   b2: 1 x H2    a2: N x H2
//! z2 = sigmoid(a2)                                            z2: N x H2
//! a3 = z2·w3 + b3                 w3: H2 x C    b3: 1 x C     a3: N x C
//! y  = softmax(a3)                                            y:  N x C
//! ```
//!
//! N samples of D features, H1 and H2 units in the two hidden layers, C outputs. For the digits of section 3.6 the
//! sizes are those of the book: D = 784 pixels, H1 = 50, H2 = 100, C = 10 classes.

mod training;

use std::path::Path;

use common::Matrix;
use common::files::Save;
use common::functions::{sigmoid, softmax};
use common::matrix::{add_row, argmax_rows, dot, map};
use common::weights::{self, Tensor, Weights, WeightsError};
use datasets::Dataset;

/// A network with two hidden layers: its weights and biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Weights from the input to the first hidden layer, D x H1.
    pub w1: Matrix<f64>,
    /// Biases of the first hidden layer, 1 x H1.
    pub b1: Matrix<f64>,
    /// Weights from the first to the second hidden layer, H1 x H2.
    pub w2: Matrix<f64>,
    /// Biases of the second hidden layer, 1 x H2.
    pub b2: Matrix<f64>,
    /// Weights from the second hidden layer to the output, H2 x C.
    pub w3: Matrix<f64>,
    /// Biases of the output, 1 x C.
    pub b3: Matrix<f64>,
}

impl Network {
    /// 3.4.3 The network of the book's example, its `init_network`: 2 inputs, 3 and 2 hidden units, 2 outputs.
    pub fn example() -> Self {
        Self {
            w1: Matrix::from_row_slice(2, 3, &[0.1, 0.3, 0.5, 0.2, 0.4, 0.6]),
            b1: Matrix::from_row_slice(1, 3, &[0.1, 0.2, 0.3]),
            w2: Matrix::from_row_slice(3, 2, &[0.1, 0.4, 0.2, 0.5, 0.3, 0.6]),
            b2: Matrix::from_row_slice(1, 2, &[0.1, 0.2]),
            w3: Matrix::from_row_slice(2, 2, &[0.1, 0.3, 0.2, 0.4]),
            b3: Matrix::from_row_slice(1, 2, &[0.1, 0.2]),
        }
    }

    /// 3.4.3 The scores `a3`, N x D to N x C. The output layer leaves them as they are: the identity (항등 함수).
    ///
    /// # Panics
    ///
    /// If `x` does not have D columns.
    pub fn forward(&self, x: &Matrix<f64>) -> Matrix<f64> {
        let a1 = add_row(dot(x, &self.w1), &self.b1);
        let z1 = map(a1, sigmoid);
        let a2 = add_row(dot(&z1, &self.w2), &self.b2);
        let z2 = map(a2, sigmoid);
        add_row(dot(&z2, &self.w3), &self.b3)
    }

    /// 3.6.2 The probability of every class, N x D to N x C: each row adds up to 1. This is the book's `predict`; from
    /// chapter 4 on, that name means the scores.
    ///
    /// # Panics
    ///
    /// If `x` does not have D columns.
    pub fn probabilities(&self, x: &Matrix<f64>) -> Matrix<f64> {
        softmax(&self.forward(x))
    }

    /// 3.6.3 Classifies every image, `batch_size` of them at a time (배치 처리): a batch of N images is one N x D matrix,
    /// for which one forward pass suffices. With a `batch_size` of 1 this is the loop of section 3.6.2.
    ///
    /// # Panics
    ///
    /// If `batch_size` is 0, or the images do not have D pixels.
    pub fn classify(&self, images: &Dataset, batch_size: usize) -> Vec<Prediction> {
        let all: Vec<usize> = (0..images.len()).collect();
        let mut predictions = Vec::new();
        for indices in all.chunks(batch_size) {
            let (x, t) = images.batch(indices);
            let y = self.probabilities(&x);
            for (class, label) in argmax_rows(&y).into_iter().zip(t) {
                predictions.push(Prediction { class, label });
            }
        }
        predictions
    }

    /// Loads what [`Network::save`] has written: a network with `inputs` inputs (D) and `classes` outputs (C). The
    /// numbers of hidden units are those in the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or a matrix in it is missing or does not match D, C and the other matrices in shape.
    pub fn load(path: &Path, inputs: usize, classes: usize) -> Result<Self, WeightsError> {
        let weights = Weights::load(path)?;
        let columns = |name| weights.matrix::<f64>(name).map(|w| w.ncols());
        let (hidden1, hidden2) = (columns("w1")?, columns("w2")?);
        Ok(Self {
            w1: weights.matrix_of_shape("w1", (inputs, hidden1))?,
            b1: weights.matrix_of_shape("b1", (1, hidden1))?,
            w2: weights.matrix_of_shape("w2", (hidden1, hidden2))?,
            b2: weights.matrix_of_shape("b2", (1, hidden2))?,
            w3: weights.matrix_of_shape("w3", (hidden2, classes))?,
            b3: weights.matrix_of_shape("b3", (1, classes))?,
        })
    }
}

impl Save for Network {
    type Error = WeightsError;

    /// Writes the weights to a safetensors file, under the names `w1`, `b1`, `w2`, `b2`, `w3`, `b3`. They are rounded
    /// to `f32`, which halves the file size and keeps seven digits of each.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), WeightsError> {
        let matrix = |w: &Matrix<f64>| Tensor::matrix(&w.map(|x| x as f32));
        let vector = |b: &Matrix<f64>| Tensor::vector(b.map(|x| x as f32).as_slice());
        let tensors = [
            ("w1", matrix(&self.w1)),
            ("b1", vector(&self.b1)),
            ("w2", matrix(&self.w2)),
            ("b2", vector(&self.b2)),
            ("w3", matrix(&self.w3)),
            ("b3", vector(&self.b3)),
        ];
        weights::save(path, tensors)
    }
}

/// The predicted and the true class of an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The class with the highest probability; `None` if the scores are NaN.
    pub class: Option<usize>,
    /// The true class.
    pub label: usize,
}

impl Prediction {
    /// Whether the prediction is right.
    pub fn is_right(self) -> bool {
        self.class == Some(self.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parameter = fn(&mut Network) -> &mut Matrix<f64>;

    /// The six matrices of a network, each with its name.
    const PARAMETERS: [(&str, Parameter); 6] = [
        ("w1", |network| &mut network.w1),
        ("b1", |network| &mut network.b1),
        ("w2", |network| &mut network.w2),
        ("b2", |network| &mut network.b2),
        ("w3", |network| &mut network.w3),
        ("b3", |network| &mut network.b3),
    ];

    /// The result of [`Network::load`] for a file that `write` has written, if 2 inputs and 2 classes are expected.
    fn loaded(write: impl FnOnce(&Path) -> Result<(), WeightsError>) -> Result<Network, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.safetensors");
        write(&path).unwrap();
        Network::load(&path, 2, 2).map_err(|error| error.to_string())
    }

    #[test]
    fn a_network_of_zeros_and_ones_adds_up_by_hand() {
        let all = Matrix::from_element;
        let mut network = Network {
            w1: all(2, 3, 0.0),
            b1: all(1, 3, 0.0),
            w2: all(3, 2, 1.0),
            b2: all(1, 2, -1.5),
            w3: all(2, 2, 1.0),
            b3: Matrix::from_row_slice(1, 2, &[7.0, 8.0]),
        };
        // Three hidden units of 0.5 and the bias of -1.5 add up to 0, so the next two units are 0.5 again.
        let x = Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(network.forward(&x), Matrix::from_row_slice(2, 2, &[8.0, 9.0, 8.0, 9.0]));

        network.b3 = Matrix::from_row_slice(1, 2, &[0.0, 3.0_f64.ln()]);
        let y = network.probabilities(&x);
        assert!((y - Matrix::from_row_slice(2, 2, &[0.25, 0.75, 0.25, 0.75])).amax() < 1e-15);
    }

    #[test]
    fn what_is_saved_comes_back_rounded_to_f32() {
        let mut rounded = Network::example();
        for (_, parameter) in PARAMETERS {
            parameter(&mut rounded).apply(|x| *x = f64::from(*x as f32));
        }
        assert_eq!(loaded(|path| Network::example().save(path)), Ok(rounded));
    }

    #[test]
    fn a_matrix_that_is_missing_is_named() {
        let matrices = PARAMETERS.map(|(name, parameter)| (name, parameter(&mut Network::example()).clone()));
        for (missing, _) in &matrices {
            let others = matrices.iter().filter(|(name, _)| name != missing);
            let others = others.map(|(name, matrix)| (name, Tensor::matrix(matrix)));
            let message = loaded(|path| weights::save(path, others)).unwrap_err();
            assert!(message.ends_with(&format!("there is no {missing} in it")), "{message}");
        }
    }

    #[test]
    fn a_matrix_of_another_shape_is_named() {
        for (name, parameter) in PARAMETERS {
            let mut network = Network::example();
            let matrix = parameter(&mut network);
            let (rows, columns) = matrix.shape();
            *matrix = Matrix::zeros(rows + 1, columns);
            let tensors = PARAMETERS.map(|(name, parameter)| (name, Tensor::matrix(parameter(&mut network))));
            let message = loaded(|path| weights::save(path, tensors)).unwrap_err();
            let expected = format!("{name} is {} x {columns}, expected {rows} x {columns}", rows + 1);
            assert!(message.ends_with(&expected), "{message}");
        }
    }
}
