//! 1.5 NumPy (넘파이) in nalgebra. `README.md` holds a table from NumPy to nalgebra, and every row of it is a test.
//! `main.rs` walks through the book's pages.
//!
//! Five things that nalgebra does differently from NumPy:
//!
//! ```
//! use common::Matrix;
//! use common::matrix::{add_row, dot};
//!
//! // 1. An array has two dimensions, always. One row of three numbers is 1 x 3.
//! let x = Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0]);
//! assert_eq!(x.shape(), (1, 3));
//!
//! // 2. Its columns lie one after the other in memory, where NumPy has its rows.
//! let a = Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
//! assert_eq!(a.as_slice(), [1.0, 3.0, 2.0, 4.0]);
//!
//! // 3. Broadcasting has a name: it is a call, and `+` panics if the shapes differ.
//! let row = Matrix::from_row_slice(1, 2, &[10.0, 20.0]);
//! assert_eq!(add_row(a.clone(), &row), Matrix::from_row_slice(2, 2, &[11.0, 22.0, 13.0, 24.0]));
//!
//! // 4. `*` is the product of matrices; this workspace writes `dot`. Element by element it is `component_mul`.
//! assert_eq!(dot(&a, &a), &a * &a);
//! assert_ne!(a.component_mul(&a), &a * &a);
//!
//! // 5. Numbers never change their type: `1` is an integer, and so is its half. What names no number needs a type.
//! assert_eq!((Matrix::from_row_slice(1, 3, &[1, 2, 3]) / 2).as_slice(), [0, 1, 1]);
//! let zeros: Matrix<f64> = Matrix::zeros(2, 2);
//! assert_eq!(&a + zeros, a);
//! ```
//!
//! The `&` belongs to Rust: `a + b` uses both matrices up, so that their memory can hold the sum; `&a + &b` only reads them.

/// Makes the README's Rust blocks tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadMe;
