//! 5.6.1 Affine layer (Affine 계층), 5.6.2 for batches (배치용 Affine 계층), also called fully connected or linear layer.
//!
//! ```text
//! out = x·w + b          x: N x D   w: D x H   b: 1 x H   out: N x H
//! dx = dout·wᵀ           dw = xᵀ·dout          db = Σₙ dout
//! ```

use rand::Rng;

use super::{Layer, Param, Role, kept};
use crate::init::WeightInit;
use crate::matrix::{add_row, column_sums, dot, transposed};
use crate::{Float, Matrix};

/// Affine layer: `out = x·w + b`.
#[derive(Clone, Debug)]
pub struct Affine<T: Float> {
    /// Weights, D x H.
    pub w: Param<T>,
    /// Biases, 1 x H.
    pub b: Param<T>,
    x: Option<Matrix<T>>,
}

impl<T: Float> Affine<T> {
    /// A layer with weights `w`, D x H, and biases `b`, 1 x H.
    ///
    /// # Panics
    ///
    /// If the shapes do not match.
    pub fn new(w: Matrix<T>, b: Matrix<T>) -> Self {
        assert_eq!(b.shape(), (1, w.ncols()), "Affine: biases do not match weights of {:?}", w.shape());
        Self { w: Param::new("weight", Role::Weight, w), b: Param::new("bias", Role::Bias, b), x: None }
    }

    /// A layer from D `inputs` to H `outputs` with random weights, and biases of 0 or random: see [`WeightInit`].
    pub fn init(init: WeightInit, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Self {
        Self::new(init.weights(inputs, outputs, rng), init.biases(inputs, outputs, rng))
    }

    fn out(&self, x: &Matrix<T>) -> Matrix<T> {
        add_row(dot(x, &self.w.value), &self.b.value)
    }
}

impl<T: Float> Layer<T> for Affine<T> {
    fn predict(&self, x: Matrix<T>) -> Matrix<T> {
        self.out(&x)
    }

    fn forward(&mut self, x: Matrix<T>) -> Matrix<T> {
        let out = self.out(&x);
        self.x = Some(x);
        out
    }

    fn backward(&mut self, dout: Matrix<T>) -> Matrix<T> {
        let dx = dot(&dout, transposed(&self.w.value)); // out = x·w + b
        self.backward_params(dout);
        dx
    }

    fn backward_params(&mut self, dout: Matrix<T>) {
        let (back, w) = (dout.shape(), self.w.value.shape());
        assert_eq!(back.1, w.1, "Affine: dout of {back:?} does not match weights of {w:?}");
        self.w.grad = dot(transposed(&kept(&mut self.x)), &dout); // out = x·w + b
        self.b.grad = column_sums(&dout);
    }

    fn describe(&self) -> String {
        let (inputs, outputs) = self.w.value.shape();
        format!("Linear(in_features={inputs}, out_features={outputs}, bias=True)")
    }

    fn params(&self) -> Vec<&Param<T>> {
        vec![&self.w, &self.b]
    }

    fn params_mut(&mut self) -> Vec<&mut Param<T>> {
        vec![&mut self.w, &mut self.b]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two inputs, three outputs.
    fn layer() -> Affine<f64> {
        let w = Matrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        Affine::new(w, Matrix::from_row_slice(1, 3, &[10.0, 20.0, 30.0]))
    }

    #[test]
    fn two_samples_by_hand() {
        let (x, mut affine) = (Matrix::from_row_slice(2, 2, &[1.0, 0.0, 1.0, 2.0]), layer());
        let out = affine.forward(x.clone());
        assert_eq!(out, Matrix::from_row_slice(2, 3, &[11.0, 22.0, 33.0, 19.0, 32.0, 45.0]));
        assert_eq!(affine.predict(x), out);

        let dx = affine.backward(Matrix::from_row_slice(2, 3, &[1.0, 0.0, 0.0, 0.0, 1.0, 1.0]));
        assert_eq!(dx, Matrix::from_row_slice(2, 2, &[1.0, 4.0, 5.0, 11.0]));
        assert_eq!(affine.w.grad, Matrix::from_row_slice(2, 3, &[1.0, 1.0, 1.0, 0.0, 2.0, 2.0]));
        assert_eq!(affine.b.grad, Matrix::from_row_slice(1, 3, &[1.0, 1.0, 1.0]));
    }

    #[test]
    fn backward_params_gives_the_same_gradients_as_backward() {
        let (x, dout) = (Matrix::from_row_slice(1, 2, &[1.0, 2.0]), Matrix::from_row_slice(1, 3, &[1.0, 0.5, 0.1]));
        let (mut first, mut other) = (layer(), layer());
        first.forward(x.clone());
        first.backward_params(dout.clone());
        other.forward(x);
        other.backward(dout);
        assert_eq!((&first.w, &first.b), (&other.w, &other.b));
    }

    #[test]
    #[should_panic(expected = "a backward pass needs a forward pass before it")]
    fn a_backward_pass_without_a_forward_pass_panics() {
        layer().backward(Matrix::zeros(1, 3));
    }

    #[test]
    fn weights_come_before_biases_and_gradients_are_initialized_to_zero() {
        let affine = layer();
        let [w, b] = affine.params()[..] else { panic!("two parameters") };
        assert_eq!((w.value.shape(), b.value.shape()), ((2, 3), (1, 3)));
        assert_eq!((&w.grad, &b.grad), (&Matrix::zeros(2, 3), &Matrix::zeros(1, 3)));
    }

    #[test]
    #[should_panic(expected = "a backward pass needs a forward pass before it")]
    fn a_second_backward_pass_without_a_forward_pass_panics() {
        let mut affine = layer();
        affine.forward(Matrix::zeros(1, 2));
        affine.backward(Matrix::zeros(1, 3));
        affine.backward(Matrix::zeros(1, 3));
    }

    #[test]
    #[should_panic(expected = "Affine: biases do not match weights of (2, 3)")]
    fn biases_that_do_not_match_the_weights_panic() {
        Affine::<f64>::new(Matrix::zeros(2, 3), Matrix::zeros(1, 2));
    }
}
