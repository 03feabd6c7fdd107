//! The course's digit classifier (documents 000 and 001): data set and transform, model, criterion and optimizer, training
//! loop, evaluation.

use std::array;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use ch09_mnist_mlp::{DataArgs, Images, ModelArgs};
use clap::Parser;
use common::files::{self, Save};
use common::optimizers::{Adam, Optimizer};
use common::settings::{self, RunArgs};
use common::text::counted;
use common::{Dataset, EarlyStopping, Epoch, Network, Sampling, Trainer, interrupt, progress, summary, threads};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    if let Some(file) = &args.save {
        files::test_writing(file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    // A generator for each purpose: no setting changes what another one draws.
    let mut rng = args.run.rng();
    let [mut split, mut weights, mut batches]: [_; 3] = array::from_fn(|_| ChaCha8Rng::from_rng(&mut rng));

    let Images { train, validation, test } = args.data.load(&mut split)?;
    threads::stay_awake();
    let mut model = args.model.build::<f32>(train.pixels(), &mut weights);
    println!("{}", summary(&model.layers));
    if let Some(file) = &args.load {
        model.load(file)?;
        println!("loaded {}", files::relative(file).display());
    }

    let epochs = args.epochs.unwrap_or(if train.image_size() == (28, 28) { 5 } else { 100 });
    let epochs_per_line = epochs.div_ceil(20);
    let adam = Optimizer::new(Adam::default(), args.learning_rate);
    let mut trainer = Trainer::new(&mut model, adam, &train, &test, &mut batches);
    trainer.batch_size = args.batch_size;
    trainer.sampling = Sampling::Shuffled;
    trainer.early_stopping = validation.as_ref().map(|images| EarlyStopping::new(images, args.patience));
    trainer.bar = progress::bar(epochs * trainer.sampling.iterations_per_epoch(train.len(), args.batch_size));
    trainer.interrupt = interrupt::requested;
    interrupt::listen();
    let start = Instant::now();
    while trainer.epochs() < epochs && !trainer.stops() {
        let Epoch { number, loss, .. } = trainer.epoch()?;
        if number % epochs_per_line == 0 || trainer.stops() {
            let held_out = trainer.early_stopping.as_ref().and_then(|stopping| stopping.losses().last());
            let held_out = held_out.map_or(String::new(), |loss| format!(", Validation loss: {loss:.4}"));
            trainer.bar.suspend(|| println!("Epoch [{number}/{epochs}], Loss: {loss:.4}{held_out}"));
        }
    }
    trainer.bar.finish_and_clear();
    trainer.restore_best();
    let (seconds, history) = (start.elapsed().as_secs_f64(), trainer.history);
    trainer.early_stopping.as_ref().inspect(|stopping| describe_stop(stopping));

    if let Some(file) = &args.save {
        model.save(file)?;
        println!("saved {}", files::relative(file).display());
    }
    if !history.losses.is_empty() {
        println!("training took {seconds:.2} s");
        output.save("loss.png", &history.loss_chart())?;
        output.save("accuracy.png", &history.accuracy_chart())?;
    }
    evaluate(&model, &test);
    Ok(())
}

/// The digit classifier of the PyTorch course, from scratch
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    data: DataArgs,

    #[command(flatten)]
    model: ModelArgs,

    /// Batch size: samples in a mini-batch, at least 2; the last of an epoch may have fewer
    #[arg(long, default_value_t = 64, value_parser = settings::count_from(2, 60_000))]
    batch_size: usize,

    /// Learning rate of Adam
    #[arg(long, default_value_t = 0.001, value_parser = settings::positive)]
    learning_rate: f64,

    /// Number of epochs, each with every training image once; 0 only evaluates [default: 5, with the embedded digits 100]
    #[arg(long, value_parser = settings::count_from(0, 100_000))]
    epochs: Option<usize>,

    /// Patience: number of epochs without a better validation loss before early stopping stops
    #[arg(long, default_value_t = 3, requires = "validation", value_parser = settings::count(100_000))]
    patience: usize,

    /// Load initial weights from this safetensors file, which this program or PyTorch has written
    #[arg(long, value_name = "FILE")]
    load: Option<PathBuf>,

    /// Save the trained weights to this safetensors file, with the names and shapes of PyTorch
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    #[command(flatten)]
    run: RunArgs,
}

/// Prints which weights early stopping has kept.
fn describe_stop(stopping: &EarlyStopping<f32>) {
    let (losses, best) = (stopping.losses(), stopping.best_epoch());
    if let Some(loss) = losses.get(best) {
        let epochs = counted(losses.len() - 1, "epoch");
        println!("early stopping: {epochs}, kept the weights of epoch {best}, validation loss {loss:.4}");
    }
}

/// Prints the scores of the first test image, and the accuracy on all of them.
fn evaluate(model: &Network<f32>, test: &Dataset) {
    let (x, t) = test.batch(&[0]);
    let scores: Vec<String> = model.predict(x).iter().map(|score| format!("{score:.4}")).collect();
    println!("scores of test image 0, a {}: {}", t[0], scores.join(" "));
    println!("Accuracy of the model on the test images: {:.2}%", 100.0 * model.accuracy(test));
}
