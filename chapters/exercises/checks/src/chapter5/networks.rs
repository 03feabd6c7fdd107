//! 5.7 Implementing backpropagation (오차역전파법 구현하기), and automatic differentiation (자동미분).

use common::layers::{self, Affine, Sigmoid};
use common::{Matrix, Network, functions};

use crate::compare::{ensure, equal, equal_number, rows};
use crate::{Graph, Loss, NetworkOfLayers, Verdict};

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
