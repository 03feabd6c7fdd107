//! 2.3 Implementing perceptrons (퍼셉트론 구현하기) and 2.5 multi-layer perceptrons (다층 퍼셉트론이 출동한다면): logic gates and their
//! decision regions.

use anyhow::Result;
use ch02_perceptron::{INPUTS, and, inputs_answered, nand, or, xor};
use clap::Parser;
use common::plot::{Area, Chart, ChartGrid, Series, Style};
use common::settings::{self, OutputArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;

    println!("x1  x2 | AND  NAND  OR | XOR");
    for [x1, x2] in INPUTS {
        let answers = [and(x1, x2), nand(x1, x2), or(x1, x2), xor(x1, x2)];
        println!("{x1:2}  {x2:2} | {:3}  {:4}  {:2} | {:3}", answers[0], answers[1], answers[2], answers[3]);
    }
    println!("AND, NAND, OR: one perceptron each, only the weights differ");
    println!("XOR: two layers, AND of the outputs of NAND and OR");

    let regions = ChartGrid {
        title: "Where each gate gives 1".into(),
        columns: 2,
        charts: vec![
            panel("AND: one perceptron", and),
            panel("NAND: one perceptron", nand),
            panel("OR: one perceptron", or),
            panel("XOR: two layers", xor),
        ],
    };
    output.save("regions.png", &regions)?;
    Ok(())
}

/// Logic gates as perceptrons, and XOR as two layers of them (sections 2.1 to 2.5)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// The input plane: where `gate` outputs 1, and its outputs for the four inputs of the truth table.
fn panel(title: &str, gate: fn(f64, f64) -> f64) -> Chart {
    let area = Area { x: -0.5..1.5, y: -0.5..1.5 };
    Chart {
        title: title.into(),
        x_label: "x₁".into(),
        y_label: "x₂".into(),
        series: vec![
            Series::region("gives 1", &area, 0.5, gate),
            Series::contours("border", &area, &[0.5], Style::Solid, gate),
            Series { label: "answer 0".into(), points: inputs_answered(0.0, gate), style: Style::Circles },
            Series { label: "answer 1".into(), points: inputs_answered(1.0, gate), style: Style::Crosses },
        ],
        ..Chart::plane(&area)
    }
}
