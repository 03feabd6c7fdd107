//! The checks of the exercises, one function for each. It compares what the reader has written with values computed by hand,
//! with the functions of `common` and with numerical differentiation, and knows what typical mistakes result in: its
//! [`Verdict`] on them is a sentence that helps.

pub mod chapter2;
pub mod chapter3;
pub mod chapter4;
pub mod chapter5;
pub mod chapter6;
pub mod chapter7;
pub mod chapter8;
mod compare;
mod images;
mod parts;
mod verdict;

pub use chapter3::Scores;
pub use chapter4::{Loss, LossAndGradient, Sample};
pub use images::{Images, im2col};
pub use parts::{
    Gradients, Graph, Layer, LossLayer, MaskLayer, Model, NetworkOfLayers, Node, Optimizer, and, nand,
    numerical_gradient, or,
};
pub use verdict::Verdict;
