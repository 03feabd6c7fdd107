//! 5 Backpropagation (오차역전파법).

mod layers;
mod networks;

pub use layers::{affine, relu, sigmoid_layer, simple_layers, softmax_with_loss};
pub use networks::{gradient_check, network_of_layers, tape};
