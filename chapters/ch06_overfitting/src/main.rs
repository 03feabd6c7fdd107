//! 6.4 Proper training (바른 학습을 위해): a network overfits 300 images, and four techniques try to prevent it.

mod plots;

use std::time::Instant;

use anyhow::Result;
use ch06_overfitting::{Images, Run, Settings, Technique, mean_with_masks};
use clap::{Parser, ValueEnum};
use common::settings::{self, RunArgs};
use common::text::counted;
use common::{Dataset, count_right, progress};
use datasets::DigitsArgs;
use rayon::prelude::*;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let images = Images::new(&args.digits.load()?, args.images, &mut args.run.rng());
    let mut techniques = Technique::value_variants().to_vec();
    if let Some(only) = args.only {
        techniques.retain(|&technique| technique == Technique::None || technique == only);
    }

    // Early stopping takes fewer iterations.
    let iterations = args.training.epochs * images.train.iterations_per_epoch(args.training.batch_size);
    let bar = progress::bar(techniques.len() * iterations);
    let start = Instant::now();
    let train = |technique| args.training.train(technique, &images, args.run.rng(), &bar);
    let mut runs = techniques.into_par_iter().map(train).collect::<Result<Vec<_>, _>>()?;
    bar.finish_and_clear();

    println!("{} training images, at most {}", images.train.len(), counted(args.training.epochs, "epoch"));
    println!("{:14}  {:>6}  {:>6}  {:>6}", "technique", "train", "test", "gap");
    for run in &runs {
        let (train, test, gap) = (run.train(), run.test(), run.gap());
        println!("{:14}  {train:6.4}  {test:6.4}  {gap:6.4}", run.technique);
    }
    println!("training took {:.2} s", start.elapsed().as_secs_f64());
    for run in &mut runs {
        match run.technique {
            Technique::Dropout => describe_masks(run, &images.test),
            Technique::EarlyStopping => describe_stop(run, &images),
            _ => {}
        }
    }
    output.save("accuracy.png", &plots::accuracies(&runs))?;
    output.save("gap.png", &plots::gaps(&runs))?;
    Ok(())
}

/// A network overfits few images, and four techniques try to prevent it (section 6.4)
#[derive(Parser)]
struct Args {
    /// Number of training images: the first ones, at least 2
    #[arg(long, default_value_t = 300, value_parser = settings::count_from(2, 60_000))]
    images: usize,

    #[command(flatten)]
    training: Settings,

    /// Train only with this technique, and without any for comparison
    #[arg(long, value_enum)]
    only: Option<Technique>,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// Prints the accuracy with one random mask, with a hundred together and without masks, on the first test images.
fn describe_masks(run: &mut Run, test: &Dataset) {
    let test = test.first(1_000);
    let (x, t) = test.whole();
    let [one, hundred] = [1, 100].map(|passes| {
        let scores = mean_with_masks(&mut run.network.layers, &x, passes);
        count_right(&scores, &t) as f64 / t.len() as f64
    });
    let predict = run.network.accuracy(&test);
    print!("dropout: accuracy on {} test images {one:.4} with one mask, ", t.len());
    println!("{hundred:.4} with the mean of 100, {predict:.4} with predict");
}

/// Prints when early stopping stopped, and what it kept.
fn describe_stop(run: &Run, images: &Images) {
    println!(
        "early-stopping: {} training images and {} validation images; ended after epoch {}, kept epoch {}",
        images.rest.len(),
        images.validation.len(),
        run.epochs(),
        run.kept_epoch,
    );
    let (kept, last) = (run.validation_losses[run.kept_epoch], run.validation_losses[run.epochs()]);
    println!("early-stopping: validation loss {kept:.4} in the epoch kept, {last:.4} at the end");
}
