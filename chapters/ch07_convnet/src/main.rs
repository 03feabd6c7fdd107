//! 7.5 Implementing a CNN (CNN 구현하기), 7.6.1 Visualizing the weights of the first layer (1번째 층의 가중치 시각화하기).

use std::time::Instant;

use anyhow::Result;
use ch07_convnet::{SimpleConvNet, filters, tiled};
use clap::Parser;
use common::optimizers::{Adam, Optimizer};
use common::plot::{Image, ImageGrid, shades};
use common::settings::{self, RunArgs};
use common::{Epoch, Matrix, Trainer, interrupt, layers, progress, threads};
use datasets::{CLASSES, DigitsArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    threads::stay_awake();
    let (height, width) = digits.train.image_size();
    let size = layers::Image { channels: 1, height, width };
    let mut network = SimpleConvNet::new(CLASSES).build::<f32>(size, &mut rng);
    let before = filters(&network);

    let epochs = args.epochs.unwrap_or(if (height, width) == (28, 28) { 20 } else { 300 });
    let epochs_per_line = epochs.div_ceil(20);
    let adam = Optimizer::new(Adam::default(), args.learning_rate);
    let mut trainer = Trainer::new(&mut network, adam, &digits.train, &digits.test, &mut rng);
    trainer.batch_size = args.batch_size;
    trainer.evaluation_size = args.evaluation_size;
    trainer.bar = progress::bar(epochs * digits.train.iterations_per_epoch(args.batch_size));
    trainer.interrupt = interrupt::requested;
    interrupt::listen();
    let start = Instant::now();
    while trainer.epochs() < epochs && !trainer.stops() {
        let Epoch { number, loss, train_accuracy, test_accuracy } = trainer.epoch()?;
        if number % epochs_per_line == 0 || trainer.stops() {
            let accuracies = format!("train accuracy {train_accuracy:.4}, test accuracy {test_accuracy:.4}");
            trainer.bar.suspend(|| println!("epoch {number:3}: loss {loss:.4}, {accuracies}"));
        }
    }
    trainer.bar.finish_and_clear();
    println!("training took {:.2} s", start.elapsed().as_secs_f64());

    let history = trainer.history;
    output.save("weights.safetensors", &network)?;
    output.save("loss.png", &history.loss_chart())?;
    output.save("accuracy.png", &history.accuracy_chart())?;
    output.save("filters.png", &before_and_after(&before, &filters(&network)))?;
    println!("final test accuracy {:.4}", network.accuracy(&digits.test));
    Ok(())
}

/// A convolutional network learns to classify handwritten digits (section 7.5)
#[derive(Parser)]
struct Args {
    /// Number of epochs, each of about as many images as the training set [default: 20, with the embedded digits 300]
    #[arg(long, value_parser = settings::count(100_000))]
    epochs: Option<usize>,

    /// Batch size: samples in a mini-batch
    #[arg(long, default_value_t = 100, value_parser = settings::count(60_000))]
    batch_size: usize,

    /// Learning rate of Adam
    #[arg(long, default_value_t = 0.001, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of images, the first of each set, that the accuracies of an epoch are measured on
    #[arg(long, default_value_t = 1_000, value_parser = settings::count(60_000))]
    evaluation_size: usize,

    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// 7.6.1 The filters before and after training.
fn before_and_after(before: &[Matrix<f64>], after: &[Matrix<f64>]) -> ImageGrid {
    let picture = |filters: &[Matrix<f64>], caption: &str| {
        let pixels = tiled(&filters.iter().map(shades).collect::<Vec<_>>(), 5);
        Image { pixels, caption: caption.into() }
    };
    ImageGrid {
        title: "The filters of the first layer".into(),
        columns: 2,
        images: vec![picture(before, "before training"), picture(after, "after training")],
    }
}
