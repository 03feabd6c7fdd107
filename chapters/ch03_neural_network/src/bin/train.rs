//! Trains the weights of section 3.6.2, in place of the book's `sample_weight.pkl`, by mini-batch gradient descent,
//! which chapter 4 explains.

use std::time::Instant;

use anyhow::{Result, ensure};
use ch03_neural_network::Network;
use clap::Parser;
use common::settings::{self, RunArgs};
use common::{progress, threads};
use datasets::{CLASSES, DigitsArgs, weights_file};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    threads::stay_awake();
    let mut network = Network::new([digits.train.pixels(), 50, 100, CLASSES], &mut rng);

    let file = weights_file(digits.train.image_size());
    let epochs = args.epochs.unwrap_or(if file == "mnist.safetensors" { 10 } else { 200 });
    let epochs_per_line = epochs.div_ceil(20);
    let iterations = digits.train.iterations_per_epoch(args.batch_size);
    let bar = progress::bar(epochs * iterations);
    let start = Instant::now();
    for epoch in 1..=epochs {
        let mut loss_sum = 0.0;
        for _ in 0..iterations {
            let (x, t) = digits.train.sample(args.batch_size, &mut rng);
            let (loss, gradient) = network.loss_and_gradient(&x, &t);
            network.update(&gradient, args.learning_rate);
            loss_sum += loss;
            bar.inc(1);
        }
        ensure!(loss_sum.is_finite(), "training has diverged: choose a smaller --learning-rate");
        if epoch % epochs_per_line == 0 {
            let (loss, accuracy) = (loss_sum / iterations as f64, digits.test.accuracy(|x| network.forward(&x)));
            bar.suspend(|| println!("epoch {epoch:3}: loss {loss:.4}, test accuracy {accuracy:.4}"));
        }
    }
    bar.finish_and_clear();
    println!("training took {:.2} s", start.elapsed().as_secs_f64());

    output.save(file, &network)?;
    println!("final test accuracy {:.4}", digits.test.accuracy(|x| network.forward(&x)));
    Ok(())
}

/// Trains the three-layer network to classify handwritten digits (for section 3.6)
#[derive(Parser)]
struct Args {
    /// Number of epochs, each of about as many images as the training set [default: 10, with the embedded digits 200]
    #[arg(long, value_parser = settings::count(100_000))]
    epochs: Option<usize>,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 1.0, value_parser = settings::positive)]
    learning_rate: f64,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}
