//! XOR, which no single neuron can learn (chapter 2): a network with a hidden layer, whose gradients the tape computes.

use std::f64::consts::LN_2;

use anyhow::{Result, ensure};
use ch05_autograd::{Tape, Var, two_layer_net};
use common::Matrix;
use common::functions::softmax;
use common::matrix::{argmax_rows, random_normal};
use common::plot::{Chart, Scale, Series, Style};
use rand::Rng;

const INPUTS: [[f64; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
const ANSWERS: [usize; 4] = [0, 1, 1, 0];

/// A network of H hidden units for the two classes 0 and 1, and its loss on the truth table.
pub struct Network<'t> {
    tape: &'t Tape,
    /// `w1`, `b1`, `w2`, `b2`.
    parameters: [Var<'t>; 4],
    /// 4 x 2.
    scores: Var<'t>,
    loss: Var<'t>,
}

impl<'t> Network<'t> {
    /// Weights drawn from N(0, 1), biases 0.
    pub fn new(tape: &'t Tape, hidden: usize, rng: &mut impl Rng) -> Self {
        let x = tape.constant(Matrix::from_row_slice(4, 2, INPUTS.as_flattened()));
        let (w1, b1) = (random_normal(2, hidden, 1.0, rng), Matrix::zeros(1, hidden));
        let (w2, b2) = (random_normal(hidden, 2, 1.0, rng), Matrix::zeros(1, 2));
        let parameters = [w1, b1, w2, b2].map(|matrix| tape.parameter(matrix));
        let scores = two_layer_net(x, parameters, Var::tanh);
        Self { tape, parameters, scores, loss: scores.softmax_cross_entropy(&ANSWERS) }
    }

    /// Gradient descent. Returns the losses after 0, 1, 2, … steps.
    pub fn train(&self, steps: usize, learning_rate: f64) -> Result<Vec<f64>> {
        let mut losses = vec![self.loss.item()];
        for step in 1..=steps {
            self.tape.zero_grad(); //                       1. reset the gradients
            self.loss.backward(); //                        2. compute them by backpropagation
            for parameter in self.parameters {
                parameter.step(learning_rate); //           3. update the weights
            }
            self.tape.forward(); //                         4. recompute the same graph with the new weights
            losses.push(self.loss.item());
            if step.is_power_of_two() {
                println!("  step {step:4}: loss {:.4}", losses[step]);
            }
        }
        ensure!(losses[steps] <= losses[0], "gradient descent has diverged: choose a smaller --learning-rate");
        Ok(losses)
    }

    /// Prints the truth table beside the network's predictions.
    pub fn print_answers(&self) {
        let y = softmax(&self.scores.value());
        println!("  x1  x2 | XOR | probability of a 1");
        for (n, [x1, x2]) in INPUTS.into_iter().enumerate() {
            println!("  {x1:2}  {x2:2} | {:3} | {:18.4}", ANSWERS[n], y[(n, 1)]);
        }
        let right = argmax_rows(&y).iter().zip(ANSWERS).filter(|&(&answer, t)| answer == Some(t)).count();
        println!("  {right} of 4 right");
    }
}

/// The loss after each step, on axes whose ticks are powers of ten.
pub fn chart(losses: &[f64]) -> Chart {
    Chart {
        title: "Loss while learning XOR".into(),
        x_label: "step".into(),
        y_label: "cross entropy".into(),
        x_scale: Scale::Log,
        y_scale: Scale::Log,
        series: vec![
            Series::curve("ln 2: the loss of a guess", 1.0..losses.len() as f64 - 1.0, Style::Guide, |_| LN_2),
            Series::numbered("network", losses, Style::Solid),
        ],
        ..Chart::default()
    }
}
