//! 5.5 Activation layers (활성화 함수 계층 구현하기): the same network and mini-batches, with sigmoids and with ReLUs.

use anyhow::Result;
use ch05_backprop::TwoLayerNet;
use clap::Parser;
use common::History;
use common::layers::Activation;
use common::plot::{Chart, Scale, Series, Style, running_mean};
use common::settings::{self, RunArgs};
use datasets::{CLASSES, Digits, DigitsArgs};

/// How many losses the mean smooths.
const MEAN: usize = 100;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let digits = args.digits.load()?;
    let (sigmoid, relu) =
        rayon::join(|| args.train(Activation::Sigmoid, &digits), || args.train(Activation::Relu, &digits));
    let (sigmoid, relu) = (sigmoid?, relu?);

    println!("activation  loss    test accuracy");
    for (name, run) in [("sigmoid", &sigmoid), ("relu", &relu)] {
        println!("{name:10}  {:.4}  {:.4}", run.loss(), run.accuracy);
    }
    let [sigmoid_curve, relu_curve] = [&sigmoid, &relu].map(|run| running_mean(&run.history.losses, MEAN));
    if let Some(iteration) = relu_curve.iter().position(|&loss| loss <= sigmoid.loss()) {
        println!("relu reaches the final loss of sigmoid after {iteration} of {} iterations", args.iterations);
    }
    let chart = Chart {
        title: "Loss with either activation function".into(),
        x_label: "iteration".into(),
        y_label: format!("cross entropy, mean of {MEAN}"),
        x_scale: Scale::Log,
        x_range: Some(10.0..args.iterations.max(20) as f64),
        series: vec![
            Series::numbered("sigmoid", &sigmoid_curve, Style::Dashed),
            Series::numbered("ReLU", &relu_curve, Style::Solid),
        ],
        ..Chart::default()
    };
    Ok(output.save("sigmoid_and_relu.png", &chart)?)
}

/// The loss of a two-layer network falls faster with ReLUs than with sigmoids (section 5.5)
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

/// A training run.
struct Run {
    /// Its losses.
    history: History,
    /// The test accuracy after the last iteration.
    accuracy: f64,
}

impl Run {
    fn loss(&self) -> f64 {
        self.history.recent_loss(MEAN)
    }
}

impl Args {
    /// Trains as the main program does. Initial weights and mini-batches do not depend on the activation function.
    fn train(&self, activation: Activation, digits: &Digits) -> Result<Run> {
        let mut rng = self.run.rng();
        let mut network = TwoLayerNet::<f32>::new(digits.train.pixels(), 50, CLASSES, 0.01, &mut rng);
        network.activation = activation.layer();
        let mut history = History::default();
        for _ in 0..self.iterations {
            let (x, t) = digits.train.sample(100, &mut rng);
            history.losses.push(f64::from(network.loss_and_gradient(x, &t)));
            network.update(0.1);
        }
        Ok(Run { history, accuracy: network.accuracy(&digits.test) })
    }
}
