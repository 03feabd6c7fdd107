//! The checks, one function for each exercise. It compares what the reader has written with values computed by hand, with
//! the functions of `common` and with numerical differentiation, and knows what typical mistakes result in.

mod chapter2;
mod chapter3;
mod chapter4;
mod chapter5;
mod chapter6;
mod chapter7;
mod chapter8;

pub use chapter2::*;
pub use chapter3::*;
pub use chapter4::*;
pub use chapter5::*;
pub use chapter6::*;
pub use chapter7::*;
pub use chapter8::*;
