//! The pictures of sections 4.3 and 4.4.

use ch04_numerical_gradient::{
    central_difference, forward_difference, function_1, function_2, mean_error, numerical_gradient, point, tangent_line,
};
use common::Matrix;
use common::gradient::{H, numerical_diff};
use common::plot::{Area, Chart, ChartGrid, Scale, Series, Style};
use common::text::counted;

/// 4.3.2: the function and its tangent at 5 and at 10.
pub fn tangents() -> ChartGrid {
    let panel = |x: f64| Chart {
        title: format!("slope {:.4} at {x}", numerical_diff(function_1, x)),
        x_label: "x".into(),
        y_label: "f(x)".into(),
        y_range: Some(-1.2..6.2),
        series: vec![
            Series::curve("0.01x² + 0.1x", 0.0..20.0, Style::Solid, function_1),
            Series::curve("tangent", 0.0..20.0, Style::Dashed, tangent_line(function_1, x)),
            Series { label: "touching point".into(), points: vec![(x, function_1(x))], style: Style::Circles },
        ],
        ..Chart::default()
    };
    ChartGrid { title: "A numerical derivative is a slope".into(), columns: 2, charts: vec![panel(5.0), panel(10.0)] }
}

/// 4.3.1: the error of three differences against their step, from 1e-15 to 1.
pub fn step_size() -> Chart {
    let steps = || (0..=150).map(|i| 10_f64.powf(-15.0 + 0.1 * f64::from(i)));
    let series = |label: &str, style, error: fn(f64) -> f64| Series {
        label: label.into(),
        points: steps().map(|h| (h, error(h))).collect(),
        style,
    };
    Chart {
        title: "Error of the numerical derivative of the sigmoid".into(),
        x_label: "step h".into(),
        y_label: "mean error".into(),
        x_range: Some(1e-15..1.0),
        y_range: Some(1e-12..1.0),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            Series { label: "the book's h".into(), points: vec![(H, 1e-12), (H, 1.0)], style: Style::Guide },
            series("central, f64", Style::Solid, |h| mean_error::<f64>(central_difference, h)),
            series("one-sided, f64", Style::Dashed, |h| mean_error::<f64>(forward_difference, h)),
            series("central, f32", Style::DashDotted, |h| mean_error::<f32>(central_difference, h)),
        ],
        ..Chart::default()
    }
}

/// 4.4: where x0² + x1² falls fastest, on a grid of points.
pub fn gradient_field() -> Chart {
    /// The length of an arrow as a multiple of the gradient: the longest ones end just before the next point.
    const SCALE: f64 = 0.11;
    let arrow = |x0: f64, x1: f64| {
        let gradient = numerical_gradient(function_2, &point(x0, x1));
        [(x0, x1), (x0 - SCALE * gradient[0], x1 - SCALE * gradient[1])]
    };
    let grid = || (-4..=4).map(|i| 0.5 * f64::from(i));
    let arrows: Vec<_> = grid().flat_map(|x0| grid().map(move |x1| arrow(x0, x1))).collect();
    plane("The negative gradient of x₀² + x₁²", 2.4, &[0.25, 1.0, 2.25, 4.0, 6.25], &[Series::arrows("", &arrows)])
}

/// 4.4.1: the path of gradient descent.
pub fn descent(path: &[Matrix<f64>], learning_rate: f64) -> Chart {
    let steps = path.len() - 1;
    let line = Series { points: path.iter().map(|x| (x[0], x[1])).collect(), style: Style::Faint, ..Series::default() };
    let label = format!("{} with learning rate {learning_rate:?}", counted(steps, "step"));
    let rings = Series { label, style: Style::Circles, ..line.clone() };
    plane("Gradient descent on x₀² + x₁²", 4.5, &[1.0, 4.0, 9.0, 16.0, 25.0], &[line, rings])
}

/// The plane from `-end` to `end`: the series `over` the contour lines of [`function_2`] at the `levels`.
fn plane(title: &str, end: f64, levels: &[f64], over: &[Series]) -> Chart {
    let area = Area { x: -end..end, y: -end..end };
    let contours = Series::contours("", &area, levels, Style::Guide, |x0, x1| function_2(&point(x0, x1)));
    Chart {
        title: title.into(),
        x_label: "x₀".into(),
        y_label: "x₁".into(),
        series: [&[contours], over].concat(),
        ..Chart::plane(&area)
    }
}
