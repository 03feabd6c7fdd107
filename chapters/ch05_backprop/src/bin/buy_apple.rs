//! 5.3.3 The shopping (사과 쇼핑의 예) with the layers of 5.4: the price of fruit, and its derivative with respect to each of
//! the inputs.

use ch05_backprop::{AddLayer, MulLayer};
use clap::Parser;
use common::settings;

fn main() {
    settings::parse::<Args>();
    buy_apples();
    println!();
    buy_apples_and_oranges();
}

/// The price of apples and oranges, forward and backward through a computational graph (section 5.4)
#[derive(Parser)]
struct Args {}

fn buy_apples() {
    let (apple, apple_number, tax) = (100.0, 2.0, 1.1);
    let (mut mul_apple, mut mul_tax) = (MulLayer::default(), MulLayer::default());

    // forward
    let apples = mul_apple.forward(apple, apple_number);
    let price = mul_tax.forward(apples, tax);

    // backward
    let dprice = 1.0;
    let (dapples, dtax) = mul_tax.backward(dprice);
    let (dapple, dapple_number) = mul_apple.backward(dapples);

    print_heading("Two apples (5.4.1)");
    print_row("price of an apple", apple, dapple);
    print_row("number of apples", apple_number, dapple_number);
    print_row("apples", apples, dapples);
    print_row("tax", tax, dtax);
    print_row("price", price, dprice);
}

fn buy_apples_and_oranges() {
    let (apple, apple_number, orange, orange_number, tax) = (100.0, 2.0, 150.0, 3.0, 1.1);
    let (mut mul_apple, mut mul_orange, mut mul_tax) = (MulLayer::default(), MulLayer::default(), MulLayer::default());
    let add_fruit = AddLayer;

    // forward
    let apples = mul_apple.forward(apple, apple_number);
    let oranges = mul_orange.forward(orange, orange_number);
    let fruit = add_fruit.forward(apples, oranges);
    let price = mul_tax.forward(fruit, tax);

    // backward
    let dprice = 1.0;
    let (dfruit, dtax) = mul_tax.backward(dprice);
    let (dapples, doranges) = add_fruit.backward(dfruit);
    let (dorange, dorange_number) = mul_orange.backward(doranges);
    let (dapple, dapple_number) = mul_apple.backward(dapples);

    print_heading("Two apples and three oranges (5.4.2)");
    print_row("price of an apple", apple, dapple);
    print_row("number of apples", apple_number, dapple_number);
    print_row("apples", apples, dapples);
    print_row("price of an orange", orange, dorange);
    print_row("number of oranges", orange_number, dorange_number);
    print_row("oranges", oranges, doranges);
    print_row("fruit", fruit, dfruit);
    print_row("tax", tax, dtax);
    print_row("price", price, dprice);
}

fn print_heading(title: &str) {
    println!("{title:38} forward  backward");
}

fn print_row(name: &str, value: f64, gradient: f64) {
    println!("  {name:34} {value:9.1} {gradient:9.1}");
}
