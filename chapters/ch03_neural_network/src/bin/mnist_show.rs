//! 3.6.1 The MNIST data (MNIST 데이터셋): the first training image, its pixels as a row of features and as an image.

use anyhow::Result;
use clap::Parser;
use common::Matrix;
use common::plot::{Image, ImageGrid};
use common::settings::{self, OutputArgs};
use datasets::DigitsArgs;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.train;

    let (x, t) = images.batch(&[0]);
    println!("label {}", t[0]);
    println!("features {:?}", x.shape());
    let (height, width) = images.image_size();
    let pixels = Matrix::from_row_slice(height, width, x.as_slice());
    println!("image {:?}", pixels.shape());

    let image = Image { pixels, caption: t[0].to_string() };
    let picture = ImageGrid { title: "The first training image".into(), columns: 1, images: vec![image] };
    Ok(output.save("mnist_show.png", &picture)?)
}

/// The first training image of MNIST (section 3.6.1)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    output: OutputArgs,
}
