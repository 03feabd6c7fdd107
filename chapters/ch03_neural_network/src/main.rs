//! 3.4 to 3.6: a three-layer network step by step, softmax, and handwritten digits classified with trained weights.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use ch03_neural_network::{Network, Prediction};
use clap::Parser;
use common::functions::{sigmoid, softmax};
use common::matrix::{add_row, dot};
use common::plot::{Image, ImageGrid};
use common::settings::{self, OutputArgs};
use common::{Matrix, files, threads};
use datasets::{CLASSES, Dataset, DigitsArgs, weights_file};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.test;
    threads::stay_awake();

    println!("\n3.4 The signal goes through three layers");
    three_layers();

    println!("\n3.5 Scores become probabilities");
    scores_and_probabilities(&[0.3, 2.9, 4.0]);
    scores_and_probabilities(&[1010.0, 1000.0, 990.0]);

    println!("\n3.6 Handwritten digits");
    let in_crate =
        settings::workspace().join("chapters/ch03_neural_network/weights").join(weights_file(images.image_size()));
    let file = args.weights.unwrap_or(in_crate);
    let network = Network::load(&file, images.pixels(), CLASSES)?;
    let (w1, w2, w3) = (network.w1.shape(), network.w2.shape(), network.w3.shape());
    println!("weights: w1 {w1:?}, w2 {w2:?}, w3 {w3:?} from {}", files::relative(&file).display());

    classify_and_report(&network, &images, 1);
    let predictions = classify_and_report(&network, &images, args.batch_size);

    let all = 0..images.len();
    let misread = all.clone().filter(|&n| !predictions[n].is_right());
    let digits = grid("Test images and what the network reads in them", &images, &predictions, all);
    let mistakes = grid("Misclassified test images: true → predicted", &images, &predictions, misread);
    output.save("digits.png", &digits)?;
    if !mistakes.images.is_empty() {
        output.save("mistakes.png", &mistakes)?;
    }
    println!("accuracy {:.4}", count_right(&predictions) as f64 / predictions.len() as f64);
    Ok(())
}

/// A three-layer network classifies handwritten digits with trained weights (sections 3.4 to 3.6)
#[derive(Parser)]
struct Args {
    /// Batch size: images per forward pass
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// File of trained weights [default: the one in the crate for images of this size]
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    output: OutputArgs,
}

/// 3.4.2 The outputs of every layer of the example (각 층의 신호 전달 구현하기), and 3.4.3 the same in one call (구현 정리).
fn three_layers() {
    let network = Network::example();
    let x = Matrix::from_row_slice(1, 2, &[1.0, 0.5]);
    println!("x  = {}", text(&x));

    let a1 = add_row(dot(&x, &network.w1), &network.b1);
    let z1 = a1.map(sigmoid);
    println!("a1 = {}\nz1 = {}", text(&a1), text(&z1));

    let a2 = add_row(dot(&z1, &network.w2), &network.b2);
    let z2 = a2.map(sigmoid);
    println!("a2 = {}\nz2 = {}", text(&a2), text(&z2));

    let a3 = add_row(dot(&z2, &network.w3), &network.b3);
    println!("a3 = {}", text(&a3));
    println!("forward(x) = {}", text(&network.forward(&x)));
}

/// 3.5.1 Softmax (소프트맥스 함수) by its formula, and 3.5.2 without overflow (소프트맥스 함수 구현 시 주의점).
fn scores_and_probabilities(scores: &[f64]) {
    let a = Matrix::from_row_slice(1, scores.len(), scores);
    let exp_a = a.map(f64::exp);
    println!("a = {scores:?}");
    println!("  exp(a) / sum(exp(a)) = {}", text(&(&exp_a / exp_a.sum())));
    println!("  softmax(a)           = {}", text(&softmax(&a)));
}

/// 3.6.2 Inference (신경망의 추론 처리), 3.6.3 in batches (배치 처리): classifies every image and prints how many are right.
fn classify_and_report(network: &Network, images: &Dataset, batch_size: usize) -> Vec<Prediction> {
    let start = Instant::now();
    let predictions = network.classify(images, batch_size);
    let time = start.elapsed();
    println!(
        "{batch_size:3} at a time: {} of {} are right, in {time:.1?}",
        count_right(&predictions),
        predictions.len()
    );
    predictions
}

/// How many predictions are right.
fn count_right(predictions: &[Prediction]) -> usize {
    predictions.iter().filter(|prediction| prediction.is_right()).count()
}

/// The first forty of the images at `indices`.
fn grid(title: &str, images: &Dataset, predictions: &[Prediction], indices: impl Iterator<Item = usize>) -> ImageGrid {
    let picture = |n: usize| Image { pixels: images.picture(n), caption: caption(predictions[n]) };
    ImageGrid { title: title.into(), columns: 8, images: indices.take(40).map(picture).collect() }
}

/// The caption of an image: the predicted digit, and before it the true one if they differ.
fn caption(Prediction { class, label }: Prediction) -> String {
    let read = class.map_or("?".into(), |class| class.to_string());
    if class == Some(label) { read } else { format!("{label} → {read}") }
}

/// A row of numbers with eight digits, as NumPy prints them: in scientific notation if one of them is very small.
fn text(row: &Matrix<f64>) -> String {
    let small = row.iter().any(|x| x.abs() < 1e-4);
    let numbers: Vec<_> = row.iter().map(|x| if small { format!("{x:.8e}") } else { format!("{x:.8}") }).collect();
    format!("({})", numbers.join(", "))
}
