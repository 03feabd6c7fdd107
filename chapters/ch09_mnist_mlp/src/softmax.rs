//! Softmax as a layer of the model. No classifier needs it: the loss contains a softmax ([`SoftmaxWithLoss`]), and the
//! largest score is the largest probability anyway. With `--softmax` the program shows what happens with two of them.
//!
//! ```text
//! out = softmax(x)                      x, out: N x C
//! dx = out ∘ (dout - Σ꜀ dout ∘ out)     the sum is over the classes, one per row
//! ```
//!
//! [`SoftmaxWithLoss`]: common::layers::SoftmaxWithLoss

use common::functions::softmax;
use common::layers::Layer;
use common::{Float, Matrix};

/// Softmax layer: scores to probabilities, row by row.
#[derive(Clone, Debug, Default)]
pub struct Softmax<T: Float> {
    out: Option<Matrix<T>>,
}

impl<T: Float> Layer<T> for Softmax<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        softmax(&x)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let out = softmax(&x);
        self.out = Some(out.clone());
        out
    }

    fn backward(&mut self, mut dout: Matrix<T>) -> Matrix<T> {
        let out = self.out.take().expect("a backward pass needs a forward pass before it");
        assert_eq!(dout.shape(), out.shape(), "Softmax: dout does not have the shape of the output");
        for (mut dout, out) in dout.row_iter_mut().zip(out.row_iter()) {
            let sum = dout.dot(&out);
            dout.zip_apply(&out, |d, out| *d = out * (*d - sum)); // out = softmax(x)
        }
        dout
    }

    fn describe(&self) -> String {
        "Softmax(dim=1)".into()
    }
}

#[cfg(test)]
mod tests {
    use common::gradient::{numerical_gradient, relative_error};
    use common::layers::{Loss, SoftmaxWithLoss};

    use super::*;

    #[test]
    fn backward_agrees_with_the_numerical_gradient_and_a_broken_one_does_not() {
        let mut x = Matrix::from_fn(4, 5, |n, class| ((3 * n + 7 * class) % 11) as f64 / 4.0 - 1.0);
        let weights = Matrix::from_fn(4, 5, |n, class| ((5 * n + 2 * class) % 7) as f64 - 3.0);
        let numerical = numerical_gradient(&mut x, |x| x, |x| softmax(x).dot(&weights));
        let mut layer = Softmax::default();
        assert_eq!(layer.forward(x.clone()), layer.predict(x));
        let dx = layer.backward(weights.clone());
        assert!(relative_error(&dx, &numerical) < 1e-8);
        assert!(relative_error(&weights, &numerical) > 0.1);
    }

    /// A perfect model outputs 1 for the right class and 0 for the nine others. The second softmax turns
    /// these into e/(e + 9) and 1/(e + 9).
    #[test]
    fn with_two_softmaxes_the_loss_of_a_perfect_model_is_not_0() {
        let scores = Matrix::from_fn(3, 10, |n, class| if n == class { 100.0 } else { 0.0 });
        let loss = SoftmaxWithLoss::default();
        assert!(loss.value(&scores, &[0, 1, 2]) < 1e-12);
        let twice = loss.value(&Softmax::default().predict(scores), &[0, 1, 2]);
        assert!((twice - (1f64 + 9.0 / 1f64.exp()).ln()).abs() < 1e-12 && (twice - 1.4612).abs() < 1e-4, "{twice}");
    }

    /// A wrong and confident model should have the largest gradient; behind a second softmax it has almost none.
    #[test]
    fn with_two_softmaxes_a_confident_mistake_has_no_gradient() {
        let scores = Matrix::from_fn(1, 10, |_, class| if class == 3 { 20.0 } else { 0.0 });
        let (mut loss, mut layer) = (SoftmaxWithLoss::default(), Softmax::default());
        loss.forward(scores.clone(), &[5]);
        assert!(loss.backward().norm() > 1.4);
        loss.forward(layer.forward(scores), &[5]);
        assert!(layer.backward(loss.backward()).norm() < 1e-7);
    }
}
