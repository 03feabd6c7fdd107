//! 6.5.3 Implementing the optimization (하이퍼파라미터 최적화 구현하기): a hundred trials with a learning rate and a weight decay
//! drawn at random. The validation images rank them, and the test images evaluate the best.

mod plots;

use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;
use ch06_hyperparameters::{LogUniform, RandomSearch, Trial};
use clap::Parser;
use common::progress;
use common::settings::{self, RunArgs};
use datasets::DigitsArgs;
use rayon::prelude::*;

/// The fraction of the images held out for validation.
const VALIDATION_FRACTION: f64 = 0.2;
/// The largest number of trials in the table and in the picture.
const SHOWN: usize = 20;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let images = digits.train.first(args.images);
    let (train, validation) = images.split(VALIDATION_FRACTION, &mut args.run.rng());
    println!("{} training images, {} validation images", train.len(), validation.len());
    let search = RandomSearch {
        learning_rate: args.learning_rate,
        weight_decay: args.weight_decay,
        train,
        validation,
        epochs: args.epochs,
        batch_size: args.batch_size,
        seed: args.run.seed,
    };

    let start = Instant::now();
    let mut trials = try_all(&search, args.trials);
    let seconds = start.elapsed().as_secs_f64();
    trials.sort_by(Trial::rank);
    // A fifth: the best 20 of 20 trials would narrow nothing.
    let best = &trials[..trials.len().div_ceil(5).min(SHOWN)];
    print_table(best);
    print_ranges(&search, best);
    println!("the search took {seconds:.2} s");
    output.save("search.png", &plots::learning_curves(best, args.epochs))?;
    output.save("trials.png", &plots::all_trials(&trials, best.len()))?;

    // All choices are made, so validation images are not needed: train on all images, and test once.
    let search = RandomSearch { train: images.clone(), validation: images, ..search };
    let (network, _) = search.train(best[0].hyperparameters, args.run.rng());
    println!("the best, trained on {} images: test accuracy {:.4}", search.train.len(), network.accuracy(&digits.test));
    Ok(())
}

/// A random search for a good learning rate and weight decay (section 6.5)
#[derive(Parser)]
struct Args {
    /// Number of trials, each with a random learning rate and weight decay
    #[arg(long, default_value_t = 100, value_parser = settings::count(1_000_000))]
    trials: usize,

    /// Learning rate: range to search
    #[arg(long, default_value_t = LogUniform { low: 1e-6, high: 1e-2 }, value_name = "LOW..HIGH")]
    learning_rate: LogUniform,

    /// Weight decay: range to search
    #[arg(long, default_value_t = LogUniform { low: 1e-8, high: 1e-4 }, value_name = "LOW..HIGH")]
    weight_decay: LogUniform,

    /// Number of training images, a fifth of which is held out for validation
    #[arg(long, default_value_t = 500, value_parser = settings::count_from(2, 60_000))]
    images: usize,

    /// Number of epochs, each of about as many images as the training set
    #[arg(long, default_value_t = 50, value_parser = settings::count(1_000_000))]
    epochs: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// Runs `trials` trials on all cores. Returns them in the order of their numbers, which start with 1.
fn try_all(search: &RandomSearch, trials: usize) -> Vec<Trial> {
    let bar = progress::bar(trials);
    let best = Mutex::new(0.0_f64);
    let run = |number: usize| {
        let trial = search.trial(number as u64);
        let mut best = best.lock().expect("nothing panics while it holds the lock");
        *best = best.max(trial.accuracy);
        bar.set_message(format!("best accuracy {best:.2}"));
        bar.inc(1);
        trial
    };
    // One by one, so that in the end no core has several left while another has none.
    let trials = (1..trials + 1).into_par_iter().with_max_len(1).map(run).collect();
    bar.finish_and_clear();
    trials
}

fn print_table(best: &[Trial]) {
    println!("rank  validation accuracy    loss  learning rate  weight decay");
    for (index, Trial { hyperparameters, accuracy, loss, .. }) in best.iter().enumerate() {
        let (rank, rate, decay) = (index + 1, hyperparameters.learning_rate, hyperparameters.weight_decay);
        println!("{rank:4}  {accuracy:19.4}  {loss:6.4}  {rate:13.2e}  {decay:12.2e}");
    }
}

/// Prints how much of the search ranges the best trials span, and where to search next.
fn print_ranges(search: &RandomSearch, best: &[Trial]) {
    let rates = LogUniform::spanning(best.iter().map(|trial| trial.hyperparameters.learning_rate));
    let decays = LogUniform::spanning(best.iter().map(|trial| trial.hyperparameters.weight_decay));
    println!("among the best {}", best.len());
    for (name, found, searched) in
        [("learning rate", rates, search.learning_rate), ("weight decay", decays, search.weight_decay)]
    {
        let [found_decades, decades] = [found.decades(), searched.decades()];
        println!("{name:>15} {found:.1}: {found_decades:.1} of the {decades:.1} powers of ten of {searched}");
    }
    println!("to search there next: --learning-rate {:.1}", rates.widened());
}
