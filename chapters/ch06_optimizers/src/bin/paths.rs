//! 6.1.3 The disadvantage of SGD (SGD의 단점) to 6.1.7 which method to use (어느 갱신 방법을 이용할 것인가?): the paths that seven
//! optimizers take down one valley.

use anyhow::Result;
use ch06_optimizers::{f, path, path_rate};
use clap::Parser;
use common::optimizers::Method;
use common::plot::{Animation, Area, Chart, ChartGrid, Series, Style};
use common::settings::{self, OutputArgs};
use common::text::counted;

fn main() -> Result<()> {
    let args: Args = settings::parse();
    let output = args.output.folder(env!("CARGO_PKG_NAME"))?;

    let steps = counted(args.steps, "step");
    println!("{steps} on x^2/20 + y^2 from (-7, 2)");
    println!("method    rate       x        y        f");
    let contours = Series::contours("", &AREA, &[0.25, 1.0, 2.25, 4.0, 6.25], Style::Guide, f);
    let (mut charts, mut paths) = (Vec::new(), Vec::new());
    for method in Method::ALL {
        let points = path(method.optimizer(path_rate(method)), args.steps);
        let (x, y) = points[args.steps];
        println!("{:8}  {:4}  {x:7.4}  {y:7.4}  {:7.1e}", method.name(), path_rate(method), f(x, y));
        charts.push(panel(method, &points, &contours));
        paths.push((method, points));
    }
    let title = format!("{steps} down x²/20 + y²");
    let grid = ChartGrid { title: title.clone(), columns: 4, charts };
    output.save("paths.png", &grid)?;
    let frames = (0..=args.steps.min(MOST_FRAMES)).map(|step| race(&title, &paths, step, &contours)).collect();
    Ok(output.save("race.png", &Animation { charts: frames, rate: 5 })?)
}

/// Steps that the animation shows at most.
const MOST_FRAMES: usize = 100;

/// The part of the plane that the charts show.
const AREA: Area = Area { x: -8.0..2.0, y: -2.5..2.5 };

/// Seven optimizers minimize x^2/20 + y^2 (sections 6.1.3 to 6.1.7)
#[derive(Parser)]
struct Args {
    /// Number of gradient descent steps
    #[arg(long, default_value_t = 30, value_parser = settings::count(100_000))]
    steps: usize,

    #[command(flatten)]
    output: OutputArgs,
}

/// A path over the contour lines of [`f`].
fn panel(method: Method, points: &[(f64, f64)], contours: &Series) -> Chart {
    Chart {
        title: format!("{}, rate {}", method.name(), path_rate(method)),
        x_label: "x".into(),
        y_label: "y".into(),
        series: vec![
            contours.clone(),
            Series { label: "path".into(), points: points.to_vec(), style: Style::Solid },
            Series { label: "after each step".into(), points: points.to_vec(), style: Style::Circles },
            Series { label: "lowest point".into(), points: vec![(0.0, 0.0)], style: Style::Crosses },
        ],
        ..Chart::plane(&AREA)
    }
}

/// All paths over the contour lines of [`f`], up to this step.
fn race(title: &str, paths: &[(Method, Vec<(f64, f64)>)], step: usize, contours: &Series) -> Chart {
    let path = |(method, points): &(Method, Vec<(f64, f64)>)| Series {
        label: method.name().into(),
        points: points[..=step].to_vec(),
        style: Style::Solid,
    };
    Chart {
        title: title.into(),
        x_label: "x".into(),
        y_label: "y".into(),
        series: std::iter::once(contours.clone()).chain(paths.iter().map(path)).collect(),
        ..Chart::plane(&AREA)
    }
}
