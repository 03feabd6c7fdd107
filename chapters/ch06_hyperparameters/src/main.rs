//! 6.5.3 Implementing the optimization (하이퍼파라미터 최적화 구현하기): a hundred trials with a learning rate and a weight decay
//! drawn at random. The validation images say which are good, and the test images how good the best is.

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

/// The share of the images that validates.
const VALIDATION_SHARE: f64 = 0.2;
/// Of how many trials the table and the picture tell at most.
const SHOWN: usize = 20;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let images = digits.train.first(args.images);
    let (train, validation) = images.split(VALIDATION_SHARE, &mut args.run.rng());
    println!("{} training images to learn from, {} to choose by", train.len(), validation.len());
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

    // Now that nothing is left to choose, no image is needed for it: once more from all, and then the test images, once.
    let search = RandomSearch { train: images.clone(), validation: images, ..search };
    let (network, _) = search.train(best[0].hyperparameters, args.run.rng());
    println!("the best, trained on {} images: test accuracy {:.4}", search.train.len(), network.accuracy(&digits.test));
    Ok(())
}

/// A random search for a good learning rate and weight decay (section 6.5)
#[derive(Parser)]
struct Args {
    /// How many learning rates and weight decays to try
    #[arg(long, default_value_t = 100, value_parser = settings::count(1_000_000))]
    trials: usize,

    /// Where to search for the learning rate
    #[arg(long, default_value_t = LogUniform { low: 1e-6, high: 1e-2 }, value_name = "LOW..HIGH")]
    learning_rate: LogUniform,

    /// Where to search for the weight decay
    #[arg(long, default_value_t = LogUniform { low: 1e-8, high: 1e-4 }, value_name = "LOW..HIGH")]
    weight_decay: LogUniform,

    /// How many of the training images to use; a fifth of them validates
    #[arg(long, default_value_t = 500, value_parser = settings::count_from(2, 60_000))]
    images: usize,

    /// Epochs of each trial
    #[arg(long, default_value_t = 50, value_parser = settings::count(1_000_000))]
    epochs: usize,

    /// Images in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// Makes `trials` trials on all cores. Returns them in the order of their numbers, which begin with 1.
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

/// Prints how much of the ranges that were searched the best trials take up, and where to search next.
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
