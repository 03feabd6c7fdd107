//! 3.2 Activation functions (활성화 함수) in the book's order, and 3.5.1 output layers (항등 함수와 소프트맥스
//! 함수 구현하기).

use anyhow::Result;
use ch03_activation_functions::{ACTIVATIONS, ActivationFunction, OUTPUT_LAYERS, OutputLayer, identity, two_layers};
use clap::Parser;
use common::Matrix;
use common::functions::{gelu, gelu_tanh, relu, sigmoid, step};
use common::matrix::dot;
use common::plot::{Chart, ChartGrid, Series, Style};
use common::settings::{self, OutputArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;

    print_values();
    print_why_nonlinear();
    print_output_layers();

    output.save("step_and_sigmoid.png", &step_and_sigmoid())?;
    output.save("activations.png", &activations())?;
    output.save("output_layer.png", &output_layers())?;
    Ok(())
}

/// Activation functions, their derivatives, and output layers (sections 3.2 and 3.5.1)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// The `x` of the table.
const PLACES: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];

/// 3.2.1 to 3.2.7: the functions at a few points, and below each its derivative.
fn print_values() {
    println!("{}", row("x", &PLACES, 0));
    for ActivationFunction { name, h, h_grad } in ACTIVATIONS {
        println!("{}", row(name, &PLACES.map(h), 4));
        println!("{}", row("  derivative", &PLACES.map(h_grad), 4));
    }
    let places = (-1000..=1000).map(|place| f64::from(place) / 100.0);
    let largest = places.map(|x| (gelu(x) - gelu_tanh(x)).abs()).fold(0.0, f64::max);
    println!("GELU with a tanh for the erf differs by {largest:.1e} at most\n");
}

/// 3.2.6: without a nonlinear function between them, two layers are one.
fn print_why_nonlinear() {
    let x = Matrix::from_row_slice(1, 2, &[1.0, 0.5]);
    let w1 = Matrix::from_row_slice(2, 3, &[0.1, 0.3, 0.5, 0.2, 0.4, 0.6]);
    let w2 = Matrix::from_row_slice(3, 2, &[0.1, 0.4, 0.2, 0.5, 0.3, 0.6]);
    println!("two linear layers are one:");
    println!("{}", row("(x·w1)·w2", &two_layers(&x, &w1, &w2, identity), 2));
    println!("{}", row("x·(w1·w2)", &dot(&x, &dot(&w1, &w2)), 2));

    let x = Matrix::from_column_slice(5, 1, &PLACES);
    let w1 = Matrix::from_row_slice(1, 2, &[1.0, -1.0]);
    let w2 = Matrix::from_row_slice(2, 1, &[1.0, 1.0]);
    println!("with ReLU between them they can be |x|, which no linear layer is:");
    println!("{}", row("x", &x, 2));
    println!("{}", row("(x·w1)·w2", &two_layers(&x, &w1, &w2, identity), 2));
    println!("{}\n", row("relu(x·w1)·w2", &two_layers(&x, &w1, &w2, relu), 2));
}

/// 3.5.1: three output layers for the same scores.
fn print_output_layers() {
    let scores = Matrix::from_row_slice(1, 3, &[0.3, 2.9, 4.0]);
    println!("{}", row("scores", &scores, 4));
    for OutputLayer { name, task, outputs } in OUTPUT_LAYERS {
        let y = outputs(&scores);
        println!("{}   sum {:.4}   {task}", row(name, &y, 4), y.sum());
    }
}

/// A row of a table: its name, then numbers with the given number of decimals.
fn row<'a>(name: &str, numbers: impl IntoIterator<Item = &'a f64>, decimals: usize) -> String {
    let columns: String = numbers.into_iter().map(|number| format!("{number:10.decimals$}")).collect();
    format!("{name:14}{columns}")
}

/// 3.2.5: both go from 0 to 1, one with a jump, the other smoothly.
fn step_and_sigmoid() -> Chart {
    Chart {
        title: "Step and sigmoid".into(),
        x_label: "x".into(),
        y_label: "h(x)".into(),
        y_range: Some(-0.1..1.1),
        series: vec![
            Series::curve("step", -6.0..6.0, Style::Dashed, step),
            Series::curve("sigmoid", -6.0..6.0, Style::Solid, sigmoid),
        ],
        ..Chart::default()
    }
}

/// 3.2.7 and beyond: a panel for each function.
fn activations() -> ChartGrid {
    let panel = |activation: &ActivationFunction| Chart {
        title: activation.name.into(),
        x_label: "x".into(),
        y_range: Some(-1.1..2.1), // one scale for all, so that slopes can be compared
        series: vec![
            Series::curve("h(x)", -4.0..4.0, Style::Solid, activation.h),
            Series::curve("derivative", -4.0..4.0, Style::Dashed, activation.h_grad),
        ],
        ..Chart::default()
    };
    ChartGrid {
        title: "Activation functions and their derivatives".into(),
        columns: 3,
        charts: ACTIVATIONS.iter().map(panel).collect(),
    }
}

/// 3.5.1: the outputs for the three scores (x, 1, 0).
fn output_layers() -> ChartGrid {
    let panel = |layer: &OutputLayer| {
        let output = |k| move |x| (layer.outputs)(&Matrix::from_row_slice(1, 3, &[x, 1.0, 0.0]))[k];
        Chart {
            title: layer.name.into(),
            x_label: "x".into(),
            series: vec![
                Series::curve("output for score x", -6.0..6.0, Style::Solid, output(0)),
                Series::curve("for score 1", -6.0..6.0, Style::Dashed, output(1)),
                Series::curve("for score 0", -6.0..6.0, Style::Dotted, output(2)),
            ],
            ..Chart::default()
        }
    };
    ChartGrid {
        title: "Three output layers for the scores (x, 1, 0)".into(),
        columns: 3,
        charts: OUTPUT_LAYERS.iter().map(panel).collect(),
    }
}
