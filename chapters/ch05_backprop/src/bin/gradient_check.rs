//! 5.7.3 Verifying the gradient of backpropagation (오차역전파법으로 구한 기울기 검증하기): against numerical differentiation,
//! in `f64` and in `f32`, which shows that the precision of `f32` does not suffice.

use anyhow::Result;
use ch05_backprop::{PARAMS, TwoLayerNet};
use clap::Parser;
use common::plot::{Chart, Series, Style};
use common::settings::{self, RunArgs};
use common::{Float, Matrix};
use datasets::{CLASSES, Dataset, DigitsArgs};
use rand::Rng;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.run.output(env!("CARGO_PKG_NAME"))?;
    let images = args.digits.load()?.train;

    println!("mean absolute difference of backpropagation and numerical gradient, 3 images");
    let (double, single) =
        rayon::join(|| check::<f64>(&images, &mut args.run.rng()), || check::<f32>(&images, &mut args.run.rng()));
    println!("     mean gradient | in f64   in f32");
    for (i, name) in PARAMS.into_iter().enumerate() {
        let size = mean_absolute(&double.backprop[i]);
        println!("{name}   {size:13.1e} | {:.1e}  {:.1e}", double.mean_difference(i), single.mean_difference(i));
    }
    let chart = Chart {
        title: "Gradient of w1, computed twice".into(),
        x_label: "backpropagation".into(),
        y_label: "numerical differentiation".into(),
        series: vec![single.scatter("f32", Style::Circles), double.scatter("f64", Style::Crosses)],
        ..Chart::default()
    };
    Ok(output.save("gradient_check.png", &chart)?)
}

/// Backpropagation agrees with numerical differentiation, weight by weight (section 5.7.3)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    digits: DigitsArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// A gradient computed twice, one matrix for each of [`PARAMS`].
struct Check {
    backprop: [Matrix<f64>; 4],
    numerical: [Matrix<f64>; 4],
}

/// Both gradients of an untrained network, on the first three images.
fn check<T: Float>(images: &Dataset, rng: &mut impl Rng) -> Check {
    let (x, t) = images.batch::<T>(&[0, 1, 2]);
    let mut network = TwoLayerNet::new(images.pixels(), 50, CLASSES, 0.01, rng);
    let backprop = network.gradient(x.clone(), &t).map(|gradient| gradient.map(Float::to_f64));
    let numerical = network.numerical_gradient(&x, &t).map(|gradient| gradient.map(Float::to_f64));
    Check { backprop, numerical }
}

impl Check {
    fn mean_difference(&self, param: usize) -> f64 {
        mean_absolute(&(&self.backprop[param] - &self.numerical[param]))
    }

    /// Every fiftieth weight of `w1` as a point: x by backpropagation, y by numerical differentiation.
    fn scatter(&self, label: &str, style: Style) -> Series {
        let [w1, numerical_w1] = [&self.backprop[0], &self.numerical[0]].map(|w1| w1.iter().step_by(50));
        Series::scatter(label, w1, numerical_w1, style)
    }
}

fn mean_absolute(m: &Matrix<f64>) -> f64 {
    m.lp_norm(1) / m.len() as f64
}
