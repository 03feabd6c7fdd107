//! 6.3.2 The effect of batch normalization (배치 정규화의 효과): 32 training runs, on all cores.

mod plots;

use std::time::Instant;

use anyhow::Result;
use ch06_batch_norm::{Pair, Run, network, scales};
use clap::Parser;
use common::optimizers::{Optimizer, Sgd};
use common::settings::{self, RunArgs};
use common::{Trainer, progress};
use datasets::DigitsArgs;
use rayon::prelude::*;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let (images, test) = (digits.train.first(args.images), digits.test.first(args.images));
    let iterations = args.epochs * images.iterations_per_epoch(args.batch_size);
    let bar = progress::bar(2 * scales().len() * iterations);
    let start = Instant::now();

    let train = |scale, batch_norm| {
        let mut rng = args.run.rng();
        let mut network = network(&images, scale, batch_norm).build::<f32>(&mut rng);
        let sgd = Optimizer::new(Sgd, args.learning_rate);
        let mut trainer = Trainer::new(&mut network, sgd, &images, &test, &mut rng);
        (trainer.batch_size, trainer.bar) = (args.batch_size, bar.clone());
        let diverged = trainer.train(args.epochs).is_err(); // a result like any other
        Run { history: trainer.history, diverged }
    };
    let train_both = |&scale: &f64| {
        let (without, with) = rayon::join(|| train(scale, false), || train(scale, true));
        Pair { scale, without, with }
    };
    let pairs: Vec<Pair> = scales().par_iter().map(train_both).collect();

    bar.finish_and_clear();
    print_table(&pairs);
    println!("training took {:.2} s", start.elapsed().as_secs_f64());
    output.save("scales.png", &plots::accuracies(&pairs, args.epochs))?;
    output.save("summary.png", &plots::final_accuracies(&pairs))?;
    output.save("losses.png", &plots::losses(&pairs, iterations))?;
    let without = pairs.iter().filter(|pair| pair.without.has_learned()).count();
    let with = pairs.iter().filter(|pair| pair.with.has_learned()).count();
    println!("scales that end above 0.5 on the training images: {without} without, {with} with batch normalization");
    Ok(())
}

/// Batch normalization and sixteen scales of initial weights (section 6.3)
#[derive(Parser)]
struct Args {
    /// Number of epochs, each of about as many images as the training set
    #[arg(long, default_value_t = 20, value_parser = settings::count(100_000))]
    epochs: usize,

    /// Batch size: samples in a mini-batch, at least 2
    #[arg(long, default_value_t = 100, value_parser = settings::count_from(2, 60_000))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.01, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of training images and of test images: the first ones
    #[arg(long, default_value_t = 1000, value_parser = settings::count(60_000))]
    images: usize,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

fn print_table(pairs: &[Pair]) {
    println!("accuracy  without            with batch normalization");
    println!("  scale   training    test   training    test");
    for Pair { scale, without, with } in pairs {
        println!("{scale:7.5}   {}   {}", cells(without), cells(with));
    }
}

/// The accuracies of a run, as wide as their headings.
fn cells(run: &Run) -> String {
    match run.result() {
        Some((train, test)) => format!("{train:8.4}  {test:6.4}"),
        None => format!("{:16}", "diverged"),
    }
}
