//! Course: linear regression (선형 회귀). Gradient descent fits a line to noisy points.

use anyhow::Result;
use ch01_linear_regression::{check_descent, gradient, loss};
use clap::Parser;
use common::Matrix;
use common::matrix::random_normal;
use common::plot::{Chart, Series, Style};
use common::regression::least_squares;
use common::settings::{self, Output, RunArgs};
use rand::{Rng, RngExt};

/// The true line, y = 2x + 1, which the program tries to recover.
const TRUE_W: f64 = 2.0;
const TRUE_B: f64 = 1.0;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let (x, y) = points_around_the_line(args.points, args.noise, &mut rng);

    let mut w = Matrix::zeros(1, 1);
    let mut b = Matrix::zeros(1, 1);
    let mut losses = vec![loss(&w, &b, &x, &y)];
    print_step(0, losses[0], &w, &b);
    for step in 1..=args.steps {
        let (dw, db) = gradient(&w, &b, &x, &y); //     1. gradient
        w -= args.learning_rate * dw; //                2. a step down the gradient
        b -= args.learning_rate * db;
        losses.push(loss(&w, &b, &x, &y)); //           3. record the loss, and repeat
        if step.is_power_of_two() {
            print_step(step, losses[step], &w, &b);
        }
    }
    check_descent(&losses)?;

    let (best_w, best_b) = least_squares(&x, &y);
    let best = loss(&best_w, &best_b, &x, &y);
    plot_fit(&x, &y, w[0], b[0], &output)?;
    plot_losses(&losses, best, &output)?;
    println!("true line        w {TRUE_W:9.6}, b {TRUE_B:9.6}");
    println!("least squares    w {:9.6}, b {:9.6}, loss {best:.8}", best_w[0], best_b[0]);
    println!("gradient descent w {:9.6}, b {:9.6}, loss {:.8}", w[0], b[0], losses[args.steps]);
    Ok(())
}

/// Gradient descent fits a line to noisy points (course: linear regression)
#[derive(Parser)]
struct Args {
    /// Number of points
    #[arg(long, default_value_t = 50, value_parser = settings::count(10_000))]
    points: usize,

    /// Standard deviation of the noise added to the points
    #[arg(long, default_value_t = 1.0, value_parser = settings::not_negative)]
    noise: f64,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.1, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of gradient descent steps
    #[arg(long, default_value_t = 100, value_parser = settings::count(100_000))]
    steps: usize,

    #[command(flatten)]
    run: RunArgs,
}

fn print_step(step: usize, loss: f64, w: &Matrix<f64>, b: &Matrix<f64>) {
    println!("step {step:3}: loss {loss:8.4}, w {:7.4}, b {:7.4}", w[0], b[0]);
}

/// `n` points with x between -3 and 3 and y on the true line plus N(0, `noise`²) noise; both are N x 1.
fn points_around_the_line(n: usize, noise: f64, rng: &mut impl Rng) -> (Matrix<f64>, Matrix<f64>) {
    let x = Matrix::from_fn(n, 1, |_, _| rng.random_range(-3.0..3.0));
    let y = x.map(|x| TRUE_W * x + TRUE_B) + random_normal(n, 1, noise, rng);
    (x, y)
}

/// Draws the points, the true line and the fitted line.
fn plot_fit(x: &Matrix<f64>, y: &Matrix<f64>, w: f64, b: f64, output: &Output) -> Result<()> {
    let chart = Chart {
        title: "A line through points".into(),
        x_label: "x".into(),
        y_label: "y".into(),
        series: vec![
            Series::scatter("points", x, y, Style::Circles),
            Series::curve("true line", -3.0..3.0, Style::Dashed, |x| TRUE_W * x + TRUE_B),
            Series::curve("line found", -3.0..3.0, Style::Solid, |x| w * x + b),
        ],
        ..Chart::default()
    };
    Ok(output.save("fit.png", &chart)?)
}

/// Draws the loss after 0, 1, 2, … steps, and its minimum.
fn plot_losses(losses: &[f64], best: f64, output: &Output) -> Result<()> {
    let steps = losses.len() as f64 - 1.0;
    let chart = Chart {
        title: "Loss after each step".into(),
        x_label: "step".into(),
        y_label: "mean squared error".into(),
        series: vec![
            Series::curve("least squares", 0.0..steps, Style::Guide, |_| best),
            Series::numbered("gradient descent", losses, Style::Solid),
        ],
        ..Chart::default()
    };
    Ok(output.save("loss.png", &chart)?)
}
