//! 1.5 NumPy (넘파이) and 1.6 Matplotlib (맷플롯립): what the book types into the interpreter, in its order, and its three
//! pictures.

use anyhow::Result;
use clap::Parser;
use common::Matrix;
use common::matrix::{add_row, dot};
use common::plot::{Chart, Image, ImageGrid, Series, Style};
use common::settings::{self, Output, OutputArgs};
use datasets::digits;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;
    making_arrays();
    arithmetic();
    two_dimensions();
    broadcasting();
    access_to_elements();
    simple_graph(&output)?;
    two_curves(&output)?;
    image(&output)
}

/// A tour of arrays, their arithmetic and their pictures (sections 1.5 and 1.6)
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

/// 1.5.2 Making arrays (넘파이 배열 생성하기).
fn making_arrays() {
    println!("1.5.2 Making arrays");
    let x = Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0]);
    println!("x = {:?}", x.as_slice());
    println!("x.shape = {:?}", x.shape());
}

/// 1.5.3 Arithmetic of arrays (넘파이의 산술 연산), element by element.
fn arithmetic() {
    println!("\n1.5.3 Arithmetic of arrays");
    let x = Matrix::from_row_slice(1, 3, &[1.0, 2.0, 3.0]);
    let y = Matrix::from_row_slice(1, 3, &[2.0, 4.0, 6.0]);
    println!("x + y = {:?}", (&x + &y).as_slice());
    println!("x - y = {:?}", (&x - &y).as_slice());
    println!("x * y = {:?}", x.component_mul(&y).as_slice());
    println!("x / y = {:?}", x.component_div(&y).as_slice());
    println!("x / 2 = {:?}", (&x / 2.0).as_slice());
}

/// 1.5.4 Arrays of N dimensions (넘파이의 N차원 배열). N is 2 here; nalgebra prints such an array in a frame, which begins on
/// a line of its own.
fn two_dimensions() {
    println!("\n1.5.4 Arrays of N dimensions");
    let a = Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
    let b = Matrix::from_row_slice(2, 2, &[3.0, 0.0, 0.0, 6.0]);
    println!("A.shape = {:?}", a.shape());
    print!("A ={a}");
    print!("A + B ={}", &a + &b);
    print!("A * B ={}", a.component_mul(&b));
    print!("A * 10 ={}", &a * 10.0);
    print!("np.dot(A, B) ={}", dot(&a, &b));
}

/// 1.5.5 Broadcasting (브로드캐스트): the row B is repeated for every row of A.
fn broadcasting() {
    println!("1.5.5 Broadcasting");
    let a = Matrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
    let b = Matrix::from_row_slice(1, 2, &[10.0, 20.0]);
    print!("A * B ={}", Matrix::from_fn(2, 2, |i, j| a[(i, j)] * b[j]));
    print!("A + B ={}", add_row(a, &b));
}

/// 1.5.6 Access to elements (원소 접근).
fn access_to_elements() {
    println!("1.5.6 Access to elements");
    let x = Matrix::from_row_slice(3, 2, &[51.0, 55.0, 14.0, 19.0, 0.0, 4.0]);
    print!("X ={x}");
    println!("X[0] = {:?}", Vec::from_iter(&x.row(0)));
    println!("X[0][1] = {:?}", x[(0, 1)]);
    for row in x.row_iter() {
        println!("row {:?}", Vec::from_iter(&row));
    }

    // Memory is column-major, and the columns of the transposed matrix are the rows of X.
    let flat = x.transpose().as_slice().to_vec();
    println!("X.flatten() = {flat:?}");
    println!("X.flatten()[[0, 2, 4]] = {:?}", [0, 2, 4].map(|i| flat[i]));
    println!("X.flatten() > 15 = {:?}", Vec::from_iter(flat.iter().map(|&x| x > 15.0)));
    println!("X[X > 15] = {:?}", Vec::from_iter(flat.iter().filter(|&&x| x > 15.0)));
}

/// 1.6.1 A simple graph (단순한 그래프 그리기): a chart joins points by straight lines.
fn simple_graph(output: &Output) -> Result<()> {
    println!("\n1.6.1 A simple graph");
    let x = Matrix::from_fn(1, 60, |_, j| 0.1 * j as f64);
    let y = x.map(f64::sin);
    let points = (0..x.len()).map(|i| (x[i], y[i])).collect();
    let sin = Series { points, ..Series::default() };
    let chart = Chart { title: format!("y = sin(x) at {} points", x.len()), series: vec![sin], ..Chart::default() };
    output.save("sin.png", &chart)?;
    Ok(())
}

/// 1.6.2 What pyplot can do (pyplot의 기능): a title, names for the axes, a legend, a dashed line.
fn two_curves(output: &Output) -> Result<()> {
    println!("\n1.6.2 Two curves");
    let chart = Chart {
        title: "sin & cos".into(),
        x_label: "x".into(),
        y_label: "y".into(),
        series: vec![
            Series::curve("sin", 0.0..6.0, Style::Solid, f64::sin),
            Series::curve("cos", 0.0..6.0, Style::Dashed, f64::cos),
        ],
        ..Chart::default()
    };
    output.save("sin_cos.png", &chart)?;
    Ok(())
}

/// 1.6.3 Showing an image (이미지 표시하기): an image is an array too.
fn image(output: &Output) -> Result<()> {
    println!("\n1.6.3 Showing an image");
    let digits = digits::load().train;
    let pixels = digits.picture(0);
    print!("pixels ={pixels:.1}");
    let (_, labels) = digits.batch::<f64>(&[0]);
    let (rows, columns) = pixels.shape();
    let caption = format!("a {}, {rows} x {columns} pixels", labels[0]);
    let grid = ImageGrid { title: "An image is an array".into(), columns: 1, images: vec![Image { pixels, caption }] };
    output.save("digit.png", &grid)?;
    Ok(())
}
