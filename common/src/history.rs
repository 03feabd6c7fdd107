//! What a training leaves behind: its losses and accuracies, as numbers and as charts.

use crate::plot::{Chart, PlotError, Series, Style, running_mean};
use crate::settings::Output;

/// The record of a training on images of known classes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The loss of every mini-batch.
    pub losses: Vec<f64>,
    /// The accuracy on all training images, once an epoch.
    pub train: Vec<f64>,
    /// The accuracy on all test images, once an epoch.
    pub test: Vec<f64>,
}

impl History {
    /// Draws the losses and the accuracies: `loss.png` and `accuracy.png`.
    ///
    /// # Errors
    ///
    /// If nothing has been recorded, or a file cannot be written.
    pub fn plot(&self, output: &Output) -> Result<(), PlotError> {
        let losses = Chart {
            title: "Loss of each mini-batch".into(),
            x_label: "iteration".into(),
            y_label: "cross entropy".into(),
            series: vec![
                Series::numbered("mini-batch", &self.losses, Style::Faint),
                Series::numbered("mean of the last 100", &running_mean(&self.losses, 100), Style::Solid),
            ],
            ..Chart::default()
        };
        let accuracies = Chart {
            title: "Accuracy after each epoch".into(),
            x_label: "epoch".into(),
            y_label: "accuracy".into(),
            y_range: Some(0.0..1.0),
            series: vec![
                Series::numbered("training images", &self.train, Style::Solid),
                Series::numbered("test images", &self.test, Style::Dashed),
            ],
            ..Chart::default()
        };
        output.write("loss.png", |path| losses.save(path))?;
        output.write("accuracy.png", |path| accuracies.save(path))
    }
}
