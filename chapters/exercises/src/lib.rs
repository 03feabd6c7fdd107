//! Exercises: the reader writes a part of the book's programs, and [`check`] says whether it is right, and if not, what is
//! wrong with it.
//!
//! An exercise is a file of `exercises/`, a program of its own, so that one that does not compile leaves the others alone.
//! Its `main` hands what the reader has written to a function of [`check`] and returns the [`Verdict`]. Its solution is a
//! file of `solutions/`, where two marks enclose what the reader has to write: see [`blank`].

pub mod blank;
pub mod check;
mod compare;
mod images;
mod list;
mod parts;
mod verdict;

pub use check::{Loss, LossAndGradient, Sample, Scores};
pub use images::{Images, im2col};
pub use list::{EXERCISES, Exercise, folder};
pub use parts::{
    Gradients, Graph, Layer, LossLayer, MaskLayer, Model, NetworkOfLayers, Node, Optimizer, and, nand,
    numerical_gradient, or,
};
pub use verdict::Verdict;
