//! 8.1.2 Higher accuracy (정확도를 더 높이려면): an ensemble (앙상블) of networks that differ in their random seeds and their
//! architecture. Each is trained with data augmentation and cosine annealing.

use anyhow::Result;
use ch08_deep_convnet::{Architecture, build, default_epochs, image_of};
use clap::Parser;
use common::files::Save;
use common::optimizers::{Adam, Optimizer, Schedule};
use common::settings::{self, Output, RunArgs};
use common::{Augmentation, Matrix, Network, Trainer, count_right, files, interrupt, progress};
use datasets::{CLASSES, Digits, DigitsArgs};
use indicatif::ProgressBar;
use rayon::prelude::*;

/// Initial learning rate.
const LR: f64 = 0.001;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let epochs = args.epochs.unwrap_or(default_epochs(&digits.train));
    interrupt::listen();

    let bar = progress::bar(args.networks * epochs * digits.train.iterations_per_epoch(100));
    // One network per thread: there is no need to wake threads for the small tasks within one.
    let numbers = (1..=args.networks).into_par_iter();
    let networks: Result<Vec<_>> = numbers.map(|number| args.train(number, epochs, &digits, &output, &bar)).collect();
    let networks = networks?;
    bar.finish_and_clear();
    if interrupt::requested() {
        println!("to continue after the last checkpoints, give the same command again with --resume");
        return Ok(());
    }

    println!("network  test accuracy  ensemble so far");
    let (labels, mut sum) = (digits.test.labels(), Matrix::zeros(digits.test.len(), CLASSES));
    let accuracy = |y: &Matrix<f32>| count_right(y, &labels) as f64 / labels.len() as f64;
    for (number, network) in (1..).zip(&networks) {
        let scores = digits.test.scores(|x| network.predict(x));
        let alone = accuracy(&scores);
        sum += scores;
        println!("{number:7}  {alone:13.4}  {:15.4}", accuracy(&sum));
    }
    println!("final test accuracy {:.4}", accuracy(&sum));
    for number in 1..=args.networks {
        println!("wrote {}", files::relative(&output.path(&checkpoint(number))).display());
    }
    Ok(())
}

/// Several networks of different random seeds and architectures predict together (section 8.1.2)
#[derive(Parser)]
struct Args {
    /// Number of networks
    #[arg(long, default_value_t = 5, value_parser = settings::count(100))]
    networks: usize,

    /// Number of epochs of each network [default: 20, or 100 with the embedded digits]
    #[arg(long, value_parser = settings::count(1_000_000))]
    epochs: Option<usize>,

    /// Resume from the checkpoints in the output folder; networks that are complete are not trained again
    #[arg(long)]
    resume: bool,

    /// Architectures, separated by commas, that the networks have in turn
    #[arg(long, value_enum, value_delimiter = ',', default_value = "book,batch-norm")]
    network: Vec<Architecture>,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

impl Args {
    /// The trained network of this number, or an interrupted one. Its random numbers do not depend on the number of
    /// networks.
    fn train(
        &self,
        number: usize,
        epochs: usize,
        digits: &Digits,
        output: &Output,
        bar: &ProgressBar,
    ) -> Result<Network<f32>> {
        let mut rng = self.run.rng();
        rng.set_stream(number as u64);
        let architecture = self.network[(number - 1) % self.network.len()];
        let mut network = build(&architecture.plan(), image_of(&digits.train), &mut rng);
        let adam = Optimizer::new(Adam::default(), LR);
        let mut trainer = Trainer::new(&mut network, adam, &digits.train, &digits.test, &mut rng);
        trainer.schedule = Some(Schedule::Cosine { lr: LR, epochs });
        trainer.augmentation = Some(Augmentation::default());
        trainer.evaluation_size = 1_000;
        (trainer.interrupt, trainer.bar) = (interrupt::requested, bar.clone());
        let checkpoint = output.path(&checkpoint(number));
        if self.resume && checkpoint.exists() {
            trainer.resume(&checkpoint)?;
        }
        while trainer.epochs() < epochs && !trainer.stops() {
            let epoch = trainer.epoch()?;
            if trainer.epochs() == epoch.number {
                trainer.save(&checkpoint)?;
            }
        }
        Ok(network)
    }
}

/// Name of a network's checkpoint.
fn checkpoint(number: usize) -> String {
    format!("ensemble_{number}.safetensors")
}
