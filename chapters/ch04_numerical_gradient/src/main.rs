//! 4.2 Loss functions (손실 함수) to 4.4.2 gradients of a neural network (신경망에서의 기울기): from the loss of one prediction to
//! the gradient for every weight.

mod plots;

use anyhow::Result;
use ch04_numerical_gradient::{
    SimpleNet, central_difference, forward_difference, function_1, function_2, gradient_descent, mean_error,
    numerical_gradient, point,
};
use clap::Parser;
use common::Matrix;
use common::functions::{cross_entropy_error, one_hot, sum_squares_error};
use common::gradient::{H, numerical_diff};
use common::settings::{self, OutputArgs};
use common::text::counted;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;

    losses();
    derivatives();
    gradients();
    println!("\n4.4.1 gradient descent from (-3, 4), {}", counted(args.steps, "step"));
    let path = descend(args.learning_rate, args.steps);
    descend(10.0, args.steps); //  too large
    descend(1e-10, args.steps); // too small
    simple_net();

    output.save("tangents.png", &plots::tangents())?;
    output.save("step_size.png", &plots::step_size())?;
    output.save("gradient_field.png", &plots::gradient_field())?;
    output.save("descent.png", &plots::descent(&path, args.learning_rate))?;
    Ok(())
}

/// Losses, numerical gradients and gradient descent (sections 4.2 to 4.4)
#[derive(Parser)]
struct Args {
    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.1, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of gradient descent steps
    #[arg(long, default_value_t = 100, value_parser = settings::count(100_000))]
    steps: usize,

    #[command(flatten)]
    output: OutputArgs,
}

/// 4.2: a network sees a 2. First it gives the 2 a probability of 0.6, then the 7.
fn losses() {
    let right = Matrix::from_row_slice(1, 10, &[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]);
    let wrong = Matrix::from_row_slice(1, 10, &[0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]);
    println!("4.2 loss functions");
    for (name, y) in [("right", right), ("wrong", wrong)] {
        println!("sum of squared errors of the {name} answer: {:.4}", sum_squares_error(&y, &one_hot(&[2], 10)));
        println!("cross entropy of the {name} answer: {}", cross_entropy_error(&y, &[2]));
    }
}

/// 4.3: differences that approximate a derivative, and one that does not.
fn derivatives() {
    println!("\n4.3 numerical differentiation");
    println!("h = 1e-50 in f32: {}", 1e-50_f32);
    println!("numerical difference with h = 1e-50, at 5: {}", forward_difference(function_1, 5.0, 1e-50));
    for x in [5.0, 10.0] {
        println!("numerical difference with h = {H:e}, at {x}: {}", numerical_diff(function_1, x));
    }
    println!("partial derivative by x0 at (3, 4): {}", numerical_diff(|x0| function_2(&point(x0, 4.0)), 3.0));
    println!("partial derivative by x1 at (3, 4): {}", numerical_diff(|x1| function_2(&point(3.0, x1)), 4.0));
    println!("mean error for the sigmoid, h = {H:e}");
    println!("  central difference, f64: {:.1e}", mean_error::<f64>(central_difference, H));
    println!("  one-sided difference, f64: {:.1e}", mean_error::<f64>(forward_difference, H));
    println!("  central difference, f32: {:.1e}", mean_error::<f32>(central_difference, H));
}

/// 4.4: all partial derivatives at once.
fn gradients() {
    println!("\n4.4 gradient of x0^2 + x1^2");
    for (x0, x1) in [(3.0, 4.0), (0.0, 2.0), (3.0, 0.0)] {
        let gradient = numerical_gradient(function_2, &point(x0, x1));
        println!("at ({x0}, {x1}): {:.4?}", gradient.as_slice());
    }
}

/// 4.4.1: prints where gradient descent ends, and returns its path.
fn descend(learning_rate: f64, steps: usize) -> Vec<Matrix<f64>> {
    let path = gradient_descent(function_2, point(-3.0, 4.0), learning_rate, steps);
    let end = &path[steps];
    println!("learning rate {learning_rate:?} ends at ({:.8e}, {:.8e})", end[0], end[1]);
    path
}

/// 4.4.2: the gradient of the loss with respect to six weights, which are those of the book.
fn simple_net() {
    let w = [0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093];
    let network = SimpleNet { w: Matrix::from_row_slice(2, 3, &w) };
    let (x, t) = (point(0.6, 0.9), [2]);
    let dw = network.numerical_gradient(&x, &t);
    println!("\n4.4.2 gradient of a neural network");
    println!("prediction: {:.8?}", network.predict(&x).as_slice());
    println!("loss: {:.8}", network.loss(&x, &t));
    for row in dw.row_iter() {
        println!("row of dW: {:11.8?}, sum {:.0e}", row.iter().collect::<Vec<_>>(), row.sum());
    }
}
