//! 4.5.2 Mini-batch training (미니배치 학습 구현하기): the weights of the hidden units as images, before and after it.

use anyhow::Result;
use ch04_two_layer_net::TwoLayerNet;
use clap::Parser;
use common::plot::{Image, ImageGrid, shades};
use common::settings::{self, RunArgs};
use common::{Matrix, progress, threads};
use datasets::{CLASSES, DigitsArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.train;
    threads::stay_awake();
    let mut network = TwoLayerNet::new(images.pixels(), 50, CLASSES, 0.01, &mut rng);
    let before = network.w1.clone();
    let bar = progress::bar(args.iterations);
    for _ in 0..args.iterations {
        let (x, t) = images.sample(100, &mut rng);
        network.update(&network.gradient(&x, &t), 0.1);
        bar.inc(1);
    }
    bar.finish_and_clear();

    let after = network.w1;
    let unchanged = before.row_iter().zip(after.row_iter()).filter(|(before, after)| before == after).count();
    println!("largest weight {:.2} before training, {:.2} after", before.amax(), after.amax());
    println!("{unchanged} of {} pixels have kept their weights", images.pixels());
    let units = before.column_iter().take(10).chain(after.column_iter());
    let picture = ImageGrid {
        title: "Hidden units: ten before training (first row), all after".into(),
        columns: 10,
        images: units.map(|weights| image(weights.as_slice(), images.image_size())).collect(),
    };
    Ok(output.save("hidden_units.png", &picture)?)
}

/// What the hidden units of a two-layer network look at, before and after training (section 4.5)
#[derive(Parser)]
struct Args {
    /// Number of mini-batches
    #[arg(long, default_value_t = 10_000, value_parser = settings::count(100_000_000))]
    iterations: usize,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// The weights of a hidden unit, each at the place of its pixel: 0 is medium grey, the largest black or white.
fn image(weights: &[f64], (height, width): (usize, usize)) -> Image {
    Image { pixels: shades(&Matrix::from_row_slice(height, width, weights)), caption: String::new() }
}
