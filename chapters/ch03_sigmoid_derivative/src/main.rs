//! The derivative of the sigmoid (시그모이드 함수의 미분) against the difference quotient, and gradients that vanish (기울기 소실)
//! in a deep network, from the course.

use anyhow::Result;
use ch03_sigmoid_derivative::{ACTIVATIONS, DeepNet, maximum, root_mean_square};
use clap::Parser;
use common::functions::{sigmoid, sigmoid_grad};
use common::gradient::numerical_diff;
use common::matrix::random_normal;
use common::plot::{Chart, Scale, Series, Style};
use common::settings::{self, RunArgs};
use rand::RngExt;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let mut rng = args.run.rng();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;

    print_derivative();
    let (x, slope) = maximum(sigmoid_grad);
    println!("the largest f' is {slope} at x = {x}\n");

    // Nothing is learned: random inputs with random labels are enough to see how gradients change in the backward pass.
    let x = random_normal(args.batch_size, args.width, 1.0, &mut rng);
    let t: Vec<usize> = (0..args.batch_size).map(|_| rng.random_range(..args.width)).collect();
    let layer_sizes = vec![args.width; args.layers + 1];
    let sizes: [Vec<f64>; 3] = ACTIVATIONS.map(|activation| {
        let network = DeepNet::new(&layer_sizes, activation, &mut rng);
        network.gradients(&x, &t).iter().map(root_mean_square).collect()
    });
    print_sizes(&sizes);

    output.save("sigmoid.png", &sigmoid_chart())?;
    output.save("vanishing.png", &vanishing_chart(&sizes))?;
    Ok(())
}

/// The derivative of the sigmoid, and why gradients vanish in deep networks (course; sections 5.5.2 and 6.2.2)
#[derive(Parser)]
struct Args {
    /// Number of layers
    #[arg(long, default_value_t = 10, value_parser = settings::count(100))]
    layers: usize,

    /// Layer width: units per layer, also the number of inputs and of classes
    #[arg(long, default_value_t = 100, value_parser = settings::count_from(2, 1000))]
    width: usize,

    /// Batch size: number of samples
    #[arg(long, default_value_t = 100, value_parser = settings::count(1000))]
    batch_size: usize,

    #[command(flatten)]
    run: RunArgs,
}

/// The derivative by the formula and by the difference quotient, and their difference.
fn print_derivative() {
    println!("  x        f(x)    f(1 - f)  difference quotient     error");
    for x in [-10.0, -5.0, -2.0, -1.0, 0.0, 1.0, 2.0, 5.0, 10.0] {
        let (formula, quotient) = (sigmoid_grad(x), numerical_diff(sigmoid, x));
        let error = f64::abs(formula - quotient);
        println!("{x:3}  {:.8}  {formula:.8}           {quotient:.8}   {error:.1e}", sigmoid(x));
    }
}

/// Prints the size of ∂L/∂W in each layer; `sizes` has a list for each of the [`ACTIVATIONS`].
fn print_sizes(sizes: &[Vec<f64>; 3]) {
    let print = |name: &str, numbers: [f64; 3]| {
        let cell = |number: f64| if number.is_nan() { format!("{:>11}", "-") } else { format!("{number:11.2e}") };
        println!("{name:>20}{}", numbers.map(cell).concat());
    };
    println!("size of dL/dW       {}", ACTIVATIONS.map(|activation| format!("{:>11}", activation.name)).concat());
    for layer in 0..sizes[0].len() {
        print(&format!("layer {}", layer + 1), sizes.each_ref().map(|sizes| sizes[layer]));
    }
    let steps = sizes[0].len() - 1;
    print("first to last", sizes.each_ref().map(|sizes| sizes[0] / sizes[steps]));
    println!("(1/4)^{steps} is {:.2e}", 0.25_f64.powf(steps as f64));
}

fn sigmoid_chart() -> Chart {
    Chart {
        title: "The sigmoid and its derivative".into(),
        x_label: "x".into(),
        series: vec![
            Series::curve("1/4", -8.0..8.0, Style::Guide, |_| 0.25),
            Series::curve("f(x)", -8.0..8.0, Style::Solid, sigmoid),
            Series::curve("f'(x) = f(x)(1 − f(x))", -8.0..8.0, Style::Dashed, sigmoid_grad),
        ],
        ..Chart::default()
    }
}

/// The size of ∂L/∂W in each layer; `sizes` has a list for each of the [`ACTIVATIONS`].
fn vanishing_chart(sizes: &[Vec<f64>; 3]) -> Chart {
    let line = |index: usize, style| Series {
        label: ACTIVATIONS[index].name.into(),
        points: (1..).map(f64::from).zip(sizes[index].iter().copied()).collect(),
        style,
    };
    Chart {
        title: "Gradients on their way back".into(),
        x_label: "layer".into(),
        y_label: "size of dL/dW (root mean square)".into(),
        y_scale: Scale::Log,
        series: vec![line(0, Style::Solid), line(1, Style::Dashed), line(2, Style::Dotted)],
        ..Chart::default()
    }
}
