//! 6.1.8 Comparing the update methods on MNIST (MNIST 데이터셋으로 본 갱신 방법 비교): one network, seven optimizers, the same
//! mini-batches.

use std::ops::Range;
use std::time::Instant;

use anyhow::{Result, anyhow};
use ch06_optimizers::digits_rate;
use clap::Parser;
use common::optimizers::Method;
use common::plot::{Chart, Scale, Series, Style, running_mean};
use common::settings::{self, RunArgs};
use common::{MultiLayerNet, Trainer, progress};
use datasets::{CLASSES, Digits, DigitsArgs};
use indicatif::ProgressBar;
use rayon::prelude::*;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;

    let bar = progress::bar(Method::ALL.len() * args.iterations);
    let start = Instant::now();
    let runs: Vec<Result<Run>> = Method::ALL.par_iter().map(|&method| train(method, &args, &digits, &bar)).collect();
    bar.finish_and_clear();
    // Only now, so that of several errors the first one in the list is reported, not the first one in time.
    let runs = runs.into_iter().collect::<Result<Vec<_>>>()?;

    println!("method    rate   loss    test accuracy");
    for run in &runs {
        // As `f32`, like the network: in `f64` a product such as 0.7 * 0.01 would show its rounding.
        let rate = args.rate(run.method) as f32;
        println!("{:8}  {rate:<5}  {:.4}  {:.4}", run.method.name(), run.loss, run.accuracy);
    }
    println!("training took {:.2} s", start.elapsed().as_secs_f64());
    Ok(output.save("loss.png", &chart(&runs))?)
}

/// Seven optimizers train the same network to classify handwritten digits (section 6.1.8)
#[derive(Parser)]
struct Args {
    /// Number of mini-batches
    #[arg(long, default_value_t = 2_000, value_parser = settings::count(1_000_000))]
    iterations: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 128, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Factor for all seven learning rates
    #[arg(long, default_value_t = 1.0, value_parser = settings::positive)]
    rate_factor: f64,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

impl Args {
    fn rate(&self, method: Method) -> f64 {
        self.rate_factor * digits_rate(method)
    }
}

/// A training run.
struct Run {
    method: Method,
    /// The running mean of the mini-batch losses.
    losses: Vec<f64>,
    /// The mean of the last hundred losses.
    loss: f64,
    /// The test accuracy after the last iteration.
    accuracy: f64,
}

/// Trains the network with one method. The initial weights and the mini-batches are the same for every method.
fn train(method: Method, args: &Args, digits: &Digits, bar: &ProgressBar) -> Result<Run> {
    let mut rng = args.run.rng();
    let plan = MultiLayerNet { hidden_sizes: vec![100; 4], ..MultiLayerNet::new(digits.train.pixels(), CLASSES) };
    let mut network = plan.build::<f32>(&mut rng);
    let optimizer = method.optimizer(args.rate(method));
    let mut trainer = Trainer::new(&mut network, optimizer, &digits.train, &digits.test, &mut rng);
    (trainer.batch_size, trainer.bar) = (args.batch_size, bar.clone());
    trainer.steps(args.iterations).map_err(|diverged| anyhow!("{}: {diverged} with --rate-factor", method.name()))?;
    let losses = running_mean(&trainer.history.losses, 100);
    let loss = trainer.history.recent_loss(100);
    Ok(Run { method, losses, loss, accuracy: network.accuracy(&digits.test) })
}

/// The losses of all methods.
fn chart(runs: &[Run]) -> Chart {
    let series = runs.iter().map(|run| Series::numbered(run.method.name(), &run.losses, Style::Thin));
    Chart {
        title: "Loss, mean of 100 mini-batches".into(),
        x_label: "iteration".into(),
        y_label: "cross entropy".into(),
        y_range: Some(range(runs)),
        y_scale: Scale::Log,
        series: series.collect(),
        ..Chart::default()
    }
}

/// The range of all losses from 1e-4 to three times the first, and a little more: with whole powers of ten, which a chart
/// chooses by default, half of it would be empty.
fn range(runs: &[Run]) -> Range<f64> {
    let losses = || runs.iter().flat_map(|run| run.losses.iter().copied());
    let highest = losses().fold(0.0, f64::max).min(3.0 * runs[0].losses[0]);
    0.9 * losses().fold(f64::INFINITY, f64::min).max(1e-4)..1.1 * highest
}
