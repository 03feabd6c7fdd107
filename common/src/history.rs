//! What a training leaves behind: its losses and accuracies, as numbers and as charts.

use crate::plot::{Chart, PlotError, Series, Style, running_mean};
use crate::settings::Output;

/// The record of a training on images of known classes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The loss of every mini-batch.
    pub losses: Vec<f64>,
    /// The accuracy on the training images, or on the first of them, once an epoch.
    pub train: Vec<f64>,
    /// The accuracy on the test images, or on the first of them, once an epoch.
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::settings::RunArgs;

    #[derive(Parser)]
    struct Args {
        #[command(flatten)]
        run: RunArgs,
    }

    /// The bytes of `loss.png` and `accuracy.png`.
    fn pictures(history: &History) -> Result<[Vec<u8>; 2], PlotError> {
        let folder = tempfile::tempdir().unwrap();
        let args = Args::parse_from(["test", "--output", folder.path().to_str().unwrap()]);
        history.plot(&args.run.output("test").unwrap())?;
        Ok(["loss.png", "accuracy.png"].map(|name| std::fs::read(folder.path().join(name)).unwrap()))
    }

    #[test]
    fn each_record_changes_its_own_picture() {
        let history = History { losses: vec![2.0, 1.0, 1.5], train: vec![0.1, 0.5], test: vec![0.1, 0.4] };
        let [loss, accuracy] = pictures(&history).unwrap();
        let others = [
            (History { losses: vec![2.0, 1.0, 0.5], ..history.clone() }, true, false),
            (History { train: vec![0.1, 0.6], ..history.clone() }, false, true),
            (History { test: vec![0.1, 0.3], ..history.clone() }, false, true),
        ];
        for (other, loss_differs, accuracy_differs) in others {
            let pictures = pictures(&other).unwrap();
            assert_eq!((pictures[0] != loss, pictures[1] != accuracy), (loss_differs, accuracy_differs), "{other:?}");
        }
    }

    #[test]
    fn an_empty_record_cannot_be_drawn() {
        assert!(pictures(&History::default()).is_err());
    }
}
