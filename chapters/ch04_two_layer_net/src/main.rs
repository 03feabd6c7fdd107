//! 4.5.2 Mini-batch training (미니배치 학습 구현하기) and 4.5.3 evaluation on test data (시험 데이터로 평가하기): a two-layer network
//! learns to classify handwritten digits.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use ch04_two_layer_net::TwoLayerNet;
use clap::{Parser, ValueEnum};
use common::settings::{self, RunArgs};
use common::{History, Matrix, Sampling, progress, threads};
use datasets::{CLASSES, Dataset, DigitsArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    threads::stay_awake();
    let pixels = digits.train.pixels();
    let mut network = TwoLayerNet::new(pixels, args.hidden, CLASSES, args.weight_init_std, &mut rng);
    compare_gradients(&network, &digits.train);

    let sampling = args.sampling;
    let iterations_per_epoch = sampling.iterations_per_epoch(digits.train.len(), args.batch_size);
    let epochs_per_line = (args.iterations / iterations_per_epoch / 20).max(1);
    let mut batches = Vec::new();
    let mut history = History::default();
    let bar = progress::bar(args.iterations);
    let start = Instant::now();
    for iteration in 0..args.iterations {
        if iteration % iterations_per_epoch == 0 {
            batches = sampling.epoch(digits.train.len(), args.batch_size, &mut rng);
        }
        let indices = &batches[iteration % iterations_per_epoch];
        let (x, t) = digits.train.batch(indices); //                        1. mini-batch
        let (loss, gradient) = args.gradient.compute(&network, &x, &t); //  2. gradient
        network.update(&gradient, args.learning_rate); //                   3. update
        history.losses.push(loss); //                                       4. repeat, and keep a record
        ensure!(loss.is_finite(), "training has diverged: choose a smaller --learning-rate");

        if iteration % iterations_per_epoch == 0 {
            let epoch = iteration / iterations_per_epoch;
            let (train, test) = (network.accuracy(&digits.train), network.accuracy(&digits.test));
            history.train_accuracy.push(train);
            history.test_accuracy.push(test);
            if epoch.is_multiple_of(epochs_per_line) {
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

/// A two-layer network learns to classify handwritten digits (section 4.5)
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

    /// Standard deviation of the initial weights
    #[arg(long, default_value_t = 0.01, value_parser = settings::not_negative)]
    weight_init_std: f64,

    /// How mini-batches are sampled
    #[arg(long, value_enum, default_value_t)]
    sampling: Sampling,

    /// Method to compute the gradient
    #[arg(long, value_enum, default_value_t = Gradient::Backprop)]
    gradient: Gradient,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Gradient {
    /// Backpropagation, the subject of chapter 5
    Backprop,
    /// Numerical differentiation, the subject of chapter 4; some hundred times slower
    Numerical,
}

impl Gradient {
    /// The loss and its gradient.
    fn compute(self, network: &TwoLayerNet, x: &Matrix<f64>, t: &[usize]) -> (f64, TwoLayerNet) {
        match self {
            Self::Backprop => network.loss_and_gradient(x, t),
            Self::Numerical => (network.loss(x, t), network.numerical_gradient_by_unit(x, t)),
        }
    }
}

/// Compares the two gradients on a few images before training, and the time they take.
fn compare_gradients(network: &TwoLayerNet, images: &Dataset) {
    let (x, t) = images.batch(&[0, 1, 2]);
    let (backprop, backprop_time) = timed(|| network.gradient(&x, &t));
    let (numerical, numerical_time) = timed(|| network.numerical_gradient_by_unit(&x, &t));
    println!(
        "gradients of 3 images differ by {:.1e} at most: backpropagation {backprop_time:.1?}, numerical {numerical_time:.1?}",
        backprop.largest_difference(&numerical),
    );
}

fn timed<R>(compute: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    (compute(), start.elapsed())
}
