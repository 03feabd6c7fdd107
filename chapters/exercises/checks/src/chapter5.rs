//! 5 Backpropagation (오차역전파법).

use common::gradient::numerical_gradient;
use common::layers::{self, Affine, Sigmoid};
use common::matrix::{add_row, dot, transposed};
use common::{Matrix, Network, functions};

use crate::compare::{Outcome, close, ensure, equal, equal_number, rows};
use crate::{Graph, Layer, Loss, LossLayer, NetworkOfLayers, Node, Verdict};

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

/// Layers of `common`.
type Layers = Vec<Box<dyn layers::Layer<f64>>>;

/// A network of layers of `common`.
pub fn network_of_layers(new: fn(Layers) -> Box<dyn NetworkOfLayers>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, -0.5, 0.8], [0.3, 2.0, -1.0], [-1.5, 0.7, 0.2], [0.0, 0.4, 1.2]]);
        let t = [2, 0, 1, 1];
        // Square weights: a wrong order gives wrong numbers instead of shapes that do not fit.
        let w = [
            rows([[0.5, -1.0, 0.2], [0.8, 0.3, -0.6], [-0.4, 0.7, 0.9]]),
            rows([[1.0, -0.5, 0.3], [0.2, 0.9, -1.1], [-0.7, 0.4, 0.6]]),
        ];
        let affine = |i: usize| Box::new(Affine::new(w[i].clone(), rows([[0.1, -0.2, 0.4]])));
        let stack = || -> Layers { vec![affine(0), Box::new(Sigmoid::default()), affine(1)] };
        let (mut network, mut reference) = (new(stack()), Network::new(stack()));
        let backwards = Network::new(vec![affine(1), Box::new(Sigmoid::default()), affine(0)]);
        let mistakes = [
            (backwards.predict(x.clone()), "predict goes through the layers from the last to the first"),
            (
                functions::softmax(&reference.predict(x.clone())),
                "predict gives probabilities: softmax belongs to the loss",
            ),
        ];
        equal("predict", &network.predict(x.clone()), &reference.predict(x.clone()), &mistakes)?;
        let loss = network.loss_and_gradient(x.clone(), &t);
        equal_number("the loss", loss, reference.loss_and_gradient(x, &t), &[])?;
        let gradients = network.layers().iter().flat_map(|layer| layer.params()).zip(reference.params());
        for (name, (got, right)) in ["w1", "b1", "w2", "b2"].into_iter().zip(gradients) {
            ensure(got.grad.amax() > 0.0, format!("∂L/∂{name} is 0: call backward of every layer"))?;
            let order = "backward goes from the last layer to the first, and each gets the ∂L/∂x of the one after it";
            let compared = equal(&format!("∂L/∂{name}"), &got.grad, &right.grad, &[]);
            compared.map_err(|difference| format!("{difference}: {order}"))?;
        }
        Ok(())
    })
}

/// A gradient check.
pub fn gradient_check(largest_difference: fn(Loss, &Matrix<f64>, &Matrix<f64>) -> f64) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, -2.0], [0.5, 3.0]]);
        let f = |x: &Matrix<f64>| x.map(|x| x * x).sum();
        let right = &x * 2.0;
        let off = |change: Matrix<f64>| largest_difference(&f, &(&right + change), &x);
        ensure(off(Matrix::zeros(2, 2)) < 1e-6, "a right gradient is rejected: its difference must be about 1e-10")?;
        let one = off(rows([[0.0, 0.0], [0.0, 0.5]]));
        let mistakes = [
            (0.5 / 4.0, "the difference is the mean over all elements: one wrong element among many hides in it"),
            (0.0, "a gradient whose last element is wrong passes: compare all elements"),
            (0.25, "the difference is squared: it is the largest absolute value"),
        ];
        equal_number("the difference of a gradient with one element 0.5 too large", one, 0.5, &mistakes)?;
        let below = off(rows([[0.0, -0.5], [0.0, 0.0]]));
        ensure(
            below >= 0.4,
            "a gradient with an element 0.5 too small passes: take the absolute value of the difference",
        )?;
        let cancel = off(rows([[0.5, -0.5], [0.0, 0.0]]));
        ensure(cancel >= 0.4, "a gradient with an element 0.5 too large and one 0.5 too small passes: signs cancel")?;
        equal_number("the largest of two differences, 0.5 and 0.2,", off(rows([[0.5, -0.2], [0.0, 0.0]])), 0.5, &[])?;
        let nan = off(rows([[0.0, f64::NAN], [0.0, 0.1]]));
        ensure(
            nan.is_nan(),
            "a gradient with NaN in it passes: f64::max and comparisons ignore NaN, so ask with is_nan()",
        )
    })
}

/// A tape.
pub fn tape(new: fn() -> Box<dyn Graph>) -> Verdict {
    Verdict::of(|| {
        let mut graph = new();
        let (x, y) = (graph.leaf(3.0), graph.leaf(4.0));
        let product = graph.mul(x, y);
        equal_number("3 · 4 on the tape", graph.value(product), 12.0, &[])?;
        let gradient = |graph: &dyn Graph, output: usize| {
            let grad = graph.backward(output);
            rows([[grad[x], grad[y]]])
        };
        let mistakes = [
            (rows([[3.0, 4.0]]), "the slopes of a product are swapped: ∂(xy)/∂x = y"),
            (rows([[1.0, 1.0]]), "the slopes of a product are 1: that is right for a sum"),
            (rows([[0.0, 0.0]]), "the gradients of a product are 0: grad[output] is 1, and mul keeps the slopes"),
        ];
        equal("∂(xy)/∂(x, y) at (3, 4)", &gradient(&*graph, product), &rows([[4.0, 3.0]]), &mistakes)?;

        let sum = graph.add(product, x);
        let mistakes = [
            (rows([[1.0, 3.0]]), "x is used twice in xy + x, and its second gradient replaces the first: add them up"),
            (rows([[4.0, 3.0]]), "x is used twice in xy + x, and its second gradient replaces the first: add them up"),
            (rows([[1.0, 0.0]]), "the nodes are visited from the first to the last: go back from the output"),
        ];
        equal("∂(xy + x)/∂(x, y) at (3, 4)", &gradient(&*graph, sum), &rows([[5.0, 3.0]]), &mistakes)?;

        let square = graph.mul(sum, sum);
        let mistakes = [
            (
                rows([[75.0, 45.0]]),
                "the two gradients of a square, of the same number, are not both counted: add them up",
            ),
            (rows([[5.0, 3.0]]), "grad[node] is not multiplied in: the chain rule multiplies slopes"),
        ];
        equal("∂(xy + x)²/∂(x, y) at (3, 4)", &gradient(&*graph, square), &rows([[150.0, 90.0]]), &mistakes)?;
        let again = gradient(&*graph, product);
        equal("∂(xy)/∂(x, y), asked for after more operations,", &again, &rows([[4.0, 3.0]]), &[])
    })
}
