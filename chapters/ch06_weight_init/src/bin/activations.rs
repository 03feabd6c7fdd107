//! 6.2.2 The distribution of the activations of the hidden layers (은닉층의 활성화값 분포), 6.2.3 initial weights for ReLU (ReLU를
//! 사용할 때의 가중치 초깃값): the outputs of five untrained layers for random inputs.

use std::ops::Range;

use anyhow::Result;
use ch06_weight_init::{INITIALIZATIONS, activations};
use clap::Parser;
use common::init::WeightInit;
use common::layers::Activation;
use common::matrix::random_normal;
use common::plot::{Chart, ChartGrid, Series};
use common::settings::{self, RunArgs};
use common::{Matrix, MultiLayerNet};

/// The number of inputs.
const SAMPLES: usize = 1000;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let layers: String = (1..=args.layers).map(|layer| format!("{:>9}", format!("layer {layer}"))).collect();
    println!("standard deviation {layers}");
    let mut pictures = Vec::new();
    for (name, activation) in [("sigmoid", Activation::Sigmoid), ("tanh", Activation::Tanh), ("ReLU", Activation::Relu)]
    {
        let mut charts = Vec::new();
        for (init, weight_init) in INITIALIZATIONS {
            let layers = hidden_layers(activation, weight_init, &args);
            let deviations: String = layers.iter().map(|z| format!("{:9.1e}", z.variance().sqrt())).collect();
            println!("{name:7}  {init:10}{deviations}");
            charts.extend(histograms(activation, init, &layers));
        }
        let title = format!("Activations of {SAMPLES} inputs, {name}");
        let grid = ChartGrid { title, columns: args.layers, charts };
        pictures.push((format!("activations_{}.png", name.to_lowercase()), grid));
    }
    for (file, grid) in pictures {
        output.save(&file, &grid)?;
    }
    Ok(())
}

/// The outputs of the layers of a network, with four initializations and three activation functions (sections 6.2.2 and
/// 6.2.3)
#[derive(Parser)]
struct Args {
    /// Number of hidden layers
    #[arg(long, default_value_t = 5, value_parser = settings::count(10))]
    layers: usize,

    /// Layer width: units per layer, also the number of input features
    #[arg(long, default_value_t = 100, value_parser = settings::count(1_000))]
    width: usize,

    #[command(flatten)]
    run: RunArgs,
}

/// The output of each hidden layer, [`SAMPLES`] x width. Inputs and weights come from the same random numbers each
/// time.
fn hidden_layers(activation: Activation, weight_init: WeightInit, args: &Args) -> Vec<Matrix<f64>> {
    let mut rng = args.run.rng();
    let x = random_normal(SAMPLES, args.width, 1.0, &mut rng);
    let hidden_sizes = vec![args.width; args.layers];
    let plan = MultiLayerNet { hidden_sizes, activation, weight_init, ..MultiLayerNet::new(args.width, 1) };
    activations(&plan.build(&mut rng), x)
}

/// A histogram per layer, all with the same axes.
fn histograms(activation: Activation, init: &str, layers: &[Matrix<f64>]) -> Vec<Chart> {
    let (layers, range) = match activation {
        Activation::Relu => powers_of_ten(layers),
        Activation::Tanh => (layers.to_vec(), -1.0..1.0),
        _ => (layers.to_vec(), 0.0..1.0),
    };
    let bars = |z: &Matrix<f64>| Series::histogram_in("", z.as_slice(), 30, range.clone());
    let bars: Vec<Series> = layers.iter().map(bars).collect();
    let highest = bars.iter().flat_map(|bars| &bars.points).map(|point| point.1).fold(1.0, f64::max);
    let chart = |(index, bars)| Chart {
        title: format!("{init}, layer {}", index + 1),
        x_label: if activation == Activation::Relu { share_above_0(&layers[index]) } else { String::new() },
        x_range: Some(range.clone()),
        y_range: Some(0.0..1.03 * highest),
        series: vec![bars],
        ..Chart::default()
    };
    bars.into_iter().enumerate().map(chart).collect()
}

/// The output of ReLU has no upper bound, and half of it is 0: the logarithms of the rest, and a range that shows the
/// layer with the smallest activations as well as the one with the largest.
fn powers_of_ten(layers: &[Matrix<f64>]) -> (Vec<Matrix<f64>>, Range<f64>) {
    let logarithms: Vec<Matrix<f64>> = layers.iter().map(|z| z.map(f64::log10)).collect();
    let largest = || logarithms.iter().map(Matrix::max).filter(|largest| largest.is_finite());
    let range =
        largest().fold(f64::INFINITY, f64::min).floor() - 3.0..largest().fold(f64::NEG_INFINITY, f64::max).ceil();
    (logarithms, range)
}

fn share_above_0(logarithms: &Matrix<f64>) -> String {
    let above_0 = logarithms.iter().filter(|logarithm| logarithm.is_finite()).count();
    format!("log10 of the {:.0} % above 0", 100.0 * above_0 as f64 / logarithms.len() as f64)
}
