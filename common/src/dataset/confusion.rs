//! Scores of a whole data set, and its confusion matrix.

use super::Dataset;
use crate::matrix::argmax_rows;
use crate::{Float, Matrix};

impl Dataset {
    /// The labels of all images, in order.
    pub fn labels(&self) -> Vec<usize> {
        self.labels.iter().map(|&label| usize::from(label)).collect()
    }

    /// Scores of all images, N x C, one image per row in order. `scores` maps pixels to scores as in
    /// [`Dataset::accuracy`], in chunks computed on all cores. 0 x 0 if there are no images.
    ///
    /// # Panics
    ///
    /// If `scores` does not return one row per image, and as many columns for every chunk.
    pub fn scores<T: Float>(&self, scores: impl Fn(Matrix<T>) -> Matrix<T> + Sync) -> Matrix<T> {
        let chunks = self.map_chunks(|x, t| {
            let y = scores(x);
            assert_eq!(y.nrows(), t.len(), "scores: {:?} is no row for each of {} images", y.shape(), t.len());
            y
        });
        let classes = chunks.first().map_or(0, |chunk| chunk.ncols());
        let mut all = Matrix::zeros(self.len(), classes);
        let mut first = 0;
        for chunk in chunks {
            all.rows_mut(first, chunk.nrows()).copy_from(&chunk);
            first += chunk.nrows();
        }
        all
    }
}

/// Confusion matrix, C x C: element (i, j) is the number of samples of class i that are predicted as class j, the one
/// with the highest score. `scores` is N x C, `t` holds the N labels. A sample with a NaN among its scores has no
/// prediction and is not counted.
///
/// ```
/// use common::{Matrix, confusion_matrix};
///
/// // Of two samples of class 0, one is taken for class 1.
/// let scores = Matrix::from_row_slice(3, 2, &[0.9, 0.1, 0.4, 0.6, 0.2, 0.8]);
/// assert_eq!(confusion_matrix(&scores, &[0, 0, 1]), Matrix::from_row_slice(2, 2, &[1, 1, 0, 1]));
/// ```
///
/// # Panics
///
/// If `t` does not hold N labels below C.
pub fn confusion_matrix<T: Float>(scores: &Matrix<T>, t: &[usize]) -> Matrix<usize> {
    let (n, classes) = scores.shape();
    assert_eq!(n, t.len(), "confusion_matrix: scores of shape {:?} for {} labels", (n, classes), t.len());
    let mut counts = Matrix::zeros(classes, classes);
    if n > 0 {
        for (&label, predicted) in t.iter().zip(argmax_rows(scores)) {
            assert!(label < classes, "confusion_matrix: the label {label} is not below {classes}");
            if let Some(predicted) = predicted {
                counts[(label, predicted)] += 1;
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 250 images of one pixel, n mod 7, which is also their label.
    fn images() -> Dataset {
        let labels: Vec<u8> = (0..250).map(|n| n % 7).collect();
        Dataset::new(labels.clone(), (1, 1), labels, 1)
    }

    #[test]
    fn scores_of_all_chunks_stand_in_the_order_of_the_images() {
        let scores = images().scores(|x: Matrix<f64>| Matrix::from_fn(x.nrows(), 2, |n, class| x[n] + class as f64));
        assert_eq!(scores, Matrix::from_fn(250, 2, |n, class| (n % 7 + class) as f64));
        assert_eq!(images().labels(), Vec::from_iter((0..250).map(|n| n % 7)));
    }

    #[test]
    fn true_classes_are_rows_and_predicted_classes_columns() {
        // Every 2 is taken for a 5; all others are right.
        let scores = images().scores(|x: Matrix<f64>| {
            Matrix::from_fn(x.nrows(), 7, |n, class| {
                let predicted = if x[n] == 2.0 { 5.0 } else { x[n] };
                -(class as f64 - predicted).abs()
            })
        });
        let counts = confusion_matrix(&scores, &images().labels());
        let mut expected = Matrix::from_diagonal(&vec![36, 36, 0, 36, 36, 35, 35].into());
        expected[(2, 5)] = 36;
        assert_eq!(counts, expected);
    }

    #[test]
    fn a_sample_with_nan_scores_is_not_counted() {
        let scores = Matrix::from_row_slice(3, 2, &[1.0, f64::NAN, f64::NAN, f64::NAN, 0.0, 1.0]);
        assert_eq!(confusion_matrix(&scores, &[0, 1, 1]), Matrix::from_row_slice(2, 2, &[0, 0, 0, 1]));
    }

    #[test]
    fn no_images_have_no_scores_and_nothing_to_confuse() {
        let none = images().first(0);
        let scores = none.scores(|x: Matrix<f32>| x);
        assert_eq!(confusion_matrix(&scores, &none.labels()), Matrix::zeros(0, 0));
    }

    #[test]
    #[should_panic(expected = "confusion_matrix: scores of shape (2, 3) for 1 labels")]
    fn every_sample_needs_a_label() {
        confusion_matrix(&Matrix::<f64>::zeros(2, 3), &[0]);
    }

    #[test]
    #[should_panic(expected = "confusion_matrix: the label 3 is not below 3")]
    fn a_label_that_is_no_class_panics() {
        confusion_matrix(&Matrix::<f64>::zeros(1, 3), &[3]);
    }
}
