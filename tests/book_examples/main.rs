//! The figures that the book and the course print, one file per crate.

mod ch01_linear_regression;
mod ch02_perceptron;
mod ch03_activation_functions;
mod ch03_neural_network;
mod ch03_sigmoid_derivative;
mod ch04_numerical_gradient;
mod ch04_two_layer_net;
mod ch05_autograd;
mod ch05_backprop;
mod ch08_deep_convnet;
mod ch09_california_housing;
mod ch09_mnist_mlp;
