//! 6.2.2 The distribution of the activations of the hidden layers (은닉층의 활성화값 분포), 6.2.3 initial weights for ReLU (ReLU를
//! 사용할 때의 가중치 초깃값): the outputs of five untrained layers for random inputs.

use std::ops::Range;

use anyhow::Result;
use ch06_weight_init::{INITIALIZATIONS, activations};
use clap::Parser;
use common::init::WeightInit;
use common::layers::Activation;
use common::matrix::random_normal;
use common::plot::{Chart, ChartGrid, Scale, Series, Style};
use common::settings::{self, RunArgs};
use common::{Matrix, MultiLayerNet};

/// An initialization and the output of each hidden layer, [`SAMPLES`] x width.
type Row = (&'static str, Vec<Matrix<f64>>);

/// The number of inputs.
const SAMPLES: usize = 1000;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let layers: String = (1..=args.layers).map(|layer| format!("{:>9}", format!("layer {layer}"))).collect();
    println!("standard deviation {layers}");
    let (mut pictures, mut spreads) = (Vec::new(), Vec::new());
    for (name, activation) in [("sigmoid", Activation::Sigmoid), ("tanh", Activation::Tanh), ("ReLU", Activation::Relu)]
    {
        let rows = INITIALIZATIONS.map(|(init, weight_init)| (init, hidden_layers(activation, weight_init, &args)));
        for (init, layers) in &rows {
            println!("{name:7}  {init:10}{}", String::from_iter(deviations(layers).map(|std| format!("{std:9.1e}"))));
        }
        spreads.push(spread_chart(name, &rows));
        let title = format!("Activations of {SAMPLES} inputs, {name}");
        let grid = ChartGrid { title, columns: args.layers, charts: histograms(activation, rows) };
        pictures.push((format!("activations_{}.png", name.to_lowercase()), grid));
    }
    let title = "Standard deviation of the activations".into();
    pictures.push(("spread.png".into(), ChartGrid { title, columns: 3, charts: spreads }));
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

fn deviations(layers: &[Matrix<f64>]) -> impl Iterator<Item = f64> {
    layers.iter().map(|z| z.variance().sqrt())
}

/// The standard deviation of the activations from layer to layer, for each initialization.
fn spread_chart(activation: &str, rows: &[Row]) -> Chart {
    let styles = [Style::Solid, Style::Dashed, Style::DashDotted, Style::Dotted];
    let series = rows.iter().zip(styles).map(|((init, layers), style)| {
        let points = (1..).map(f64::from).zip(deviations(layers)).collect();
        Series { label: (*init).into(), points, style }
    });
    Chart {
        title: activation.into(),
        x_label: "layer".into(),
        y_scale: Scale::Log,
        series: series.collect(),
        ..Chart::default()
    }
}

/// A histogram for each layer, row by row.
fn histograms(activation: Activation, rows: [Row; 4]) -> Vec<Chart> {
    // The output of ReLU has no upper bound, and half of it is 0: the powers of ten of the rest.
    let (rows, range, x_label) = match activation {
        Activation::Relu => {
            let rows = rows.map(|(init, layers)| (init, Vec::from_iter(layers.iter().map(|z| z.map(f64::log10)))));
            let range = powers_of_ten(&rows);
            (rows, range, "log₁₀, if not 0")
        }
        Activation::Tanh => (rows, -1.0..1.0, ""),
        _ => (rows, 0.0..1.0, ""),
    };
    rows.iter().flat_map(|row| row_of_histograms(row, &range, x_label)).collect()
}

fn row_of_histograms((init, layers): &Row, range: &Range<f64>, x_label: &str) -> Vec<Chart> {
    let bars = Vec::from_iter(layers.iter().map(|z| Series::histogram_in("", z.as_slice(), 30, range.clone())));
    let highest = bars.iter().flat_map(|bars| &bars.points).map(|point| point.1).fold(1.0, f64::max);
    let chart = |(layer, bars)| Chart {
        title: format!("layer {layer}"),
        x_label: x_label.into(),
        y_label: (*init).into(),
        x_range: Some(range.clone()),
        y_range: Some(0.0..1.03 * highest),
        series: vec![bars],
        ..Chart::default()
    };
    (1..).zip(bars).map(chart).collect()
}

/// A range of logarithms that shows the layer with the smallest activations as well as the one with the largest.
fn powers_of_ten(rows: &[Row]) -> Range<f64> {
    let largest = || rows.iter().flat_map(|(_, layers)| layers).map(Matrix::max).filter(|max| max.is_finite());
    largest().fold(f64::INFINITY, f64::min).floor() - 2.0..largest().fold(f64::NEG_INFINITY, f64::max).ceil()
}
