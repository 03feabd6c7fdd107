//! 8.1.1 A deeper network (더 깊은 신경망으로): the test images that the trained network misclassifies.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Result;
use ch08_deep_convnet::TrainedArgs;
use clap::Parser;
use common::functions::softmax;
use common::matrix::argmax_rows;
use common::plot::{HeatMap, Image, ImageGrid};
use common::settings::{self, OutputArgs};
use common::{Dataset, Matrix, confusion_matrix, threads};
use datasets::DigitsArgs;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.test;
    threads::stay_awake();
    let network = args.trained.load(&images)?;

    let scores = images.scores(|x| network.predict(x));
    let mistakes = mistakes(&softmax(&scores), &images.labels());
    print_counts(&mistakes, images.len());
    if !mistakes.is_empty() {
        output.save("misclassified.png", &grid(&mistakes, &images))?;
    }
    let counts = confusion_matrix(&scores, &images.labels());
    let title = "Predictions for the test images".into();
    let (x_label, y_label) = ("predicted digit".into(), "true digit".into());
    Ok(output.save("confusion.png", &HeatMap { title, x_label, y_label, counts })?)
}

/// The test images that the trained network misclassifies, and its confusion matrix (section 8.1.1)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    trained: TrainedArgs,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    output: OutputArgs,
}

/// A misclassified image.
struct Mistake {
    /// Index of the image.
    index: usize,
    /// The true digit.
    label: usize,
    /// The predicted digit.
    predicted: usize,
    /// Probability of the predicted digit.
    probability: f32,
}

/// The mistakes, the most confident ones first. `y`: probabilities, N x C; `t`: N labels.
fn mistakes(y: &Matrix<f32>, t: &[usize]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (index, (predicted, &label)) in argmax_rows(y).into_iter().zip(t).enumerate() {
        let predicted = predicted.expect("weights in a file are finite");
        if predicted != label {
            mistakes.push(Mistake { index, label, predicted, probability: y[(index, predicted)] });
        }
    }
    mistakes.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    mistakes
}

/// Prints how many of the images are misclassified, and the ten most frequent confusions.
fn print_counts(mistakes: &[Mistake], images: usize) {
    let accuracy = (images - mistakes.len()) as f64 / images as f64;
    println!("misclassified {} of {images} test images, accuracy {accuracy:.4}", mistakes.len());
    let sure = mistakes.iter().filter(|mistake| mistake.probability > 0.9).count();
    println!("{sure} of them with a probability above 90 %");
    let mut pairs = BTreeMap::new();
    for mistake in mistakes {
        *pairs.entry((mistake.label, mistake.predicted)).or_insert(0) += 1;
    }
    let mut pairs = Vec::from_iter(pairs);
    pairs.sort_by_key(|&(_, count)| Reverse(count));
    for ((label, predicted), count) in pairs.into_iter().take(10) {
        println!("{label} -> {predicted}: {count}");
    }
}

/// The first 56 mistakes.
fn grid(mistakes: &[Mistake], images: &Dataset) -> ImageGrid {
    let image = |mistake: &Mistake| {
        // Rounded down: no probability is 100 %.
        let percent = (100.0 * mistake.probability).floor();
        let caption = format!("{} → {}: {percent}%", mistake.label, mistake.predicted);
        Image { pixels: images.picture(mistake.index), caption }
    };
    ImageGrid {
        title: "Misclassified test images: true → predicted, its probability".into(),
        columns: 7,
        images: mistakes.iter().take(56).map(image).collect(),
    }
}
