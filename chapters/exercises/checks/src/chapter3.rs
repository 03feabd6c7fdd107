//! 3 Neural networks (신경망).

use std::cell::Cell;

use common::matrix::{add_row, dot};
use common::{Matrix, functions};

use crate::Verdict;
use crate::compare::{Outcome, close_numbers, ensure, equal, equal_function, equal_number, rows};

/// The step function.
pub fn step(step: fn(&Matrix<f64>) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[-1.0, 1.0, 2.0], [0.5, 0.0, -3.0]]);
        let mistakes = [
            (x.map(|x| f64::from(u8::from(x >= 0.0))), "step(0) is 1: the condition is x > 0, not x >= 0"),
            (x.map(|x| f64::from(u8::from(x < 0.0))), "step is 1 where x < 0: it must be 1 where x > 0"),
            (x.map(|x| x.max(0.0)), "step gives x itself where x > 0: that is ReLU, the step function gives 1 there"),
            (x.map(f64::signum), "step is -1 where x < 0: that is the sign of x, the step function gives 0 there"),
        ];
        equal("step", &step(&x), &x.map(functions::step), &mistakes)?;
        ensure(step(&Matrix::zeros(0, 3)).shape() == (0, 3), "step of an empty batch, 0 x 3, is not 0 x 3")
    })
}

/// The sigmoid.
pub fn sigmoid(sigmoid: fn(f64) -> f64) -> Verdict {
    Verdict::of(|| {
        ensure(
            !sigmoid(1000.0).is_nan() && !sigmoid(-1000.0).is_nan(),
            "sigmoid(1000) or sigmoid(-1000) is NaN, ∞/∞: with e⁻ˣ, infinity is only in the denominator",
        )?;
        equal_function(
            "sigmoid",
            &[0.0_f64, 1.0, -1.0, 2.0, 0.3, -5.0, 1000.0, -1000.0],
            |&x| sigmoid(x),
            |&x| functions::sigmoid(x),
            &[
                (|&x: &f64| 1.0 / (1.0 + x.exp()), "sigmoid falls from 1 to 0: it is e⁻ˣ in the denominator, not eˣ"),
                (|&x: &f64| 1.0 + (-x).exp(), "sigmoid is 1 + e⁻ˣ: the reciprocal is missing"),
                (|&x: &f64| (-x).exp().recip(), "sigmoid is eˣ: 1 is not added to the denominator"),
                (|&x: &f64| x.tanh(), "this is tanh, from -1 to 1: the sigmoid goes from 0 to 1"),
                (|&x| functions::step(x), "this is the step function: the sigmoid is smooth, and 1/2 at 0"),
            ],
        )
    })
}

/// The output for an input, three weights and three biases.
type Forward = fn(&Matrix<f64>, &[Matrix<f64>; 3], &[Matrix<f64>; 3]) -> Matrix<f64>;

/// An activation function.
type Activation = fn(f64) -> f64;

/// The forward pass of a three-layer network.
pub fn three_layers(forward: Forward) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, 0.5], [-2.0, 0.3], [0.1, 0.0]]);
        let w = [
            rows([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]),
            rows([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]),
            rows([[0.1, 0.3], [0.2, 0.4]]),
        ];
        let b = [rows([[0.1, 0.2, 0.3]]), rows([[0.1, 0.2]]), rows([[0.1, 0.2]])];
        // Weights and biases of all layers, but with these activation functions.
        let network = |activations: [Activation; 3], bias: [f64; 3]| {
            let layer = |x, i: usize| add_row(dot(&x, &w[i]), &(&b[i] * bias[i])).map(activations[i]);
            layer(layer(layer(x.clone(), 0), 1), 2)
        };
        let (sigmoid, identity, relu): (Activation, Activation, Activation) =
            (functions::sigmoid, |x| x, functions::relu);
        let mistakes = [
            (network([sigmoid; 3], [1.0; 3]), "the output goes through the sigmoid: the last layer has the identity"),
            (network([identity; 3], [1.0; 3]), "there is no activation function: a1 and a2 go through the sigmoid"),
            (network([identity, sigmoid, identity], [1.0; 3]), "z1 is a1: the first layer has a sigmoid, too"),
            (network([sigmoid, identity, identity], [1.0; 3]), "z2 is a2: the second layer has a sigmoid, too"),
            (network([relu, relu, identity], [1.0; 3]), "the hidden layers have ReLU: section 3.4 has the sigmoid"),
            (network([sigmoid, sigmoid, identity], [0.0; 3]), "the biases are missing"),
            (network([sigmoid, sigmoid, identity], [1.0, 1.0, 0.0]), "the bias b3 of the output is missing"),
        ];
        let right = network([sigmoid, sigmoid, identity], [1.0; 3]);
        equal("y", &forward(&x, &w, &b), &right, &mistakes)?;
        ensure(forward(&Matrix::zeros(0, 2), &w, &b).shape() == (0, 2), "y of an empty batch, 0 x 2, is not 0 x 2")
    })
}

