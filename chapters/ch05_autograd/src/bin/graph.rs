//! 5.1 Computational graphs (계산 그래프): the price of two apples and three oranges, forward, and its derivative with
//! respect to each input, backward.

use anyhow::Result;
use ch05_autograd::{Tape, scalar};
use clap::Parser;
use common::settings::{self, OutputArgs};

fn main() -> Result<()> {
    let output = settings::parse::<Args>().output.folder(env!("CARGO_PKG_NAME"))?;
    let tape = Tape::new();
    let leaf = |name, value| tape.parameter(scalar(value)).named(name);
    let (apple_price, number_of_apples) = (leaf("apple price", 100.0), leaf("number of apples", 2.0));
    let (orange_price, number_of_oranges) = (leaf("orange price", 150.0), leaf("number of oranges", 3.0));
    let tax = leaf("tax", 1.1);

    let apples = (apple_price * number_of_apples).named("apples");
    let oranges = (orange_price * number_of_oranges).named("oranges");
    let fruit = (apples + oranges).named("fruit");
    let total = (fruit * tax).named("total");
    total.backward();

    print!("{}", tape.table());
    output.save("graph.mmd", tape.mermaid().as_str())?;
    output.save("graph.dot", tape.dot().as_str())?;
    Ok(())
}

/// The computational graph of a purchase, forward and backward (section 5.1)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    output: OutputArgs,
}
