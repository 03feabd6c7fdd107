//! Course: diabetes data (당뇨병 데이터 분석). The progression of diabetes after one year, predicted from ten features of 442
//! patients: full-batch and mini-batch gradient descent against the least-squares solution.

use anyhow::Result;
use ch01_linear_regression::{ARRIVED, check_descent, excess, gradient, loss, pred, steps_to_optimum};
use clap::Parser;
use common::plot::{Chart, ChartGrid, Scale, Series, Style, running_mean};
use common::regression::{least_squares, r_squared};
use common::settings::{self, Output, RunArgs};
use common::text::counted;
use common::{Matrix, Sampling};
use datasets::{Table, diabetes};
use rand::Rng;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let table = diabetes::load();
    let (train, test) = table.split(0.2, &mut rng);
    println!("data: {} patients, {} measurements each: {}", table.len(), table.x.ncols(), table.features.join(", "));
    plot_histograms(&table, &output)?;

    let all = table.standardized(&table);
    let (x, y) = (&all.x, &all.y);
    let (w, b) = least_squares(x, y);
    let optimum = loss(&w, &b, x, y);
    let full = Fit::train(&all, table.len(), &args, &mut rng)?;
    let mini = Fit::train(&all, args.batch_size, &args, &mut rng)?;
    full.report("full batch", optimum);
    mini.report(&format!("mini-batches of {}", args.batch_size), optimum);

    let (train, test) = (train.standardized(&train), test.standardized(&train));
    let kept_apart = Fit::train(&train, train.len(), &args, &mut rng)?;

    plot_losses(&full, &mini, optimum, &output)?;
    plot_predictions(y, &full.pred(x), &output)?;
    println!("least squares:       MSE {optimum:.8}, R2 {:.8}", r_squared(&pred(&w, &b, x), y));
    println!("full batch:          MSE {:.8}, R2 {:.8}", full.final_loss(), r_squared(&full.pred(x), y));
    println!("mini-batches:        MSE {:.8}, R2 {:.8}", mini.final_loss(), r_squared(&mini.pred(x), y));
    println!("{:3} training patients:     R2 {:.4}", train.len(), r_squared(&kept_apart.pred(&train.x), &train.y));
    println!("{:3} test patients:          R2 {:.4}", test.len(), r_squared(&kept_apart.pred(&test.x), &test.y));
    Ok(())
}

/// Full-batch and mini-batch gradient descent against least squares (course: diabetes data)
#[derive(Parser)]
struct Args {
    /// Number of epochs: passes over all patients
    #[arg(long, default_value_t = 3000, value_parser = settings::count(100_000))]
    epochs: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 32, value_parser = settings::count(442))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.1, value_parser = settings::positive)]
    learning_rate: f64,

    #[command(flatten)]
    run: RunArgs,
}

/// The parameters that gradient descent has found, and its losses.
struct Fit {
    w: Matrix<f64>,
    b: Matrix<f64>,
    /// The loss over all samples after 0, 1, 2, … epochs.
    losses: Vec<f64>,
}

impl Fit {
    /// Gradient descent from 0, one step for each mini-batch.
    fn train(table: &Table, batch_size: usize, args: &Args, rng: &mut impl Rng) -> Result<Self> {
        let Table { x, y, .. } = table;
        let mut w = Matrix::zeros(x.ncols(), 1);
        let mut b = Matrix::zeros(1, 1);
        let mut losses = vec![loss(&w, &b, x, y)];
        for _ in 0..args.epochs {
            for indices in Sampling::Shuffled.epoch(table.len(), batch_size, rng) {
                let (x, y) = table.batch(&indices);
                let (dw, db) = gradient(&w, &b, &x, &y);
                w -= args.learning_rate * dw;
                b -= args.learning_rate * db;
            }
            losses.push(loss(&w, &b, x, y));
        }
        check_descent(&losses)?;
        Ok(Self { w, b, losses })
    }

    fn pred(&self, x: &Matrix<f64>) -> Matrix<f64> {
        pred(&self.w, &self.b, x)
    }

    fn final_loss(&self) -> f64 {
        self.losses[self.losses.len() - 1]
    }

    /// Prints when the run reached the optimum, or how far above it the run ended.
    fn report(&self, name: &str, optimum: f64) {
        let excess = excess(&self.losses, optimum);
        let epochs = excess.len() - 1;
        if let Some(epochs) = steps_to_optimum(&excess) {
            println!("{name}: within a millionth of the smallest MSE after {}", counted(epochs, "epoch"));
        } else {
            println!("{name}: {:.2} % above the smallest MSE in the end", 100.0 * excess[epochs]);
        }
        if epochs >= 200 {
            let mean = excess[epochs - 99..].iter().sum::<f64>() / 100.0;
            println!("  and {:.2} % in the mean of the last 100 epochs", 100.0 * mean);
        }
    }
}

/// Draws a histogram of each column.
fn plot_histograms(table: &Table, output: &Output) -> Result<()> {
    let measurements = table.features.iter().zip(table.x.column_iter());
    let mut charts: Vec<Chart> = measurements.map(|(name, column)| histogram(name, column.as_slice())).collect();
    charts.push(histogram(&table.target, table.y.as_slice()));
    let grid = ChartGrid { title: "Diabetes: how many patients have which value".into(), columns: 4, charts };
    Ok(output.save("diabetes_histograms.png", &grid)?)
}

fn histogram(name: &str, values: &[f64]) -> Chart {
    Chart { title: name.into(), series: vec![Series::histogram("", values, 20)], ..Chart::default() }
}

/// Draws how far the loss was above its minimum.
fn plot_losses(full: &Fit, mini: &Fit, optimum: f64, output: &Output) -> Result<()> {
    let (full, mini) = (excess(&full.losses, optimum), excess(&mini.losses, optimum));
    let mean = running_mean(&mini[1..], 100); // without the initial loss, which is far above all others
    let mean = (1..).map(f64::from).zip(mean).collect();
    let chart = Chart {
        title: "Diabetes: how far above the smallest loss".into(),
        x_label: "epoch".into(),
        y_label: "loss / smallest loss − 1".into(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            Series::curve("a millionth", 1.0..full.len() as f64, Style::Guide, |_| ARRIVED),
            Series::numbered("full batch", &full, Style::Dashed),
            Series::numbered("mini-batches", &mini, Style::Faint),
            Series { label: "mean of 100".into(), points: mean, style: Style::Solid },
        ],
        ..Chart::default()
    };
    Ok(output.save("diabetes_loss.png", &chart)?)
}

/// Draws predictions against true values. The closer to the diagonal, the better.
fn plot_predictions(y: &Matrix<f64>, pred: &Matrix<f64>, output: &Output) -> Result<()> {
    let chart = Chart {
        title: "Diabetes: predictions and truth".into(),
        x_label: "progression after a year".into(),
        y_label: "prediction".into(),
        equal_units: true,
        series: vec![
            Series::scatter("patients", y, pred, Style::Circles),
            Series::curve("prediction = truth", 0.0..y.max(), Style::Guide, |x| x),
        ],
        ..Chart::default()
    };
    Ok(output.save("diabetes_predictions.png", &chart)?)
}
