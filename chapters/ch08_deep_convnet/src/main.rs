//! 8.1.1 A deeper network (더 깊은 신경망으로): trains the book's DeepConvNet, or another one, to classify handwritten digits.
//! 8.1.2 Higher accuracy (정확도를 더 높이려면): with data augmentation and a falling learning rate.

mod args;

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use args::Args;
use ch08_deep_convnet::{Plan, build, image_of, output_sizes};
use common::files::{self, Save};
use common::layers::Image;
use common::settings::{self, Output};
use common::{History, Network, Trainer, interrupt, parameters, progress, threads};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    threads::stay_awake();

    let (plan, input, mut rng) = (args.network.plan(), image_of(&digits.train), args.run.rng());
    let mut network = build(&plan, input, &mut rng);
    print_layers(&plan, input, &network);
    if let Some(file) = &args.load {
        network.load(file)?;
        println!("weights from {}", files::relative(file).display());
    }

    let mut history = History::default();
    let epochs = args.epochs(&digits);
    if epochs > 0 {
        let mut trainer = args.trainer(&mut network, &digits, &mut rng);
        trainer.bar = progress::bar(epochs * digits.train.iterations_per_epoch(trainer.batch_size));
        if args.resume {
            resume(&mut trainer, &output)?;
        }
        train(&mut trainer, epochs, &output)?;
        history = trainer.history;
        save_weights(&network, args.save.as_deref(), &output)?;
    }
    println!("final test accuracy {:.4}", network.accuracy(&digits.test));
    if !history.losses.is_empty() {
        output.save("loss.png", &history.loss_chart())?;
        output.save("accuracy.png", &history.accuracy_chart())?;
    }
    Ok(())
}

/// Prints the layers that have parameters or change the size of the image.
fn print_layers(plan: &[Plan], input: Image, network: &Network<f32>) {
    println!("{:24}  {:>12}  {:>10}", "layer", "output", "parameters");
    println!("{:24}  {:>12}", "image", input.to_string());
    let mut image = input;
    for ((plan, output), layer) in plan.iter().zip(output_sizes(plan, input)).zip(&network.layers.0) {
        let parameters = parameters(layer.as_ref());
        if parameters > 0 || output != image {
            println!("{plan:24}  {:>12}  {parameters:>10}", output.to_string());
        }
        image = output;
    }
    println!("{:24}  {:>12}  {:>10}", "all layers", "", parameters(&network.layers));
}

const CHECKPOINT: &str = "checkpoint.safetensors";

/// Continues the run that has left its checkpoint in the output folder.
fn resume(trainer: &mut Trainer<f32>, output: &Output) -> Result<()> {
    let checkpoint = output.path(CHECKPOINT);
    trainer.resume(&checkpoint).context("cannot resume the run")?;
    println!("resumed after epoch {} from {}", trainer.epochs(), files::relative(&checkpoint).display());
    Ok(())
}

/// Trains to the end of the last epoch, or until Ctrl-C. Saves a checkpoint after each epoch.
fn train(trainer: &mut Trainer<f32>, epochs: usize, output: &Output) -> Result<()> {
    interrupt::listen();
    trainer.interrupt = interrupt::requested;
    let (start, bar, checkpoint) = (Instant::now(), trainer.bar.clone(), output.path(CHECKPOINT));
    while trainer.epochs() < epochs && !trainer.stops() {
        let epoch = trainer.epoch()?;
        let complete = trainer.epochs() == epoch.number;
        if complete {
            trainer.save(&checkpoint)?;
        }
        bar.set_message(format!("loss {:.4}", epoch.loss));
        bar.suspend(|| {
            println!(
                "epoch {:3}: loss {:.4}, train accuracy {:.4}, test accuracy {:.4}{}",
                epoch.number,
                epoch.loss,
                epoch.train_accuracy,
                epoch.test_accuracy,
                if complete { "" } else { ", interrupted" }
            );
        });
    }
    bar.finish_and_clear();
    println!("training took {:.2} s", start.elapsed().as_secs_f64());
    match trainer.epochs() {
        0 => println!("no epoch was completed, so there is no checkpoint to resume from"),
        done => {
            println!("wrote {}", files::relative(&checkpoint).display());
            if done < epochs {
                println!("to continue after epoch {done}, give the same command again with --resume");
            }
        }
    }
    Ok(())
}

/// Saves the weights to `file`, or else to the output folder.
fn save_weights(network: &Network<f32>, file: Option<&Path>, output: &Output) -> Result<()> {
    let Some(file) = file else {
        return Ok(output.save("weights.safetensors", network)?);
    };
    network.save(file)?;
    println!("wrote {}", files::relative(file).display());
    Ok(())
}
