//! Parameters: what a layer learns, or measures on its way.

use crate::{Float, Matrix};

/// What training does with a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Learned, and shrunk by weight decay (6.4.2).
    Weight,
    /// Learned, and not shrunk: biases, and γ and β of batch normalization.
    Bias,
    /// Kept without a gradient: the running mean and variance of batch normalization.
    Statistic,
}

/// A parameter of a layer, with its gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<T: Float> {
    /// Its name in its layer and in files, as PyTorch has it: `weight`, `bias`, `running_mean`.
    pub name: &'static str,
    /// What training does with it.
    pub role: Role,
    /// The shape of its tensor in a file, as in PyTorch. The elements of that tensor in its order are the columns of `value`
    /// one after the other: weights D x H are a tensor H x D, filters (C·FH·FW) x F one of F x C x FH x FW.
    pub shape: Vec<usize>,
    /// What inference depends on.
    pub value: Matrix<T>,
    /// ∂L/∂value, as the last backward pass has left it; 0 before the first, and always for a statistic.
    pub grad: Matrix<T>,
}

impl<T: Float> Param<T> {
    /// A parameter with the initial value `value`. The tensor of weights has two dimensions, any other one.
    pub fn new(name: &'static str, role: Role, value: Matrix<T>) -> Self {
        let shape = if role == Role::Weight { vec![value.ncols(), value.nrows()] } else { vec![value.len()] };
        Self { name, role, shape, grad: Matrix::zeros(value.nrows(), value.ncols()), value }
    }

    /// 6.4.2 Weight decay (가중치 감소): adds λ·value to the gradient, which is the gradient of ½λΣ value².
    pub fn add_weight_decay(&mut self, lambda: T) {
        self.grad.zip_apply(&self.value, |grad, value| *grad += lambda * value);
    }
}
