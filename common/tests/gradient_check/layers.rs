//! Gradient checks of `common::layers`: layers and losses against the numerical gradient.

use clap::ValueEnum;
use common::Matrix;
use common::gradient::{numerical_gradient, relative_error};
use common::layers::{
    Activation, Affine, BatchNorm, Dropout, Layer, Loss, MeanSquaredError, Param, Role, SoftmaxWithLoss,
};
use common::matrix::random_normal;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::random;

/// A layer with one gradient off by a thousandth: ∂L/∂x, which is number 0, or that of a parameter.
pub struct Broken {
    pub layer: Box<dyn Layer<f64>>,
    pub gradient: usize,
}

impl Layer<f64> for Broken {
    fn predict(&self, x: Matrix<f64>) -> Matrix<f64> {
        self.layer.predict(x)
    }

    fn forward(&mut self, x: Matrix<f64>) -> Matrix<f64> {
        self.layer.forward(x)
    }

    fn backward(&mut self, dout: Matrix<f64>) -> Matrix<f64> {
        let dx = self.layer.backward(dout);
        if self.gradient == 0 {
            return dx * 1.001;
        }
        learned(&mut *self.layer)[self.gradient - 1].grad *= 1.001;
        dx
    }

    fn params(&self) -> Vec<&Param<f64>> {
        self.layer.params()
    }

    fn params_mut(&mut self) -> Vec<&mut Param<f64>> {
        self.layer.params_mut()
    }
}

/// The parameters that have a gradient.
fn learned(layer: &mut dyn Layer<f64>) -> Vec<&mut Param<f64>> {
    layer.params_mut().into_iter().filter(|param| param.role != Role::Statistic).collect()
}

/// A test case: how to make a layer, its input, values for its parameters, and `dout`.
pub struct Case<'a> {
    make: &'a dyn Fn() -> Box<dyn Layer<f64>>,
    /// x, then the parameters.
    pub values: Vec<Matrix<f64>>,
    dout: Matrix<f64>,
}

impl Case<'_> {
    /// Random values; the input has this standard deviation.
    pub fn new(make: &dyn Fn() -> Box<dyn Layer<f64>>, shape: (usize, usize), std: f64) -> Case<'_> {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        let x = random_normal(shape.0, shape.1, std, rng);
        let (rows, columns) = make().predict(x.clone()).shape();
        let mut values = vec![x];
        values.extend(learned(&mut *make()).iter().map(|param| random(param.value.nrows(), param.value.ncols(), rng)));
        Case { make, values, dout: random(rows, columns, rng) }
    }

    /// A new layer with the parameters among `values`, after its forward pass, and L = Σ out ∘ dout.
    fn forward(&self, mut layer: Box<dyn Layer<f64>>, values: &[Matrix<f64>]) -> (Box<dyn Layer<f64>>, f64) {
        for (param, value) in learned(&mut *layer).into_iter().zip(&values[1..]) {
            param.value.copy_from(value);
        }
        let out = layer.forward(values[0].clone());
        (layer, out.dot(&self.dout))
    }

    /// ∂L/∂x and the gradient of each parameter, by the backward pass of `layer`.
    fn gradients(&self, layer: Box<dyn Layer<f64>>) -> Vec<Matrix<f64>> {
        let (mut layer, _) = self.forward(layer, &self.values);
        let mut gradients = vec![layer.backward(self.dout.clone())];
        gradients.extend(learned(&mut *layer).iter().map(|param| param.grad.clone()));
        gradients
    }

    fn numerical_gradients(&self) -> Vec<Matrix<f64>> {
        let loss = |values: &Vec<Matrix<f64>>| self.forward((self.make)(), values).1;
        let mut values = self.values.clone();
        (0..values.len()).map(|i| numerical_gradient(&mut values, |values| &mut values[i], loss)).collect()
    }

    /// The backward pass agrees with the numerical gradient; with a [`Broken`] layer, only the broken gradient fails.
    #[track_caller]
    pub fn assert_checked(&self) {
        let numerical = self.numerical_gradients();
        let passes = |layer| -> Vec<bool> {
            let gradients = self.gradients(layer);
            gradients.iter().zip(&numerical).map(|(a, b)| relative_error(a, b) < 1e-8).collect()
        };
        let count = numerical.len();
        assert_eq!(passes((self.make)()), vec![true; count]);
        for broken in 0..count {
            let all_but_one: Vec<bool> = (0..count).map(|gradient| gradient != broken).collect();
            assert_eq!(passes(Box::new(Broken { layer: (self.make)(), gradient: broken })), all_but_one);
        }
    }
}

#[test]
fn affine_agrees_with_the_numerical_gradient() {
    let make = || -> Box<dyn Layer<f64>> { Box::new(Affine::new(Matrix::zeros(5, 3), Matrix::zeros(1, 3))) };
    Case::new(&make, (4, 5), 1.0).assert_checked();
}

#[test]
fn activations_agree_with_the_numerical_gradient() {
    for activation in Activation::value_variants() {
        let make = || activation.layer();
        let case = Case::new(&make, (4, 6), 1.0);
        assert!(case.values[0].iter().all(|x| x.abs() > 1e-3), "an input lies on the kink of ReLU");
        case.assert_checked();
    }
}

#[test]
fn dropout_agrees_with_the_numerical_gradient_for_a_fixed_mask() {
    let make = || -> Box<dyn Layer<f64>> { Box::new(Dropout::new(0.4, ChaCha8Rng::seed_from_u64(0))) };
    Case::new(&make, (4, 6), 1.0).assert_checked();
}

#[test]
fn batch_normalization_agrees_with_the_numerical_gradient_for_features_and_for_channels() {
    for (channels, pixels) in [(6, 1), (2, 3)] {
        let make = || -> Box<dyn Layer<f64>> { Box::new(BatchNorm::for_images(channels, pixels)) };
        Case::new(&make, (5, 6), 3.0).assert_checked();
    }
}

/// The backward pass of `loss` agrees with the numerical gradient, and fails the check when it is off by a thousandth.
#[track_caller]
fn assert_loss_checked<L: Loss<f64> + Default>(mut y: Matrix<f64>, t: &L::Target) {
    let mut loss = L::default();
    loss.forward(y.clone(), t);
    let dy = loss.backward();
    let numerical = numerical_gradient(&mut y, |y| y, |y| L::default().forward(y.clone(), t));
    assert!(relative_error(&dy, &numerical) < 1e-8 && relative_error(&(dy * 1.001), &numerical) > 1e-8);
    assert_eq!(loss.forward(y.clone(), t), loss.value(&y, t));
}

#[test]
fn losses_agree_with_the_numerical_gradient() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (y, numbers) = (random(4, 3, rng), random(4, 3, rng));
    assert_loss_checked::<SoftmaxWithLoss<f64>>(y.clone(), &[2, 0, 1, 1]);
    assert_loss_checked::<MeanSquaredError<f64>>(y, &numbers);
}
