//! 7.6.1 What the filters respond to (the book's `apply_filter.py`): a digit, filtered by the trained filters of the
//! first layer.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use ch07_convnet::{SimpleConvNet, channels, filters};
use clap::Parser;
use common::plot::{Image, ImageGrid, shades};
use common::settings::{self, OutputArgs};
use common::{Matrix, files, layers};
use datasets::{CLASSES, DigitsArgs, weights_file};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// Side of each picture, in pixels: a multiple of 5 and of 24, the sides of a filter and of its output.
const SIDE: usize = 120;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.test;
    ensure!(args.image < images.len(), "there is no test image {}: the last one is {}", args.image, images.len() - 1);
    let (height, width) = images.image_size();
    let size = layers::Image { channels: 1, height, width };
    let net = SimpleConvNet::new(CLASSES);
    let mut network = net.build::<f32>(size, &mut ChaCha8Rng::seed_from_u64(0));
    let in_crate = settings::workspace().join("chapters/ch07_convnet/weights").join(weights_file((height, width)));
    let file = args.weights.unwrap_or(in_crate);
    network.load(&file)?;
    println!("weights: {}", files::relative(&file).display());
    println!("test accuracy {:.4}", network.accuracy(&images));

    let (x, t) = images.batch(&[args.image]);
    let out = network.layers.0[0].predict(x);
    let outputs = channels(out.as_slice(), net.filter.positions(size));
    let mut pictures = Vec::new();
    for (n, (filter, output)) in filters(&network).iter().zip(&outputs).enumerate().take(args.filters) {
        pictures.push(Image { pixels: enlarged(&shades(filter)), caption: format!("filter {n}") });
        pictures.push(Image { pixels: enlarged(&shades(output)), caption: "output".into() });
    }
    let title = format!("Test image {}, a {}, and its filtered images", args.image, t[0]);
    output.save("apply_filter.png", &ImageGrid { title, columns: 8, images: pictures })?;
    Ok(())
}

/// The trained filters of the first layer, applied to a test image (section 7.6.1)
#[derive(Parser)]
struct Args {
    /// Number of the test image, from 0
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = settings::count_from(0, 9_999))]
    image: usize,

    /// Number of filters: the first ones, at most 30
    #[arg(long, default_value_t = 16, value_parser = settings::count(30))]
    filters: usize,

    /// File of trained weights [default: the one in the crate for images of this size]
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    output: OutputArgs,
}

/// A picture of [`SIDE`] x [`SIDE`] pixels, in which each of the few pixels becomes a square.
fn enlarged(picture: &Matrix<f64>) -> Matrix<f64> {
    let (height, width) = picture.shape();
    Matrix::from_fn(SIDE, SIDE, |y, x| picture[(y * height / SIDE, x * width / SIDE)])
}
