//! Dead units: units of a ReLU layer that are 0 for every sample.
//!
//! ReLU's derivative at 0 and below is 0, so no gradient reaches the weights of such a unit. If a whole layer is dead, no
//! gradient reaches the layers before it either, and with the full batch, whose samples are the same in every epoch,
//! nothing will ever wake it up.

use common::functions::relu;
use common::layers::Param;
use common::matrix::{add_row, dot, map};
use common::{Float, Matrix};

/// The units of a hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenLayer {
    /// Number of units that are 0 for every sample.
    pub dead: usize,
    /// Number of all units.
    pub units: usize,
}

/// Counts the dead units in each hidden layer of a network of linear layers with ReLU in between, given its parameters w,
/// b, w, b, … and the samples `x`, N x D.
///
/// ```
/// use ch09_california_housing::{HiddenLayer, dead_units};
/// use common::layers::{Affine, Layer, Relu, Sequential};
/// use common::Matrix;
///
/// let x = Matrix::from_row_slice(2, 1, &[1.0, 2.0]);
/// // Two units: x - 1, which is positive for the second sample, and x - 3, which never is.
/// let hidden = Affine::new(Matrix::from_element(1, 2, 1.0), Matrix::from_row_slice(1, 2, &[-1.0, -3.0]));
/// let output = Affine::new(Matrix::from_element(2, 1, 1.0), Matrix::zeros(1, 1));
/// let model = Sequential(vec![Box::new(hidden), Box::new(Relu::default()), Box::new(output)]);
/// assert_eq!(dead_units(&model.params(), x), [HiddenLayer { dead: 1, units: 2 }]);
/// ```
///
/// # Panics
///
/// If there is no output layer, or the shapes do not fit.
pub fn dead_units<T: Float>(params: &[&Param<T>], x: Matrix<T>) -> Vec<HiddenLayer> {
    let (hidden, _output) = params.split_at(params.len() - 2);
    let (mut x, mut layers) = (x, Vec::new());
    for layer in hidden.chunks_exact(2) {
        x = map(add_row(dot(&x, &layer[0].value), &layer[1].value), relu);
        let dead = x.column_iter().filter(|unit| unit.iter().all(|&out| out == T::zero())).count();
        layers.push(HiddenLayer { dead, units: x.ncols() });
    }
    layers
}
