//! The pictures of the experiment: a chart for each scale, all with the same axes.

use ch06_batch_norm::{Pair, Run};
use common::plot::{Chart, ChartGrid, Scale, Series, Style, running_mean};

const WITH: &str = "with batch normalization";
const WITHOUT: &str = "without";

/// The accuracy on the training images before the first of the `epochs` and after each.
pub fn accuracies(pairs: &[Pair], epochs: usize) -> ChartGrid {
    let axes = Chart {
        x_label: "epoch".into(),
        y_label: "training accuracy".into(),
        x_range: Some(0.0..epochs as f64),
        y_range: Some(0.0..1.0),
        ..Chart::default()
    };
    grid("Training accuracy, by the scale of the initial weights", pairs, &axes, |run| {
        run.history.train_accuracy.clone()
    })
}

/// The accuracy on the training images in the end, over the scale.
pub fn final_accuracies(pairs: &[Pair]) -> Chart {
    let series = |label: &str, style, run: fn(&Pair) -> &Run| Series {
        label: label.into(),
        points: pairs.iter().map(|pair| (pair.scale, last(&run(pair).history.train_accuracy))).collect(),
        style,
    };
    Chart {
        title: "Training accuracy in the end".into(),
        x_label: "standard deviation of the initial weights".into(),
        y_label: "training accuracy".into(),
        x_scale: Scale::Log,
        y_range: Some(0.0..1.0),
        series: vec![
            series(WITH, Style::Solid, |pair| &pair.with),
            series(WITHOUT, Style::Dashed, |pair| &pair.without),
        ],
        ..Chart::default()
    }
}

/// NaN if there is none, which a chart leaves out.
fn last(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or(f64::NAN)
}

/// The loss of the mini-batches, of which there are `iterations` in a run: the mean of ten. The axis has the range of the
/// losses with batch normalization; without it, some runs begin far above and some diverge.
pub fn losses(pairs: &[Pair], iterations: usize) -> ChartGrid {
    let curve = |run: &Run| running_mean(&run.history.losses, 10);
    let with = || pairs.iter().flat_map(|pair| curve(&pair.with)).filter(|loss| loss.is_finite());
    let (lowest, highest) = (with().fold(f64::INFINITY, f64::min), with().fold(0.0, f64::max));
    let axes = Chart {
        x_label: "iteration".into(),
        y_label: "cross entropy".into(),
        x_range: Some(0.0..iterations as f64),
        y_range: (lowest < highest).then_some(0.8 * lowest..2.0 * highest),
        y_scale: Scale::Log,
        ..Chart::default()
    };
    grid("Loss, mean of ten mini-batches, by the scale of the initial weights", pairs, &axes, curve)
}

/// A chart like `axes` for each pair, of the `curve` of both runs.
fn grid(title: &str, pairs: &[Pair], axes: &Chart, curve: impl Fn(&Run) -> Vec<f64>) -> ChartGrid {
    let chart = |pair: &Pair| Chart {
        title: format!("std {:.5}", pair.scale),
        series: vec![
            Series::numbered(WITH, &curve(&pair.with), Style::Solid),
            Series::numbered(WITHOUT, &curve(&pair.without), Style::Dashed),
        ],
        ..axes.clone()
    };
    ChartGrid { title: title.into(), columns: 4, charts: pairs.iter().map(chart).collect() }
}

#[cfg(test)]
mod tests {
    use common::History;

    use super::*;

    #[test]
    fn a_chart_holds_the_training_accuracies_of_both_runs_of_a_pair() {
        let run = |train| {
            let history = History { losses: vec![2.3], train_accuracy: train, test_accuracy: vec![0.1, 0.2] };
            Run { history, diverged: false }
        };
        let pair = Pair { scale: 0.5, without: run(vec![0.1, 0.6]), with: run(vec![0.1, 0.9]) };
        let pairs = [pair];
        let summary = final_accuracies(&pairs);
        assert_eq!([0, 1].map(|series| summary.series[series].points[0]), [(0.5, 0.9), (0.5, 0.6)]);
        let chart = &accuracies(&pairs, 1).charts[0];
        assert_eq!((chart.series[0].points[1], chart.series[1].points[1]), ((1.0, 0.9), (1.0, 0.6)));
        assert_eq!(chart.series[0].label, "with batch normalization");
    }
}
