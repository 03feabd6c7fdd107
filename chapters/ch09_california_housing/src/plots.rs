//! The pictures: the columns, the loss, and the predictions.

use common::Matrix;
use common::plot::{Chart, ChartGrid, Scale, Series, Style};
use datasets::Table;

/// A histogram of each column, before scaling.
pub fn histograms(table: &Table) -> ChartGrid {
    let histogram = |name: &str, values: &[f64]| Chart {
        title: name.into(),
        series: vec![Series::histogram("", values, 50)],
        ..Chart::default()
    };
    let features = table.features.iter().zip(table.x.column_iter());
    let mut charts: Vec<Chart> = features.map(|(name, column)| histogram(name, column.as_slice())).collect();
    charts.push(histogram(&table.target, table.y.as_slice()));
    ChartGrid { title: "How many samples have which value".into(), columns: 3, charts }
}

/// The loss of every epoch, and what it is compared with: the losses of least squares and of always predicting the mean.
pub fn losses(losses: &[f32], (least_squares, variance): (f64, f64)) -> Chart {
    let level = |label: &str, level: f64, style| Series::curve(label, 0.0..losses.len() as f64, style, |_| level);
    Chart {
        title: "Mean squared error".into(),
        x_label: "epoch".into(),
        y_label: "MSE".into(),
        y_scale: Scale::Log,
        series: vec![
            Series::numbered("network", losses, Style::Solid),
            level("least squares", least_squares, Style::Dashed),
            level("variance: always the mean", variance, Style::Dotted),
        ],
        ..Chart::default()
    }
}

/// Predictions against true values. The closer to the diagonal, the better.
pub fn predictions(y: &Matrix<f64>, table: &Table) -> Chart {
    Chart {
        title: "Predictions and truth".into(),
        x_label: table.target.clone(),
        y_label: "prediction".into(),
        equal_units: true,
        series: vec![
            Series::scatter("samples", &table.y, y, Style::Dots),
            Series::curve("prediction = truth", 0.0..table.y.max(), Style::Guide, |x| x),
        ],
        ..Chart::default()
    }
}
