//! 6.2.4 Initial weights compared on MNIST (MNIST 데이터셋으로 본 가중치 초깃값 비교): how fast the same deep network learns from
//! three kinds of initial weights, and why it hardly learns from one of them.

use std::time::Instant;

use anyhow::Result;
use ch06_weight_init::{INITIALIZATIONS, activations};
use clap::Parser;
use common::layers::Activation;
use common::optimizers::{Optimizer, Sgd};
use common::plot::{Chart, Series, Style, running_mean};
use common::settings::{self, RunArgs};
use common::{Dataset, Diverged, Matrix, MultiLayerNet, Trainer, progress};
use datasets::{CLASSES, Digits, DigitsArgs};
use indicatif::ProgressBar;
use rayon::prelude::*;

/// The number of losses in the running mean, since the loss is noisy from one mini-batch to the next.
const WINDOW: usize = 100;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let mut plans = Vec::new();
    // As in the book, without std = 1.
    for &(name, weight_init) in &INITIALIZATIONS[1..] {
        let (hidden_sizes, activation) = (vec![100; 4], args.activation);
        let plan = MultiLayerNet::new(digits.train.pixels(), CLASSES);
        plans.push((name, MultiLayerNet { hidden_sizes, activation, weight_init, ..plan }));
    }
    print_spread(&plans, &args, &digits.train);

    let bar = progress::bar(plans.len() * args.iterations);
    let start = Instant::now();
    let runs: Vec<Run> =
        plans.par_iter().map(|(name, plan)| train(name, plan, &args, &digits, &bar)).collect::<Result<_, _>>()?;
    bar.finish_and_clear();
    println!("training took {:.2} s", start.elapsed().as_secs_f64());

    let chart = loss_chart(&runs);
    output.save("loss.png", &chart)?;
    println!("weights     loss, mean of the last {WINDOW}  test accuracy");
    for Run { name, loss, test_accuracy, .. } in &runs {
        println!("{name:10}  {loss:26.4}  {test_accuracy:13.4}");
    }
    Ok(())
}

/// Four hidden layers learn to classify digits from three kinds of initial weights (section 6.2.4)
#[derive(Parser)]
struct Args {
    /// Number of mini-batches
    #[arg(long, default_value_t = 2_000, value_parser = settings::count(1_000_000))]
    iterations: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 128, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.01, value_parser = settings::positive)]
    learning_rate: f64,

    /// Activation function of the hidden layers
    #[arg(long, value_enum, default_value_t = Activation::Relu)]
    activation: Activation,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// A training run.
struct Run {
    name: &'static str,
    /// The running mean of the mini-batch losses.
    losses: Vec<f64>,
    /// The mean of the last [`WINDOW`] losses.
    loss: f64,
    test_accuracy: f64,
}

/// Trains the network that `plan` describes. All plans get the same random numbers, for their weights and for the
/// mini-batches.
fn train(
    name: &'static str,
    plan: &MultiLayerNet,
    args: &Args,
    digits: &Digits,
    bar: &ProgressBar,
) -> Result<Run, Diverged> {
    let mut rng = args.run.rng();
    let mut network = plan.build::<f32>(&mut rng);
    let sgd = Optimizer::new(Sgd, args.learning_rate);
    let mut trainer = Trainer::new(&mut network, sgd, &digits.train, &digits.test, &mut rng);
    (trainer.batch_size, trainer.bar) = (args.batch_size, bar.clone());
    trainer.steps(args.iterations)?;
    let losses = running_mean(&trainer.history.losses, WINDOW);
    let loss = trainer.history.recent_loss(WINDOW);
    Ok(Run { name, losses, loss, test_accuracy: network.accuracy(&digits.test) })
}

/// Prints the standard deviations of activations and gradients before training.
fn print_spread(plans: &[(&str, MultiLayerNet)], args: &Args, images: &Dataset) {
    let (x, t) = images.first(1000).whole::<f64>();
    let print = |name: &str, layers: &[&Matrix<f64>]| {
        let deviations: String = layers.iter().map(|m| format!("{:9.1e}", m.variance().sqrt())).collect();
        println!("  {name:16}{deviations}");
    };
    let mut networks: Vec<_> = plans.iter().map(|(name, plan)| (name, plan.build(&mut args.run.rng()))).collect();

    println!("standard deviation  layer 1  layer 2  layer 3  layer 4  layer 5");
    println!("activations, and the scores of layer 5");
    for (name, network) in &networks {
        let scores = network.predict(x.clone());
        print(name, &Vec::from_iter(activations(network, x.clone()).iter().chain([&scores])));
    }
    println!("gradients dL/dw");
    for (name, network) in &mut networks {
        network.loss_and_gradient(x.clone(), &t);
        print(name, &Vec::from_iter(network.weights().map(|w| &w.grad)));
    }
}

fn loss_chart(runs: &[Run]) -> Chart {
    Chart {
        title: "Loss, from three kinds of initial weights".into(),
        x_label: "iteration".into(),
        y_label: format!("cross entropy, mean of {WINDOW}"),
        series: runs.iter().map(|run| Series::numbered(run.name, &run.losses, Style::Thin)).collect(),
        ..Chart::default()
    }
}
