//! Activation and loss functions of chapters 3 and 4 (the book's `common/functions.py`).
//!
//! All formulas are numerically stable: inputs of ±1000 give neither overflow nor NaN.

mod activations;
mod losses;

pub use activations::{
    LEAKY_SLOPE, gelu, gelu_grad, gelu_tanh, gelu_tanh_grad, leaky_relu, leaky_relu_grad, relu, relu_grad, sigmoid,
    sigmoid_grad, softmax, step, tanh, tanh_grad,
};
pub use losses::{
    cross_entropy_error, log_sum_exp, mean_squared_error, one_hot, sigmoid_cross_entropy, softmax_cross_entropy,
    sum_squares_error,
};
