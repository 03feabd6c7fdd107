//! The pictures.

use ch06_overfitting::{Run, Technique};
use common::plot::{Chart, ChartGrid, Series, Style};

/// The accuracies of each run, epoch by epoch, all on the same axes.
pub fn accuracies(runs: &[Run]) -> ChartGrid {
    let longest = runs.iter().map(Run::epochs).max().unwrap_or_default();
    let panel = |run| Chart { x_range: Some(0.0..longest as f64), ..panel(run) };
    ChartGrid {
        title: "Accuracy after each epoch".into(),
        columns: runs.len().min(3),
        charts: runs.iter().map(panel).collect(),
    }
}

fn panel(run: &Run) -> Chart {
    let mut chart = Chart {
        title: run.technique.to_string(),
        x_label: "epoch".into(),
        y_label: "accuracy".into(),
        y_range: Some(0.0..1.0),
        series: vec![
            Series::numbered("training images", &run.history.train_accuracy, Style::Solid),
            Series::numbered("test images", &run.history.test_accuracy, Style::Dashed),
        ],
        ..Chart::default()
    };
    if run.technique == Technique::EarlyStopping {
        let kept = run.kept_epoch as f64;
        chart.title = format!("early-stopping, best at {kept}");
        chart.series.push(Series { points: vec![(kept, 0.0), (kept, 1.0)], style: Style::Guide, ..Series::default() });
    }
    chart
}

/// The gap between the two accuracies of every run, epoch by epoch.
pub fn gaps(runs: &[Run]) -> Chart {
    let series = runs.iter().map(|run| {
        let history = &run.history;
        let gaps: Vec<f64> =
            history.train_accuracy.iter().zip(&history.test_accuracy).map(|(train, test)| train - test).collect();
        Series::numbered(&run.technique.to_string(), &gaps, Style::Thin)
    });
    Chart {
        title: "Training accuracy minus test accuracy".into(),
        x_label: "epoch".into(),
        y_label: "gap".into(),
        series: series.collect(),
        ..Chart::default()
    }
}

#[cfg(test)]
mod tests {
    use common::{History, Network};

    use super::*;

    #[test]
    fn the_pictures_hold_the_accuracies_and_their_gap() {
        let run = Run {
            technique: Technique::EarlyStopping,
            history: History { losses: Vec::new(), train_accuracy: vec![0.25, 1.0], test_accuracy: vec![0.25, 0.75] },
            validation_losses: vec![2.0, 1.0],
            kept_epoch: 1,
            network: Network::new(Vec::new()),
        };
        let runs = [run];
        let points: Vec<_> = accuracies(&runs).charts[0].series.iter().map(|series| series.points[1]).collect();
        assert_eq!(points, [(1.0, 1.0), (1.0, 0.75), (1.0, 1.0)], "training, test, and the top of the line at epoch 1");
        assert_eq!(gaps(&runs).series[0].points, [(0.0, 0.0), (1.0, 0.25)]);
    }
}
