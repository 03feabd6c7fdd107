//! Course: automatic differentiation (자동미분). One step of gradient descent for one weight and one sample, line by line.
//! In chapter 5 a program applies the chain rule; here it is written out by hand.

use ch01_linear_regression::{gradient, loss, pred};
use clap::Parser;
use common::Matrix;
use common::settings;

fn main() {
    settings::parse::<Args>();
    let [x, y, mut w] = [30.2, 10.5, 0.2].map(|value| Matrix::from_element(1, 1, value));
    let no_b = Matrix::zeros(1, 1);
    let learning_rate = 0.0001;

    let before = pred(&w, &no_b, &x)[0];
    println!("sample x = {}, y = {}, weight w = {}, no bias", x[0], y[0], w[0]);
    println!("forward");
    println!("  pred = w·x         = {} · {} = {before:.2}", w[0], x[0]);
    println!("  loss = (pred - y)² = ({:.2})² = {:.4}", before - y[0], loss(&w, &no_b, &x, &y));

    let (dw, _) = gradient(&w, &no_b, &x, &y);
    let dpred = 2.0 * (before - y[0]);
    println!("backward, by the chain rule");
    println!("  ∂loss/∂pred = 2 (pred - y)            = {dpred:.2}");
    println!("  ∂pred/∂w    = x                       = {}", x[0]);
    println!("  ∂loss/∂w    = ∂loss/∂pred · ∂pred/∂w  = {dpred:.2} · {} = {:.3}", x[0], dw[0]);

    println!("a step of gradient descent with rate {learning_rate}");
    print!("  w ← w - rate · ∂loss/∂w = {} - {learning_rate} · ({:.3})", w[0], dw[0]);
    w -= learning_rate * dw;
    println!(" = {:.7}", w[0]);
    println!("  now pred = {:.4} and loss = {:.4}", pred(&w, &no_b, &x)[0], loss(&w, &no_b, &x, &y));
}

/// One step of gradient descent, line by line (course: automatic differentiation)
#[derive(Parser)]
struct Args {}
