//! Course: automatic differentiation (자동미분). The program defines the computation, the tape computes the gradients: of
//! the course's example, of a function that uses its inputs several times, of every operation, and of a network that
//! learns XOR.

mod comparison;
mod xor;

use anyhow::Result;
use ch05_autograd::{Tape, Var, scalar};
use clap::Parser;
use common::gradient::numerical_diff;
use common::settings::{self, RunArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;

    one_weight();
    several_uses();
    comparison::print();

    println!("\nXOR, learned by a 2-{}-2 network", args.hidden);
    let tape = Tape::new();
    let network = xor::Network::new(&tape, args.hidden, &mut args.run.rng());
    let losses = network.train(args.steps, args.learning_rate)?;
    network.print_answers();
    println!("  loss after step {}: {:.6}", args.steps, losses[args.steps]);
    output.save("xor_loss.png", &xor::chart(&losses))?;
    Ok(())
}

/// Gradients without calculus by hand, from one weight to a network that learns XOR (course: automatic differentiation)
#[derive(Parser)]
struct Args {
    /// Number of gradient descent steps
    #[arg(long, default_value_t = 2_000, value_parser = settings::count(100_000))]
    steps: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 1.0, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of hidden units
    #[arg(long, default_value_t = 4, value_parser = settings::count(100))]
    hidden: usize,

    #[command(flatten)]
    run: RunArgs,
}

/// The course's example: one weight, one sample, one step.
fn one_weight() {
    let tape = Tape::new();
    let x = tape.constant(scalar(30.2));
    let y = tape.constant(scalar(10.5));
    let w = tape.parameter(scalar(0.2));
    let prediction = w * x;
    let loss = (y - prediction).powi(2);
    println!("one weight: x = {}, y = {}, w = {}", x.item(), y.item(), w.item());
    println!("  prediction = w·x         = {:.2}", prediction.item());
    println!("  loss = (y - prediction)² = {:.4}", loss.item());

    loss.backward();
    println!("  ∂loss/∂w                 = {:.3}", slope(w));

    w.step(0.0001);
    tape.forward();
    println!("  after a step with rate 0.0001: w = {:.7}, loss = {:.4}", w.item(), loss.item());
}

/// The gradient with respect to a scalar; NaN if there is none.
fn slope(x: Var<'_>) -> f64 {
    x.grad().map_or(f64::NAN, |grad| grad[0])
}

/// The gradient of a value that is used several times is the sum over its uses; several passes add up in the same way.
fn several_uses() {
    let tape = Tape::new();
    let (x, y) = (tape.parameter(scalar(3.0)), tape.parameter(scalar(4.0)));
    let f = x * x * y + x * y + x;
    println!("\nf = x²y + xy + x takes x four times; at x = {}, y = {} it is {}", x.item(), y.item(), f.item());
    println!("                               ∂f/∂x    ∂f/∂y");
    let print = |what, dx, dy| println!("  {what:25} {dx:8.4} {dy:8.4}");
    let formula = |x: f64, y: f64| x * x * y + x * y + x;
    let (dx, dy) = (numerical_diff(|x| formula(x, 4.0), 3.0), numerical_diff(|y| formula(3.0, y), 4.0));
    print("difference quotient", dx, dy);

    f.backward();
    print("backward", slope(x), slope(y));
    f.backward();
    print("backward once more", slope(x), slope(y));
    tape.zero_grad();
    f.backward();
    print("zero_grad and backward", slope(x), slope(y));
}
