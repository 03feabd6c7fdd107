//! Course: many inputs, many outputs (다중입력 - 다중출력). The yields of apples and oranges from the weather: w is 3 x 2, b is
//! 1 x 2.

use anyhow::Result;
use ch01_linear_regression::{
    ARRIVED, check_descent, excess, fruit_yields, gradient, in_original_units, loss, pred, steps_to_optimum,
};
use clap::Parser;
use common::Matrix;
use common::plot::{Chart, Scale, Series, Style};
use common::regression::{least_squares, r_squared};
use common::settings::{self, Output, OutputArgs};
use common::text::counted;
use datasets::StandardScaler;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let (weather, y) = fruit_yields();
    let scaler = StandardScaler::fit(&weather);
    let x = scaler.transform(&weather);
    let (best_w, best_b) = least_squares(&weather, &y);
    let optimum = loss(&best_w, &best_b, &weather, &y);

    let mut w = Matrix::zeros(3, 2);
    let mut b = Matrix::zeros(1, 2);
    let mut losses = vec![loss(&w, &b, &x, &y)];
    for _ in 0..args.steps {
        let (dw, db) = gradient(&w, &b, &x, &y);
        w -= args.learning_rate * dw;
        b -= args.learning_rate * db;
        losses.push(loss(&w, &b, &x, &y));
    }
    check_descent(&losses)?;
    let excess = excess(&losses, optimum);

    let (w, b) = in_original_units(&w, &b, &scaler);
    let predictions = pred(&w, &b, &weather);
    print_weights(&w, &b);
    println!("they differ from least squares by {:.1e} at most", (&w - best_w).amax().max((&b - best_b).amax()));
    print_predictions(&predictions, &y);
    plot_excess(&excess, &output)?;
    plot_predictions(&predictions, &y, &output)?;
    match steps_to_optimum(&excess) {
        Some(steps) => println!("within a millionth of the smallest loss after {}", counted(steps, "step")),
        None => println!("not within a millionth of the smallest loss after {}", counted(args.steps, "step")),
    }
    println!("smallest loss {optimum:.8} (least squares)");
    println!("final loss    {:.8} (gradient descent, {})", losses[args.steps], counted(args.steps, "step"));
    Ok(())
}

/// Gradient descent with three inputs and two outputs (course: many inputs, many outputs)
#[derive(Parser)]
struct Args {
    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.5, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of gradient descent steps
    #[arg(long, default_value_t = 200, value_parser = settings::count(1_000_000))]
    steps: usize,

    #[command(flatten)]
    output: OutputArgs,
}

const FRUITS: [&str; 2] = ["apples", "oranges"];

fn print_weights(w: &Matrix<f64>, b: &Matrix<f64>) {
    println!("tons of         {:>12}  {:>12}", FRUITS[0], FRUITS[1]);
    let rows = ["per degree F", "per mm of rain", "per % humidity"].into_iter().zip(w.row_iter());
    for (name, row) in rows.chain([("bias", b.row(0))]) {
        println!("{name:15} {:12.8}  {:12.8}", row[0], row[1]);
    }
}

fn print_predictions(pred: &Matrix<f64>, y: &Matrix<f64>) {
    for (pred, y) in pred.row_iter().zip(y.row_iter()) {
        println!(
            "apples {:6.2} predicted, {:3} true    oranges {:6.2} predicted, {:3} true",
            pred[0], y[0], pred[1], y[1]
        );
    }
    let of = |m: &Matrix<f64>, fruit| m.columns(fruit, 1).into_owned();
    let [apples, oranges] = [0, 1].map(|fruit| r_squared(&of(pred, fruit), &of(y, fruit)));
    println!("R2 {apples:.6} for apples, {oranges:.6} for oranges");
}

/// Draws how far the loss is above its minimum after 0, 1, 2, … steps, until only rounding error is left.
fn plot_excess(excess: &[f64], output: &Output) -> Result<()> {
    const ROUNDING: f64 = 1e-12;
    let shown = excess.iter().position(|&excess| excess < ROUNDING).unwrap_or(excess.len());
    let chart = Chart {
        title: "Fruit yields: how far above the smallest loss".into(),
        x_label: "step".into(),
        y_label: "loss / smallest loss − 1".into(),
        y_scale: Scale::Log,
        series: vec![
            Series::curve("a millionth", 0.0..shown as f64, Style::Guide, |_| ARRIVED),
            Series::numbered("gradient descent", &excess[..shown], Style::Solid),
        ],
        ..Chart::default()
    };
    Ok(output.save("fruit_yield_loss.png", &chart)?)
}

/// Draws predictions against true values. The closer to the diagonal, the better.
fn plot_predictions(pred: &Matrix<f64>, y: &Matrix<f64>, output: &Output) -> Result<()> {
    let scatter =
        |fruit: usize, style| Series::scatter(FRUITS[fruit], y.column(fruit).iter(), pred.column(fruit).iter(), style);
    let chart = Chart {
        title: "Fruit yields of five regions".into(),
        x_label: "true yield (tons)".into(),
        y_label: "predicted yield (tons)".into(),
        equal_units: true,
        series: vec![
            Series::curve("prediction = truth", 0.0..140.0, Style::Guide, |x| x),
            scatter(0, Style::Circles),
            scatter(1, Style::Crosses),
        ],
        ..Chart::default()
    };
    Ok(output.save("fruit_yield_predictions.png", &chart)?)
}
