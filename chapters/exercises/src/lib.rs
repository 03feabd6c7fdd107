//! The list of exercises: their names, files, hints and blanks.
//!
//! An exercise is a file of `exercises/`, a program of its own, so that one that does not compile leaves the others alone.
//! Its `main` hands what the reader has written to a function of `checks`. Its solution is a file of `solutions/`, where two
//! marks enclose what the reader has to write: see [`blank`].

pub mod blank;
mod list;

pub use list::{EXERCISES, Exercise, folder};