/// The softmax of each row.
pub fn softmax(softmax: fn(&Matrix<f64>) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[0.3, 2.9, 4.0], [1.0, 1.0, -2.0]]);
        let y = softmax(&x);
        let is_one = |sum: f64| close_numbers(sum, 1.0);
        if y.shape() == x.shape() && !y.row_iter().all(|row| is_one(row.sum())) {
            ensure(!is_one(y.sum()), "softmax divides by the sum of the whole batch: each row has its own sum")?;
            let columns = y.column_iter().all(|column| is_one(column.sum()));
            ensure(!columns, "softmax adds up columns: a row is a sample, so each row must add up to 1")?;
            return Err(format!(
                "the first row of softmax adds up to {:.4}: divide each row by its sum",
                y.row(0).sum()
            ));
        }
        equal("softmax", &y, &functions::softmax(&x), &[])?;
        large(softmax, [1000.0, 1001.0], "subtract the maximum first")?;
        large(softmax, [-1001.0, -1000.0], "subtract the maximum, not the maximum of the absolute values")?;
        let far = softmax(&rows([[0.0, 1.0], [2000.0, 2001.0]]));
        ensure(
            far.iter().all(|y| !y.is_nan()),
            "softmax of (0, 1) in a batch with (2000, 2001) is NaN: subtract from each row its own maximum",
        )?;
        ensure(softmax(&Matrix::zeros(0, 3)).shape() == (0, 3), "softmax of an empty batch, 0 x 3, is not 0 x 3")
    })
}

fn large(softmax: fn(&Matrix<f64>) -> Matrix<f64>, scores: [f64; 2], advice: &str) -> Outcome {
    let (x, y) = (rows([scores]), softmax(&rows([scores])));
    let name = format!("softmax({}, {})", scores[0], scores[1]);
    ensure(y.iter().all(|y| !y.is_nan()), format!("{name} is NaN: {advice}"))?;
    equal(&name, &y, &functions::softmax(&x), &[])
}

/// Scores, n x C, of n images.
pub type Scores<'a> = &'a dyn Fn(&Matrix<f64>) -> Matrix<f64>;

/// The accuracy in batches.
pub fn batches(
    argmax: fn(&Matrix<f64>, usize) -> usize,
    accuracy: fn(Scores, &Matrix<f64>, &[usize], usize) -> f64,
) -> Verdict {
    Verdict::of(|| {
        let scores = rows([[0.1, 0.9, 0.3], [-3.0, -1.0, -2.0], [0.5, 0.2, 0.5], [1.0, 2.0, 3.0], [0.2, 0.3, 0.3]]);
        equal_function(
            "argmax of row",
            &[0, 1, 2, 3, 4],
            |&n| argmax(&scores, n) as f64,
            |&n| [1.0, 1.0, 0.0, 2.0, 1.0][n],
            &[
                (|&n| [1.0, 1.0, 2.0, 2.0, 2.0][n], "argmax gives the last of two equal scores: the first one counts"),
                (|&n| [0.0, 0.0, 1.0, 0.0, 0.0][n], "argmax gives the smallest score: it is the index of the largest"),
                (
                    |&n| [1.0, 0.0, 0.0, 2.0, 1.0][n],
                    "argmax gives 0 if all scores are negative: begin with a score, not 0",
                ),
                (|&n| [2.0, 2.0, 1.0, 3.0, 2.0][n], "argmax counts classes from 1: an index begins with 0"),
            ],
        )?;
        // The scores are the pixels themselves. Right: images 0 to 2, 4 and 6 of seven.
        let (x, t) = (Matrix::from_fn(7, 3, |n, c| f64::from(u8::from(n % 3 == c))), [0, 1, 2, 1, 1, 0, 0]);
        let largest = Cell::new(0);
        let predict = |x: &Matrix<f64>| {
            largest.set(largest.get().max(x.nrows()));
            x.clone()
        };
        let mistakes = [
            (4.0 / 6.0, "accuracy leaves out the last batch, which is smaller, and does not count its image"),
            (4.0 / 7.0, "accuracy leaves out the last batch, which is smaller: 7 images are 3 + 3 + 1"),
            (5.0 / 3.0, "accuracy is divided by the number of batches: it is a fraction of the images"),
            (5.0 / 9.0, "accuracy is divided by 9, as if the last batch were full: there are 7 images"),
            (5.0, "accuracy is a number of images: divide it by all of them"),
            (1.0, "accuracy compares each batch with the first labels: labels begin where the batch begins"),
            (2.0 / 7.0, "accuracy counts the wrong answers"),
        ];
        equal_number("accuracy", accuracy(&predict, &x, &t, 3), 5.0 / 7.0, &mistakes)?;
        ensure(largest.get() <= 3, format!("predict gets {} images at once: batch_size is 3", largest.get()))?;
        equal_number("accuracy in batches of 100", accuracy(&|x| x.clone(), &x, &t, 100), 5.0 / 7.0, &[])
    })
}
