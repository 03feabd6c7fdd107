//! 7.2 to 7.4 Convolutional and pooling layers (합성곱 계층, 풀링 계층), as on the book's pages: on 4-dimensional arrays, by
//! `im2col` and one matrix product. 7.5 A convolutional network (CNN 구현하기), with the faster layers of `common`. 7.6 What its
//! filters look like (CNN 시각화하기).

mod array4;
mod convolution;
mod filters;
mod im2col;
mod output_size;
mod pooling;
mod simple_conv_net;

pub use array4::Array4;
pub use convolution::Convolution;
pub use filters::{channels, filters, tiled};
pub use im2col::{col2im, im2col};
pub use output_size::conv_output_size;
pub use pooling::Pooling;
pub use simple_conv_net::SimpleConvNet;
