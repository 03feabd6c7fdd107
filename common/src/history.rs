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

    /// Accuracy curves: training and test accuracy per epoch.
    pub fn accuracy_chart(&self) -> Chart {
        Chart {
            title: "Accuracy after each epoch".into(),
            x_label: "epoch".into(),
            y_label: "accuracy".into(),
            y_range: Some(0.0..1.0),
            series: vec![
                Series::numbered("training images", &self.train_accuracy, Style::Solid),
                Series::numbered("test images", &self.test_accuracy, Style::Dashed),
            ],
            ..Chart::default()
        }
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
}
