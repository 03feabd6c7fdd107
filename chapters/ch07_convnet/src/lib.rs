//! 7.2 to 7.4 Convolutional and pooling layers (합성곱 계층, 풀링 계층), as on the book's pages: on 4-dimensional arrays, by
//! `im2col` and one matrix product.

mod array4;
mod convolution;
mod im2col;
mod output_size;
mod pooling;

pub use array4::Array4;
pub use convolution::Convolution;
pub use im2col::{col2im, im2col};
pub use output_size::conv_output_size;
pub use pooling::Pooling;
