//! 5 Backpropagation (오차역전파법).

use common::Matrix;
use common::gradient::numerical_gradient;
use common::matrix::{add_row, dot, transposed};

use crate::compare::{Outcome, ensure, equal, rows};
use crate::{Layer, Verdict};

/// ∂L/∂x of L = Σ out ∘ dout by numerical differentiation, where `out` is that of a new layer.
fn numerical_dx(new: impl Fn() -> Box<dyn Layer>, x: &Matrix<f64>, dout: &Matrix<f64>) -> Matrix<f64> {
    numerical_gradient(&mut x.clone(), |x| x, |x| new().forward(x).dot(dout))
}

/// Whether `backward` belongs to the input of the last `forward`.
fn follows_the_last_forward(layer: &mut dyn Layer, x: &Matrix<f64>, dout: &Matrix<f64>) -> Outcome {
    layer.forward(x);
    let dx = layer.backward(dout);
    layer.forward(&(x * -3.0));
    layer.forward(x);
    let again = layer.backward(dout);
    ensure(dx == again, "backward does not belong to the last forward: forward must keep its input anew each time")
}

/// The ReLU layer.
pub fn relu(new: fn() -> Box<dyn Layer>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, -0.5, 2.0], [-2.0, 3.0, -1.0]]);
        let dout = rows([[-0.3, 1.2, 0.5], [0.7, -2.0, -0.4]]);
        let mask = x.map(|x| f64::from(u8::from(x > 0.0)));
        let mut layer = new();
        equal(
            "out",
            &layer.forward(&x),
            &x.map(|x| x.max(0.0)),
            &[
                (x.map(|x| x.min(0.0)), "out is x where x < 0: it must be x where x > 0, and 0 elsewhere"),
                (mask.clone(), "out is 1 where x > 0: that is the step function, ReLU gives x there"),
                (x.abs(), "out is -x where x < 0: it must be 0 there"),
            ],
        )?;
        let flipped = dout.zip_map(&mask, |dout, mask| if mask == 0.0 { -dout } else { dout });
        equal(
            "dx",
            &layer.backward(&dout),
            &numerical_dx(new, &x, &dout),
            &[
                (dout.clone(), "dx is dout everywhere: where x < 0 nothing flows back"),
                (flipped, "dx has the right size but the wrong sign where x < 0"),
                (mask.clone(), "dx does not depend on dout: where x > 0 it is dout, not 1"),
                (
                    dout.zip_map(&mask, |dout, mask| dout * (1.0 - mask)),
                    "dx is dout where x < 0: it must be so where x > 0",
                ),
                (dout.map(|dout| dout.max(0.0)), "dx is 0 where dout < 0: the mask is that of x, not of dout"),
                (dout.component_mul(&x.map(|x| x.max(0.0))), "dx is dout·x: the slope of ReLU is 1 where x > 0, not x"),
            ],
        )?;
        layer.forward(&rows([[0.0]]));
        ensure(
            layer.backward(&rows([[5.0]]))[0] == 0.0,
            "dx is not 0 where x is exactly 0: the mask is x > 0, not x >= 0",
        )?;
        follows_the_last_forward(&mut *layer, &x, &dout)
    })
}

/// An affine layer from its weights and biases, with ∂L/∂w and ∂L/∂b after `backward`.
pub fn affine(new: fn(Matrix<f64>, Matrix<f64>) -> Box<dyn Layer>) -> Verdict {
    Verdict::of(|| {
        let w = rows([[1.0, 2.0, 0.5], [-1.5, 3.0, 1.0]]);
        let b = rows([[10.0, 20.0, 30.0]]);
        let x = rows([[1.0, 0.5], [2.0, -1.0], [0.0, 3.0], [-1.0, 1.5]]);
        let dout = rows([[1.0, 0.0, -0.5], [0.3, 1.0, 1.0], [-2.0, 0.7, 0.1], [0.4, -0.2, 0.6]]);
        let mut layer = new(w.clone(), b.clone());
        let product = dot(&x, &w);
        equal(
            "out",
            &layer.forward(&x),
            &add_row(product.clone(), &b),
            &[
                (product.clone(), "out is x·w: the bias is missing"),
                (add_row(product, &-&b), "out is x·w - b: the bias is added"),
            ],
        )?;
        let dx = layer.backward(&dout);
        equal("dx", &dx, &numerical_dx(|| new(w.clone(), b.clone()), &x, &dout), &[])?;
        let loss = |w: &Matrix<f64>, b: &Matrix<f64>| new(w.clone(), b.clone()).forward(&x).dot(&dout);
        let right = numerical_gradient(&mut w.clone(), |w| w, |w| loss(w, &b));
        equal(
            "dw",
            layer.gradients()[0],
            &right,
            &[
                (dot(transposed(&dout), &x), "dw is 3 x 2, the transpose of ∂L/∂w: it is xᵀ·dout, not doutᵀ·x"),
                (&right / 4.0, "dw is divided by N: the loss has done that already, dout contains it"),
            ],
        )?;
        let right = numerical_gradient(&mut b.clone(), |b| b, |b| loss(&w, b));
        equal(
            "db",
            layer.gradients()[1],
            &right,
            &[
                (dout.clone(), "db is dout itself: all N samples share the bias, so their dout are added up"),
                (&right / 4.0, "db is the mean of dout over the batch: it is the sum"),
                (
                    rows([[dout.row(0).sum()], [dout.row(1).sum()], [dout.row(2).sum()], [dout.row(3).sum()]]),
                    "db adds up the rows of dout, one number per sample: it is one number per output, the sum of a column",
                ),
            ],
        )?;
        follows_the_last_forward(&mut *layer, &x, &dout)
    })
}
