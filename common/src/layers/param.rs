//! Parameters of a layer, learned or measured in training.

use crate::{Float, Matrix};

/// Role of a parameter in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Learned, with weight decay (6.4.2).
    Weight,
    /// Learned, without weight decay: biases, and γ and β of batch normalization.
    Bias,
    /// Not learned, without a gradient: the running mean and variance of batch normalization.
    Statistic,
}

/// A parameter of a layer, with its gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<T: Float> {
    /// Name in its layer and in files, as in PyTorch: `weight`, `bias`, `running_mean`.
    pub name: &'static str,
    /// Learned or measured, with weight decay or without.
    pub role: Role,
    /// Shape of its tensor in a file, as in PyTorch. The elements of that tensor in row-major order are those of
    /// `value` in column-major order: weights D x H become a tensor H x D, filters (C·FH·FW) x F one of F x C x FH x
    /// FW.
    pub shape: Vec<usize>,
    /// Current value.
    pub value: Matrix<T>,
    /// Gradient ∂L/∂value of the last backward pass; 0 before the first, and always for a statistic.
    pub grad: Matrix<T>,
}

impl<T: Float> Param<T> {
    /// A parameter with the initial value `value`. The tensor of weights has two dimensions, that of any other
    /// parameter one.
    pub fn new(name: &'static str, role: Role, value: Matrix<T>) -> Self {
        let shape = if role == Role::Weight { vec![value.ncols(), value.nrows()] } else { vec![value.len()] };
        Self { name, role, shape, grad: Matrix::zeros(value.nrows(), value.ncols()), value }
    }

    /// 6.4.2 Weight decay (가중치 감소): adds λ·value, the gradient of ½λΣ value², to the gradient.
    pub fn add_weight_decay(&mut self, lambda: T) {
        self.grad.zip_apply(&self.value, |grad, value| *grad += lambda * value);
    }
}
