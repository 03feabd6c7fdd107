//! Training history: losses and accuracies of a run, and their charts.

use crate::plot::{Chart, Series, Style, running_mean};

/// Losses and accuracies of a training run of a classifier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Loss of each mini-batch.
    pub losses: Vec<f64>,
    /// Accuracy on the training images, or on the first of them, once per epoch.
    pub train_accuracy: Vec<f64>,
    /// Accuracy on the test images, or on the first of them, once per epoch.
    pub test_accuracy: Vec<f64>,
}

impl History {
    /// Loss curve: the loss of each mini-batch and its running mean over 100 mini-batches.
    pub fn loss_chart(&self) -> Chart {
        Chart {
            title: "Loss of each mini-batch".into(),
            x_label: "iteration".into(),
            y_label: "cross entropy".into(),
            series: vec![
                Series::numbered("mini-batch", &self.losses, Style::Faint),
                Series::numbered("mean of the last 100", &running_mean(&self.losses, 100), Style::Solid),
            ],
            ..Chart::default()
        }
    }

    /// Accuracy curves: training and test accuracy per epoch. The axis ends at 1 and starts at a multiple of 0.1, at most
    /// 0.9, that is not above the accuracies from the second epoch on. The first, of a network that has hardly learned,
    /// may lie below it.
    pub fn accuracy_chart(&self) -> Chart {
        Chart {
            title: "Accuracy after each epoch".into(),
            x_label: "epoch".into(),
            y_label: "accuracy".into(),
            y_range: Some(self.lowest_tenth()..1.0),
            series: vec![
                Series::numbered("training images", &self.train_accuracy, Style::Solid),
                Series::numbered("test images", &self.test_accuracy, Style::Dashed),
            ],
            ..Chart::default()
        }
    }

    /// Lower end of the accuracy axis; 0 if there is only one epoch, so that its accuracy is seen.
    fn lowest_tenth(&self) -> f64 {
        let later = [&self.train_accuracy, &self.test_accuracy].into_iter().flat_map(|curve| curve.iter().skip(1));
        let lowest = later.copied().reduce(f64::min).unwrap_or(0.0);
        (10.0 * lowest).floor().min(9.0) / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_is_a_series_of_its_chart() {
        let history = History { losses: vec![2.0, 1.0], train_accuracy: vec![0.1, 0.5], test_accuracy: vec![0.1, 0.4] };
        let last = |chart: Chart| Vec::from_iter(chart.series.iter().map(|series| series.points[1]));
        assert_eq!(last(history.loss_chart()), [(1.0, 1.0), (1.0, 1.5)]);
        assert_eq!(last(history.accuracy_chart()), [(1.0, 0.5), (1.0, 0.4)]);
    }

    #[test]
    fn the_accuracy_axis_starts_below_all_accuracies_but_the_first() {
        let start = |train: &[f64], test: &[f64]| {
            let history = History { train_accuracy: train.into(), test_accuracy: test.into(), ..History::default() };
            history.accuracy_chart().y_range.unwrap().start
        };
        assert_eq!(start(&[0.1, 0.79, 0.95], &[0.1, 0.81, 0.94]), 0.7);
        assert_eq!(start(&[0.1, 0.99, 1.0], &[0.1, 0.7, 0.98]), 0.7, "on the axis is enough");
        assert_eq!(start(&[0.1, 1.0, 1.0], &[0.1, 1.0, 1.0]), 0.9);
        assert_eq!(start(&[0.1, 0.9, 0.95], &[0.1, 0.9, 0.35]), 0.3, "a run that gets worse");
        assert_eq!(start(&[0.11, 0.098, 0.11], &[0.11, 0.11, 0.11]), 0.0, "a network that learns nothing");
        assert_eq!(start(&[0.95], &[0.94]), 0.0, "one epoch");
        assert_eq!(start(&[], &[]), 0.0);
    }
}
