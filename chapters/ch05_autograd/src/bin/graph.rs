//! 5.1 Computational graphs (계산 그래프), forward with values and backward with gradients: of two apples and three oranges,
//! of the affine layer of section 5.6, and of the two-layer network of section 5.7.

use anyhow::Result;
use ch05_autograd::{Tape, Var, scalar, two_layer_net};
use clap::{Parser, ValueEnum};
use common::Matrix;
use common::settings::{self, OutputArgs};

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    let (name, record): (_, fn(&Tape)) = match args.graph {
        Graph::Fruit => ("fruit", fruit),
        Graph::Affine => ("affine", affine),
        Graph::TwoLayerNet => ("two_layer_net", network),
    };
    let tape = Tape::new();
    record(&tape);
    print!("{}", tape.table());
    output.save(&format!("{name}.mmd"), tape.mermaid().as_str())?;
    output.save(&format!("{name}.dot"), tape.dot().as_str())?;
    Ok(())
}

/// A computational graph, forward and backward (chapter 5)
#[derive(Parser)]
struct Args {
    /// Graph to draw
    #[arg(value_enum, default_value_t = Graph::Fruit)]
    graph: Graph,

    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Graph {
    /// The price of two apples and three oranges, section 5.1
    Fruit,
    /// An affine layer and a batch of two samples, section 5.6
    Affine,
    /// A two-layer network and its loss, section 5.7
    TwoLayerNet,
}

/// 5.1.1 The price of a purchase (계산 그래프로 풀다), and its derivative with respect to each input.
fn fruit(tape: &Tape) {
    let leaf = |name, value| tape.parameter(scalar(value)).named(name);
    let (apple_price, number_of_apples) = (leaf("apple price", 100.0), leaf("number of apples", 2.0));
    let (orange_price, number_of_oranges) = (leaf("orange price", 150.0), leaf("number of oranges", 3.0));
    let tax = leaf("tax", 1.1);

    let apples = (apple_price * number_of_apples).named("apples");
    let oranges = (orange_price * number_of_oranges).named("oranges");
    let fruit = (apples + oranges).named("fruit");
    let total = (fruit * tax).named("total");
    total.backward();
}

/// 5.6.2 The affine layer for batches (배치용 Affine 계층), with the `dout` that a next layer might pass back.
fn affine(tape: &Tape) {
    let x = tape.parameter(Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0])).named("x");
    let w = tape.parameter(Matrix::from_row_slice(2, 3, &[1.0, 0.0, -1.0, 2.0, 1.0, 0.0])).named("w");
    let b = tape.parameter(Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0])).named("b");
    let out = (x.matmul(w) + b).named("out");
    out.backward_from(Matrix::from_row_slice(2, 3, &[1.0, 0.0, -1.0, 0.0, 2.0, 1.0]));
}

/// 5.7.2 A network with backpropagation (오차역전파법을 적용한 신경망 구현하기): one sample of class 0, two hidden ReLUs, one
/// of them inactive, and two classes.
fn network(tape: &Tape) {
    let x = tape.constant(Matrix::from_row_slice(1, 2, &[1.0, 2.0])).named("x");
    let w1 = tape.parameter(Matrix::from_row_slice(2, 2, &[1.0, 0.0, 1.0, -1.0])).named("w1");
    let b1 = tape.parameter(Matrix::from_row_slice(1, 2, &[-1.0, 1.0])).named("b1");
    let w2 = tape.parameter(Matrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 3.0])).named("w2");
    let b2 = tape.parameter(Matrix::from_row_slice(1, 2, &[-1.0, 1.0])).named("b2");
    let scores = two_layer_net(x, [w1, b1, w2, b2], Var::relu).named("scores");
    let loss = scores.softmax_cross_entropy(&[0]).named("loss");
    loss.backward();
}
