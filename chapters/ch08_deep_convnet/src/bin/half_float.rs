//! 8.3.4 Numerical precision (연산 정밀도와 비트 줄이기): the trained network with floats of 16 bits.

use anyhow::Result;
use ch08_deep_convnet::{FORMATS, TrainedArgs};
use clap::Parser;
use common::matrix::argmax_rows;
use common::{Matrix, count_right, settings, threads};
use datasets::DigitsArgs;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let images = args.digits.load()?.test;
    threads::stay_awake();
    let mut network = args.trained.load(&images)?;

    let trained: Vec<Matrix<f32>> = network.params().iter().map(|param| param.value.clone()).collect();
    let elements: usize = trained.iter().map(Matrix::len).sum();
    let exact = argmax_rows(&images.scores(|x| network.predict(x)));
    println!("accuracy on {} test images", images.len());
    println!("format  parameters     weights rounded  activations too  other predictions");
    for format in FORMATS {
        for (param, trained) in network.params_mut().into_iter().zip(&trained) {
            param.value.copy_from(trained);
        }
        format.round_params(&mut network);
        let scores = images.scores(|x| format.predict(&network, x));
        let others = argmax_rows(&scores).iter().zip(&exact).filter(|(rounded, exact)| rounded != exact).count();
        println!(
            "{:6}  {:8} bytes  {:15.4}  {:15.4}  {others:17}",
            format.name,
            elements * format.bytes,
            network.accuracy(&images),
            count_right(&scores, &images.labels()) as f64 / images.len() as f64,
        );
    }
    Ok(())
}

/// The accuracy of the trained network with floats of 16 bits (section 8.3.4)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    trained: TrainedArgs,

    #[command(flatten)]
    digits: DigitsArgs,
}
