//! The course's house price regression (document 003): the data and its histograms, scaling, model, training on all samples
//! at once, predictions against targets. Then the same with a fifth of the samples held out, to measure
//! generalization.

mod plots;

use std::time::Instant;

use anyhow::Result;
use ch09_california_housing::{DataArgs, HiddenLayer, Model, dead_units};
use clap::Parser;
use common::layers::MeanSquaredError;
use common::matrix::{add_row, all_finite, dot};
use common::optimizers::{Adam, Optimizer};
use common::regression::{least_squares, r_squared};
use common::settings::{self, RunArgs};
use common::{Diverged, Matrix, Network, functions, progress, summary, threads};
use datasets::Table;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

type Regression = Network<f32, MeanSquaredError<f32>>;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let table = args.data.load()?;
    output.save("histograms.png", &plots::histograms(&table))?;
    threads::stay_awake();

    let all = args.data.scale(&table, &table);
    let model = || args.model.build(all.x.ncols(), &mut args.run.rng()); // each time with the same weights
    let mut network: Regression = model();
    println!("{}", summary(&network.layers));
    report_dead_units("before", &network, &all);
    let start = Instant::now();
    let losses = train(&mut network, &all, &args, args.print_interval)?;
    println!("training took {:.2} s", start.elapsed().as_secs_f64());
    report_dead_units("after", &network, &all);
    let (learned, line) = (predict(&network, &all), Line::fit(&all));
    let levels = (mse(&line.predict(&all), &all), variance(&all));
    output.save("loss.png", &plots::losses(&losses, levels))?;
    output.save("predictions.png", &plots::predictions(&learned, &all))?;

    let (learn, test) = table.split(0.2, &mut ChaCha8Rng::from_rng(&mut args.run.rng()));
    let [learn, test] = [&learn, &test].map(|part| args.data.scale(part, &learn));
    let mut held_out = model();
    train(&mut held_out, &learn, &args, usize::MAX)?;

    println!("{:30}  {:>16}  {:>16}", "", "network", "least squares");
    println!("{:30}  {:>8}  {:>6}  {:>8}  {:>6}", "", "MSE", "R2", "MSE", "R2");
    print_scores("samples, all trained on", &all, &network, &line);
    let line = Line::fit(&learn);
    print_scores("training samples", &learn, &held_out, &line);
    print_scores("test samples", &test, &held_out, &line);
    Ok(())
}

/// The house price regression of the PyTorch course, from scratch
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    data: DataArgs,

    /// How the model is written; the result is the same
    #[arg(long, value_enum, default_value_t = Model::Sequential)]
    model: Model,

    /// Number of epochs: steps, each with all samples
    #[arg(long, default_value_t = 4000, value_parser = settings::count(1_000_000))]
    epochs: usize,

    /// Number of epochs from one printed loss to the next
    #[arg(long, default_value_t = 200, value_parser = settings::count(1_000_000))]
    print_interval: usize,

    /// Learning rate of Adam
    #[arg(long, default_value_t = 0.001, value_parser = settings::positive)]
    learning_rate: f64,

    #[command(flatten)]
    run: RunArgs,
}

/// Trains on all samples of `table` in every step, prints the loss every `interval` epochs, and returns all of them.
fn train(network: &mut Regression, table: &Table, args: &Args, interval: usize) -> Result<Vec<f32>> {
    let (x, y): (Matrix<f32>, Matrix<f32>) = (table.x.clone().cast(), table.y.clone().cast());
    let mut optimizer = Optimizer::new(Adam::default(), args.learning_rate);
    let (mut losses, bar) = (Vec::new(), progress::bar(args.epochs));
    for epoch in 1..=args.epochs {
        // y_pred = model(X); loss = F.mse_loss(y_pred, y); optimizer.zero_grad(); loss.backward()
        let loss = network.loss_and_gradient(x.clone(), &y);
        // optimizer.step()
        optimizer.update(network.params_mut());
        losses.push(loss);
        bar.inc(1);
        if epoch % interval == 0 {
            bar.suspend(|| println!("epoch: {epoch}, loss: {}", scientific(loss)));
        }
        if !loss.is_finite() {
            break;
        }
    }
    bar.finish_and_clear();
    if network.params().iter().all(|param| all_finite(&param.value)) { Ok(losses) } else { Err(Diverged.into()) }
}

/// Prints how many units of each hidden layer are dead, and what follows if it is all of a layer.
fn report_dead_units(when: &str, network: &Regression, table: &Table) {
    let layers = dead_units(&network.params(), table.x.clone().cast());
    let counts: Vec<String> = layers.iter().map(|HiddenLayer { dead, units }| format!("{dead} of {units}")).collect();
    println!("dead units {when} training: {}", counts.join(", "));
    if let Some(index) = layers.iter().position(|layer| layer.dead == layer.units) {
        println!(
            "hidden layer {} is dead: no gradient reaches it or the layers before it, and the prediction is the",
            index + 1
        );
        println!(
            "same for all samples. The loss cannot fall below the variance, {:.4}: try another --seed",
            variance(table)
        );
    }
}

fn predict(network: &Regression, table: &Table) -> Matrix<f64> {
    network.predict(table.x.clone().cast()).cast()
}

/// The MSE of the best constant prediction, the mean.
fn variance(table: &Table) -> f64 {
    table.y.column(0).variance()
}

fn mse(y: &Matrix<f64>, table: &Table) -> f64 {
    functions::mean_squared_error(y, &table.y)
}

/// The least-squares solution for a table, to compare the network with.
struct Line {
    w: Matrix<f64>,
    b: Matrix<f64>,
}

impl Line {
    fn fit(table: &Table) -> Self {
        let (w, b) = least_squares(&table.x, &table.y);
        Self { w, b }
    }

    fn predict(&self, table: &Table) -> Matrix<f64> {
        add_row(dot(&table.x, &self.w), &self.b)
    }
}

/// Prints the scores of the network and of the least-squares solution on `table`.
fn print_scores(name: &str, table: &Table, network: &Regression, line: &Line) {
    let [learned, line] = [predict(network, table), line.predict(table)]
        .map(|y| format!("{:8.4} {:7.4}", mse(&y, table), r_squared(&y, &table.y)));
    println!("{:6} {name:23}  {learned}  {line}", table.len());
}

/// A number as Python's format `.4e` prints it: `1.3316e+00`.
fn scientific(number: f32) -> String {
    let text = format!("{number:.4e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            format!("{digits}e{:+03}", exponent.parse::<i32>().expect("an exponent is a number"))
        }
        None => text, // NaN
    }
}
