//! 5.4 Simple layers (단순한 계층 구현하기), 5.5 activation layers (활성화 함수 계층 구현하기), 5.6 affine and softmax
//! layers (Affine/Softmax 계층 구현하기).

use common::gradient::numerical_gradient;
use common::matrix::{add_row, dot, transposed};
use common::{Matrix, functions};

use crate::compare::{Outcome, close, ensure, equal, equal_number, rows};
use crate::{Layer, LossLayer, Node, Verdict};

/// ∂L/∂x of L = Σ out ∘ dout by numerical differentiation, where `out` is that of a new layer.
fn numerical_dx(new: impl Fn() -> Box<dyn Layer>, x: &Matrix<f64>, dout: &Matrix<f64>) -> Matrix<f64> {
    numerical_gradient(&mut x.clone(), |x| x, |x| new().forward(x).dot(dout))
}

/// Whether `backward` belongs to the input of the last `forward`.
fn follows_the_last_forward(new: impl Fn() -> Box<dyn Layer>, x: &Matrix<f64>, dout: &Matrix<f64>) -> Outcome {
    let (mut layer, other) = (new(), x * -1.5);
    layer.forward(x);
    layer.forward(&other);
    let is_its_own = close(&layer.backward(dout), &numerical_dx(new, &other, dout));
    ensure(is_its_own, "dx belongs to an earlier input: each forward must replace what the one before it has kept")
}

/// Multiplication and addition.
pub fn simple_layers(mul: &mut dyn Node, add: &mut dyn Node) -> Verdict {
    Verdict::of(|| {
        let pair = |(a, b)| rows([[a, b]]);
        let (x, y, dout) = (100.0, 2.0, 1.1);
        equal_number("the product of 100 and 2", mul.forward(x, y), x * y, &[])?;
        let mistakes = [
            (pair((dout * x, dout * y)), "(dx, dy) of MulLayer are swapped: each factor gets dout times the other one"),
            (pair((y, x)), "dx and dy of MulLayer do not depend on dout: multiply by it"),
            (pair((0.0, 0.0)), "dx and dy of MulLayer are 0: forward must keep x and y"),
            (pair((dout, dout)), "dx and dy of MulLayer are dout: that is right for a sum"),
        ];
        equal("(dx, dy) of MulLayer", &pair(mul.backward(dout)), &rows([[2.2, 110.0]]), &mistakes)?;
        equal_number("the sum of 200 and 450", add.forward(200.0, 450.0), 650.0, &[])?;
        let mistakes = [
            (pair((1.0, 1.0)), "dx and dy of AddLayer do not depend on dout: multiply by it"),
            (
                pair((dout * 450.0, dout * 200.0)),
                "dx and dy of AddLayer are those of a product: the slope of a sum is 1",
            ),
            (pair((dout / 2.0, dout / 2.0)), "AddLayer divides dout between its inputs: both get all of it"),
        ];
        equal("(dx, dy) of AddLayer", &pair(add.backward(dout)), &rows([[dout, dout]]), &mistakes)
    })
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
        follows_the_last_forward(new, &x, &dout)?;
        layer.forward(&rows([[0.0]]));
        ensure(
            layer.backward(&rows([[5.0]]))[0] == 0.0,
            "dx is not 0 where x is exactly 0: the mask is x > 0, not x >= 0",
        )
    })
}

/// The sigmoid layer.
pub fn sigmoid_layer(new: fn() -> Box<dyn Layer>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, -0.5, 2.0], [-2.0, 0.0, -1.0]]);
        let dout = rows([[-0.3, 1.2, 0.5], [0.7, -2.0, -0.4]]);
        let mut layer = new();
        let out = x.map(functions::sigmoid);
        equal("out", &layer.forward(&x), &out, &[(x.map(f64::tanh), "out is tanh(x), not the sigmoid")])?;
        let slope = |f: fn(f64) -> f64, of: &Matrix<f64>| dout.zip_map(of, |dout, x| dout * f(x));
        let mistakes = [
            (slope(|x| x * (1.0 - x), &x), "dx is dout·x(1 - x): it is the output that is multiplied by 1 - itself"),
            (slope(|out| out, &out), "dx is dout·out: the factor 1 - out is missing"),
            (slope(|out| 1.0 - out, &out), "dx is dout·(1 - out): the factor out is missing"),
            (slope(|out| 1.0 - out * out, &out), "dx is dout·(1 - out²), which is the derivative of tanh"),
            (out.map(|out| out * (1.0 - out)), "dx does not depend on dout: multiply by it"),
        ];
        equal("dx", &layer.backward(&dout), &numerical_dx(new, &x, &dout), &mistakes)?;
        follows_the_last_forward(new, &x, &dout)?;
        layer.forward(&rows([[1000.0, -1000.0]]));
        let saturated = layer.backward(&rows([[1.0, 1.0]]));
        ensure(saturated.iter().all(|dx| *dx == 0.0), "dx is not 0 at x = ±1000, where the sigmoid is flat")
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
        follows_the_last_forward(|| new(w.clone(), b.clone()), &x, &dout)
    })
}

/// Softmax with cross entropy.
pub fn softmax_with_loss(layer: &mut dyn LossLayer) -> Verdict {
    Verdict::of(|| {
        let x = rows([[0.3, 2.9, 4.0], [1.0, -1.0, 0.5], [0.0, 0.2, 0.1], [-2.0, 1.5, 1.0]]);
        let t = [2, 0, 1, 1];
        let right = functions::softmax_cross_entropy(&x, &t);
        equal_number("the loss", layer.forward(&x, &t), right, &[(4.0 * right, "the loss is a sum: it is the mean")])?;
        let y = functions::softmax(&x);
        let difference = &y - functions::one_hot(&t, 3);
        let mistakes = [
            (difference.clone(), "dx is 4 times too large: L is a mean over N = 4 samples, so divide by N"),
            (-&difference / 4.0, "dx has the right size but the wrong sign: it is y - t, not t - y"),
            (&y / 4.0, "dx is y / N: 1 has to be subtracted from y at the class of the label"),
            (&difference / 12.0, "dx is divided by N·C: divide it by the number of samples N"),
            (&difference / 3.0, "dx is divided by C: divide it by the number of samples N"),
            ((&x - functions::one_hot::<f64>(&t, 3)) / 4.0, "dx is (x - t) / N: it is the softmax of x that counts"),
        ];
        let numerical = numerical_gradient(&mut x.clone(), |x| x, |x| functions::softmax_cross_entropy(x, &t));
        equal("dx", &layer.backward(), &numerical, &mistakes)?;
        let loss = layer.forward(&rows([[1000.0, -1000.0]]), &[1]);
        ensure(!loss.is_nan(), "the loss of the scores (1000, -1000) is NaN: take softmax_cross_entropy")?;
        equal("dx for the scores (1000, -1000)", &layer.backward(), &rows([[1.0, -1.0]]), &[])
    })
}
