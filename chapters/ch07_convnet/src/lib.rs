//! 7.4 Convolutional and pooling layers (합성곱/풀링 계층 구현하기), as on the book's pages: 4-dimensional arrays and `im2col`.

mod array4;
mod im2col;
mod output_size;

pub use array4::Array4;
pub use im2col::{col2im, im2col};
pub use output_size::conv_output_size;
