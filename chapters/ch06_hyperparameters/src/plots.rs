//! The pictures of the search.

use ch06_hyperparameters::{Hyperparameters, Trial};
use common::plot::{Chart, ChartGrid, Scale, Series, Style};

/// The accuracies of the best trials, epoch by epoch, best first.
pub fn learning_curves(best: &[Trial], epochs: usize) -> ChartGrid {
    let chart = |(index, trial): (usize, &Trial)| Chart {
        title: format!("{}: {:.2}", index + 1, trial.accuracy),
        x_label: "epoch".into(),
        y_label: "accuracy".into(),
        x_range: Some(0.0..epochs as f64),
        y_range: Some(0.0..1.0),
        series: vec![
            Series::numbered("validation images", &trial.validation_accuracy, Style::Solid),
            Series::numbered("training images", &trial.train_accuracy, Style::Dashed),
        ],
        ..Chart::default()
    };
    ChartGrid {
        title: "The best trials, by validation accuracy".into(),
        columns: 5,
        charts: best.iter().enumerate().map(chart).collect(),
    }
}

/// The validation accuracy of all trials, best first, over each of the two hyperparameters.
pub fn all_trials(trials: &[Trial], best: usize) -> ChartGrid {
    let (best, others) = trials.split_at(best);
    let chart = |x_label: &str, x: fn(&Hyperparameters) -> f64| {
        let series = |label: &str, trials: &[Trial], style| Series {
            label: label.into(),
            points: trials.iter().map(|trial| (x(&trial.hyperparameters), trial.accuracy)).collect(),
            style,
        };
        Chart {
            x_label: x_label.into(),
            y_label: "validation accuracy".into(),
            x_scale: Scale::Log,
            y_range: Some(0.0..1.0),
            series: vec![
                series(&format!("the best {}", best.len()), best, Style::Circles),
                series("the others", others, Style::Crosses),
            ],
            ..Chart::default()
        }
    };
    ChartGrid {
        title: "Validation accuracy of all trials".into(),
        columns: 2,
        charts: vec![
            chart("learning rate", |values| values.learning_rate),
            chart("weight decay", |values| values.weight_decay),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_hold_what_the_trials_were() {
        let (train_accuracy, validation_accuracy) = (vec![0.1, 0.9], vec![0.1, 0.7]);
        let hyperparameters = Hyperparameters { learning_rate: 0.01, weight_decay: 1e-5 };
        let trial = Trial { hyperparameters, train_accuracy, validation_accuracy, accuracy: 0.7, loss: 1.0 };
        let trials = [trial.clone(), trial];
        let [validation, training] = &learning_curves(&trials, 1).charts[0].series[..] else { panic!("two") };
        assert_eq!((validation.label.as_str(), validation.points[1]), ("validation images", (1.0, 0.7)));
        assert_eq!((training.label.as_str(), training.points[1]), ("training images", (1.0, 0.9)));

        let others = all_trials(&trials, 1);
        let points = |chart: usize| others.charts[chart].series.iter().map(|series| series.points.clone());
        assert!(points(0).eq([[(0.01, 0.7)], [(0.01, 0.7)]]) && points(1).eq([[(1e-5, 0.7)], [(1e-5, 0.7)]]));
    }
}
