//! The pictures of the experiment: a chart for each scale, all with the same axes.

use ch06_batch_norm::{Pair, Run};
use common::plot::{Chart, ChartGrid, Scale, Series, Style, running_mean};

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

/// The loss of the mini-batches, of which there are `iterations` in a run: the mean of the last ten.
pub fn losses(pairs: &[Pair], iterations: usize) -> ChartGrid {
    let axes = Chart {
        x_label: "iteration".into(),
        y_label: "cross entropy".into(),
        x_range: Some(0.0..iterations as f64),
        y_range: Some(0.1..100.0),
        y_scale: Scale::Log,
        ..Chart::default()
    };
    grid("Loss, mean of ten mini-batches, by the scale of the initial weights", pairs, &axes, |run| {
        running_mean(&run.history.losses, 10)
    })
}

/// A chart like `axes` for each pair, of the `curve` of both runs.
fn grid(title: &str, pairs: &[Pair], axes: &Chart, curve: impl Fn(&Run) -> Vec<f64>) -> ChartGrid {
    let chart = |pair: &Pair| Chart {
        title: format!("std {:.5}", pair.scale),
        series: vec![
            Series::numbered("with batch normalization", &curve(&pair.with), Style::Solid),
            Series::numbered("without", &curve(&pair.without), Style::Dashed),
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
        let chart = &accuracies(&[pair], 1).charts[0];
        assert_eq!((chart.series[0].points[1], chart.series[1].points[1]), ((1.0, 0.9), (1.0, 0.6)));
        assert_eq!(chart.series[0].label, "with batch normalization");
    }
}
