//! 6.2.1 What if the initial weights are 0? (초깃값을 0으로 하면?): units with equal initial weights stay equal, and together
//! compute no more than one unit.

use anyhow::Result;
use ch06_weight_init::{distinct_columns, fill_weights, merged};
use clap::Parser;
use common::layers::Activation;
use common::optimizers::{Optimizer, Sgd};
use common::plot::{Image, ImageGrid, shades};
use common::settings::{self, RunArgs};
use common::{Diverged, Matrix, MultiLayerNet, Network, Trainer, progress};
use datasets::{CLASSES, Digits, DigitsArgs};
use indicatif::ProgressBar;
use rayon::prelude::*;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let inits = [
        Init { hidden: args.hidden, weight: Some(0.0) },
        Init { hidden: args.hidden, weight: Some(0.01) },
        Init { hidden: 1, weight: None },
        Init { hidden: args.hidden, weight: None },
    ];

    let bar = progress::bar(inits.len() * args.iterations);
    let networks: Vec<Network<f32>> =
        inits.par_iter().map(|init| train(init, &args, &digits, &bar)).collect::<Result<_, _>>()?;
    bar.finish_and_clear();

    let w1: Vec<_> = networks.iter().map(|network| network.params()[0].value.clone()).collect();
    let size = digits.train.image_size();
    let images = [unit_images("equal", &w1[1], size), unit_images("random", &w1[3], size)].concat();
    let title = "Weights of the hidden units, trained".into();
    let grid = ImageGrid { title, columns: images.len() / 2, images };
    output.save("equal_weights.png", &grid)?;

    println!("initial weights   units  different  test accuracy  merged into one unit");
    for ((init, network), w1) in inits.iter().zip(&networks).zip(&w1) {
        let one = merged(network, args.activation).accuracy(&digits.test);
        let (different, accuracy) = (distinct_columns(w1), network.accuracy(&digits.test));
        println!("{:16}  {:5}  {different:9}  {accuracy:13.4}  {one:20.4}", init.name(), init.hidden);
    }
    Ok(())
}

/// Units with equal initial weights learn no more than one unit (section 6.2.1)
#[derive(Parser)]
struct Args {
    /// Number of mini-batches
    #[arg(long, default_value_t = 1_000, value_parser = settings::count(1_000_000))]
    iterations: usize,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Learning rate: step size down the gradient
    #[arg(long, default_value_t = 0.5, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of hidden units
    #[arg(long, default_value_t = 8, value_parser = settings::count(1_000))]
    hidden: usize,

    /// Activation function of the hidden layer
    #[arg(long, value_enum, default_value_t = Activation::Sigmoid)]
    activation: Activation,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// How a network is initialized.
struct Init {
    hidden: usize,
    /// The value of all weights; random weights if `None`.
    weight: Option<f32>,
}

impl Init {
    fn name(&self) -> String {
        self.weight.map_or("random weights".into(), |weight| format!("all weights {weight}"))
    }
}

/// A network that was initialized with `init` and trained.
fn train(init: &Init, args: &Args, digits: &Digits, bar: &ProgressBar) -> Result<Network<f32>, Diverged> {
    let mut rng = args.run.rng();
    let plan = MultiLayerNet {
        hidden_sizes: vec![init.hidden],
        activation: args.activation,
        ..MultiLayerNet::new(digits.train.pixels(), CLASSES)
    };
    let mut network = plan.build(&mut rng);
    if let Some(weight) = init.weight {
        fill_weights(&mut network, weight);
    }
    let sgd = Optimizer::new(Sgd, args.learning_rate);
    let mut trainer = Trainer::new(&mut network, sgd, &digits.train, &digits.test, &mut rng);
    (trainer.batch_size, trainer.bar) = (args.batch_size, bar.clone());
    trainer.steps(args.iterations)?;
    Ok(network)
}

/// The weights of the first units as images of this size: 0 is grey, the largest is black or white.
fn unit_images(caption: &str, w1: &Matrix<f32>, size: (usize, usize)) -> Vec<Image> {
    let shades = shades(w1);
    let image = |unit: usize| Image {
        pixels: Matrix::from_row_iterator(size.0, size.1, shades.column(unit).iter().copied()),
        caption: format!("{caption} {}", unit + 1),
    };
    (0..w1.ncols().min(8)).map(image).collect()
}
