//! Training history: losses and accuracies of a run, and their charts.

use std::ops::Range;

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
    /// Mean of the last `count` mini-batch losses, or of all if there are fewer.
    pub fn recent_loss(&self, count: usize) -> f64 {
        let last = &self.losses[self.losses.len().saturating_sub(count)..];
        last.iter().sum::<f64>() / last.len() as f64
    }

    /// Loss curve: the loss of each mini-batch and its running mean over 100 mini-batches.
    pub fn loss_chart(&self) -> Chart {
        Chart {
            title: "Loss of each mini-batch".into(),
            x_label: "iteration".into(),
            y_label: "cross entropy".into(),
            y_range: self.without_spikes(),
            series: vec![
                Series::numbered("mini-batch", &self.losses, Style::Faint),
                Series::numbered("mean of 100", &running_mean(&self.losses, 100), Style::Solid),
            ],
            ..Chart::default()
        }
    }

    /// The range of the losses without those that are several times as high as 99 % of them and as the first: one spike of a
    /// run that nearly diverges would hide all others. `None` if there is no such loss.
    fn without_spikes(&self) -> Option<Range<f64>> {
        let mut losses: Vec<f64> = self.losses.iter().copied().filter(|loss| loss.is_finite()).collect();
        let first = *losses.first()?;
        losses.sort_by(f64::total_cmp);
        let limit = 3.0 * first.max(losses[(losses.len() - 1) * 99 / 100]);
        (losses[losses.len() - 1] > limit).then_some(0.0..limit)
    }

    /// Accuracy curves: training and test accuracy per epoch. The axis shows the accuracies after the first eighth of the
    /// epochs, where the curves differ; before that they may lie below it.
    pub fn accuracy_chart(&self) -> Chart {
        Chart {
            title: "Accuracy after each epoch".into(),
            x_label: "epoch".into(),
            y_label: "accuracy".into(),
            y_range: Some(self.later_accuracies()),
            series: vec![
                Series::numbered("training images", &self.train_accuracy, Style::Solid),
                Series::numbered("test images", &self.test_accuracy, Style::Dashed),
            ],
            ..Chart::default()
        }
    }

    /// The range of the accuracies after the first eighth, at least 0.02 wide; 0 to 0.5 if they do not get above it, 0 to 1
    /// if there is only one epoch.
    fn later_accuracies(&self) -> Range<f64> {
        let later = |curve: &Vec<f64>| curve[(curve.len() / 8).max(1).min(curve.len())..].to_vec();
        let later = [&self.train_accuracy, &self.test_accuracy].map(later).concat();
        let Some(lowest) = later.iter().copied().reduce(f64::min) else { return 0.0..1.0 };
        let highest = later.iter().copied().fold(lowest, f64::max);
        if highest < 0.5 {
            return 0.0..0.5;
        }
        let span = highest - lowest;
        let margin = (0.05 * span).max(0.01 - 0.5 * span);
        (lowest - margin).max(0.0)..(highest + margin).min(1.0)
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
    fn a_spike_does_not_hide_the_other_losses() {
        let range = |losses: &[f64]| History { losses: losses.into(), ..History::default() }.loss_chart().y_range;
        let mut losses = [vec![2.3; 3], vec![0.4; 1000]].concat();
        assert_eq!(range(&losses), None, "the beginning is no spike");
        losses[5] = 4700.0;
        let end = range(&losses).unwrap().end;
        assert!((6.8..7.0).contains(&end), "{end}");
        assert_eq!((range(&[]), range(&[f64::NAN, 2.0])), (None, None));
    }

    #[test]
    fn the_accuracy_axis_shows_where_the_curves_differ() {
        let range = |train: &[f64], test: &[f64]| {
            let history = History { train_accuracy: train.into(), test_accuracy: test.into(), ..History::default() };
            let range = history.accuracy_chart().y_range.unwrap();
            [range.start, range.end].map(|end| (1e4 * end).round() / 1e4)
        };
        let train = [0.1, 0.8, 0.90, 0.92, 0.93, 0.94, 0.945, 0.95];
        assert_eq!(range(&train, &train.map(|accuracy| accuracy - 0.01)), [0.782, 0.958]);
        assert_eq!(range(&[0.1, 0.9, 0.9], &[0.1, 0.9, 0.9]), [0.89, 0.91]);
        assert_eq!(range(&[0.1, 0.98, 1.0], &[0.1, 0.90, 0.92]), [0.895, 1.0]);
        assert_eq!(range(&[0.11, 0.11, 0.11], &[0.11, 0.11, 0.11]), [0.0, 0.5], "a network that learns nothing");
        assert_eq!((range(&[0.95], &[0.94]), range(&[], &[])), ([0.0, 1.0], [0.0, 1.0]), "one epoch, or none");
    }

    #[test]
    fn the_recent_loss_is_a_mean() {
        let history = History { losses: vec![9.0, 2.0, 1.0], ..History::default() };
        assert_eq!((history.recent_loss(2), history.recent_loss(100)), (1.5, 4.0));
    }
}
