//! The figures that the book and the course print, a file for each crate.

#[path = "book_examples/ch01_linear_regression.rs"]
mod ch01_linear_regression;
#[path = "book_examples/ch02_perceptron.rs"]
mod ch02_perceptron;
#[path = "book_examples/ch03_activation_functions.rs"]
mod ch03_activation_functions;
#[path = "book_examples/ch03_neural_network.rs"]
mod ch03_neural_network;
#[path = "book_examples/ch03_sigmoid_derivative.rs"]
mod ch03_sigmoid_derivative;
#[path = "book_examples/ch04_numerical_gradient.rs"]
mod ch04_numerical_gradient;
#[path = "book_examples/ch04_two_layer_net.rs"]
mod ch04_two_layer_net;
#[path = "book_examples/ch05_autograd.rs"]
mod ch05_autograd;
#[path = "book_examples/ch05_backprop.rs"]
mod ch05_backprop;
