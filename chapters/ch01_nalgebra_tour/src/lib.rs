//! 1.5 NumPy (넘파이) in nalgebra. `README.md` holds a table from NumPy to nalgebra, and every row of it runs as a test.
//! `main.rs` walks through the book's pages.
//!
//! Five things that nalgebra does differently from NumPy:
//!
//! ```
//! use common::Matrix;
//! use common::matrix::{add_row, dot};
//!
//! // 1. An array always has two dimensions. A row of three numbers is 1 x 3.
//! let x = Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0]);
//! assert_eq!(x.shape(), (1, 3));
//!
//! // 2. Memory is column-major: one column after the other, where NumPy stores rows.
//! let a = Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
//! assert_eq!(a.as_slice(), [1.0, 3.0, 2.0, 4.0]);
//!
//! // 3. Broadcasting is explicit: it is a function call, and `+` panics if the shapes differ.
//! let row = Matrix::from_row_slice(1, 2, &[10.0, 20.0]);
//! assert_eq!(add_row(a.clone(), &row), Matrix::from_row_slice(2, 2, &[11.0, 22.0, 13.0, 24.0]));
//!
//! // 4. `*` is the matrix product, for which this workspace writes `dot`. The element-wise product is `component_mul`.
//! assert_eq!(dot(&a, &a), &a * &a);
//! assert_ne!(a.component_mul(&a), &a * &a);
//!
//! // 5. There is no type promotion: `1` is an integer, and so is its half. Where no value tells the type, write it.
//! assert_eq!((Matrix::from_row_slice(1, 3, &[1, 2, 3]) / 2).as_slice(), [0, 1, 1]);
//! let zeros: Matrix<f64> = Matrix::zeros(2, 2);
//! assert_eq!(&a + zeros, a);
//! ```
//!
//! The `&` is Rust's: `a + b` consumes both matrices, so that the sum can reuse their memory; `&a + &b` only borrows
//! them.

/// Runs the README's Rust blocks as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadMe;
