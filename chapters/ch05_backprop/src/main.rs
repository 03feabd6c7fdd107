//! 5.7.4 Training with backpropagation (오차역전파법을 사용한 학습 구현하기): the experiment of chapter 4 with a network built from
//! layers.

use std::time::Instant;

use anyhow::{Result, ensure};
use ch05_backprop::TwoLayerNet;
use clap::Parser;
use common::layers::Activation;
use common::settings::{self, RunArgs};
use common::{History, progress, threads};
use datasets::{CLASSES, DigitsArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    threads::stay_awake();
    let pixels = digits.train.pixels();
    let mut network = TwoLayerNet::new(pixels, args.hidden, CLASSES, args.weight_init_std, &mut rng);
    network.activation = args.activation.layer();

    let iterations_per_epoch = digits.train.iterations_per_epoch(args.batch_size);
    let epochs_per_line = (args.iterations / iterations_per_epoch / 20).max(1);
    let mut history = History::default();
    let bar = progress::bar(args.iterations);
    let start = Instant::now();
    for iteration in 0..args.iterations {
        let (x, t) = digits.train.sample(args.batch_size, &mut rng); //     1. mini-batch
        let loss = network.loss_and_gradient(x, &t); //                     2. gradient
        network.update(args.learning_rate as f32); //                       3. update
        history.losses.push(f64::from(loss)); //                            4. repeat, and keep a record
        ensure!(loss.is_finite(), "training has diverged: choose a smaller --learning-rate");

        if iteration % iterations_per_epoch == 0 {
            let epoch = iteration / iterations_per_epoch;
            let (train, test) = (network.accuracy(&digits.train), network.accuracy(&digits.test));
            history.train_accuracy.push(train);
            history.test_accuracy.push(test);
            if epoch % epochs_per_line == 0 {
                bar.suspend(|| println!("epoch {epoch:3}: train accuracy {train:.4}, test accuracy {test:.4}"));
            }
        }
        bar.set_message(format!("loss {loss:.4}"));
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("training took {:.2} s", start.elapsed().as_secs_f64());

    output.save("weights.safetensors", &network)?;
    output.save("loss.png", &history.loss_chart())?;
    output.save("accuracy.png", &history.accuracy_chart())?;
    println!("final train accuracy {:.4}", network.accuracy(&digits.train));
    println!("final test accuracy {:.4}", network.accuracy(&digits.test));
    Ok(())
}

/// A two-layer network built from layers learns to classify handwritten digits (section 5.7)
#[derive(Parser)]
struct Args {
    /// Number of mini-batches
    #[arg(long, default_value_t = 10_000, value_parser = settings::count(100_000_000))]
    iterations: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.1, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of hidden units
    #[arg(long, default_value_t = 50, value_parser = settings::count(10_000))]
    hidden: usize,

    /// Activation function of the hidden layer
    #[arg(long, value_enum, default_value_t)]
    activation: Activation,

    /// Standard deviation of the initial weights
    #[arg(long, default_value_t = 0.01, value_parser = settings::not_negative)]
    weight_init_std: f64,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}
