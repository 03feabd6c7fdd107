//! 4.2 Loss functions (손실 함수), 4.5 Implementing a learning algorithm (학습 알고리즘 구현하기).

use common::Matrix;
use common::functions::{self, relu, sigmoid, softmax, softmax_cross_entropy};
use common::matrix::{add_row, dot};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::compare::{ensure, equal, equal_number, rows};
use crate::{Model, Verdict};

/// Cross entropy of a batch.
pub fn cross_entropy(cross_entropy_error: fn(&Matrix<f64>, &[usize]) -> f64) -> Verdict {
    Verdict::of(|| {
        let (y, t) = (rows([[0.1, 0.6, 0.3], [0.2, 0.2, 0.6], [0.7, 0.2, 0.1], [0.25, 0.5, 0.25]]), [1, 0, 0, 2]);
        let right = functions::cross_entropy_error(&y, &t);
        let mistakes = [
            (-right, "the cross entropy has the wrong sign: the logarithm of a probability is negative, so -ln"),
            (4.0 * right, "the cross entropy is a sum: divide it by the number of samples N"),
            (right / 3.0, "the cross entropy is divided by N·C: divide it by the number of samples N"),
            (right / 10.0_f64.ln(), "the cross entropy has the logarithm to the base 10: it is the natural one, `ln`"),
            (right / 2.0_f64.ln(), "the cross entropy has the logarithm to the base 2: it is the natural one, `ln`"),
            (
                -y.map(|y| (y + 1e-7).ln()).sum() / 4.0,
                "the cross entropy adds up all classes: only the probability of the right class counts",
            ),
        ];
        equal_number("the cross entropy", cross_entropy_error(&y, &t), right, &mistakes)?;
        let hopeless = cross_entropy_error(&rows([[1.0, 0.0]]), &[1]);
        ensure(
            hopeless.is_finite(),
            "the cross entropy is infinite where the right class has probability 0: add 1e-7",
        )?;
        equal_number("the cross entropy where the right class has probability 0", hopeless, -(1e-7_f64).ln(), &[])
    })
}

/// Draws a mini-batch.
type MiniBatch = fn(&Matrix<f64>, &[usize], usize, &mut ChaCha8Rng) -> (Matrix<f64>, Vec<usize>);

/// Mini-batches drawn with replacement.
pub fn mini_batch(mini_batch: MiniBatch) -> Verdict {
    Verdict::of(|| {
        // Row n is (n, -n) and has the label n.
        let (n, size, rng) = (10, 500, &mut ChaCha8Rng::seed_from_u64(1));
        let x = Matrix::from_fn(n, 2, |n, c| if c == 0 { n as f64 } else { -(n as f64) });
        let t: Vec<usize> = (0..n).collect();
        let (one, another) = (mini_batch(&x, &t, 5, rng), mini_batch(&x, &t, 5, rng));
        let (shape, labels) = (one.0.shape(), one.1.len());
        ensure(
            shape == (5, 2) && labels == 5,
            format!(
                "a mini-batch of size 5 is {} x {} with {labels} labels, not 5 x 2 with 5 labels",
                shape.0, shape.1
            ),
        )?;
        ensure(one != another, "two mini-batches are the same: draw new indices each time")?;
        let (images, labels) = mini_batch(&x, &t, size, rng);
        let belong = labels.iter().zip(images.column(0).iter()).all(|(&label, &image)| label as f64 == image);
        ensure(belong, "the labels do not belong to the images: draw indices once, and use them for both")?;
        let seldom = (0..n).find(|class| labels.iter().filter(|label| *label == class).count() < size / n / 2);
        ensure(seldom != Some(n - 1), "the last sample is never drawn: 0..n does not contain n, but n - 1")?;
        ensure(seldom != Some(0), "the first sample is never drawn: indices begin with 0")?;
        ensure(seldom.is_none(), "some samples are drawn much less often than others")?;
        let repeated = (0..20).any(|_| {
            let (_, mut labels) = mini_batch(&x, &t, n, rng);
            labels.sort_unstable();
            labels.windows(2).any(|pair| pair[0] == pair[1])
        });
        ensure(repeated, "no sample is ever drawn twice: the book draws with replacement")
    })
}

/// The loss of a two-layer network with these w1, b1, w2, b2.
pub fn two_layer_net(new: fn([Matrix<f64>; 4]) -> Box<dyn Model>) -> Verdict {
    Verdict::of(|| {
        let x = rows([[1.0, -0.5], [0.3, 2.0], [-1.5, 0.7], [0.0, 0.4]]);
        let t = [2, 0, 1, 1];
        let w1 = rows([[0.5, -1.0, 0.2], [0.8, 0.3, -0.6]]);
        let b1 = rows([[0.1, -0.2, 0.4]]);
        let w2 = rows([[1.0, -0.5, 0.3], [0.2, 0.9, -1.1], [-0.7, 0.4, 0.6]]);
        let b2 = rows([[0.3, 0.0, -0.5]]);
        let network = new([&w1, &b1, &w2, &b2].map(Clone::clone));
        let scores = |f: fn(f64) -> f64, bias: [f64; 2]| {
            let z1 = add_row(dot(&x, &w1), &(&b1 * bias[0])).map(f);
            add_row(dot(&z1, &w2), &(&b2 * bias[1]))
        };
        let right = scores(sigmoid, [1.0; 2]);
        let mistakes = [
            (softmax(&right), "predict gives probabilities: it gives the scores a2, softmax belongs to the loss"),
            (scores(|x| x, [1.0; 2]), "the hidden layer has no activation function: z1 = sigmoid(a1)"),
            (scores(relu, [1.0; 2]), "the hidden layer has ReLU: z1 = sigmoid(a1)"),
            (right.map(sigmoid), "the scores go through a sigmoid: only the hidden layer has one"),
            (scores(sigmoid, [0.0; 2]), "the biases are missing"),
            (scores(sigmoid, [0.0, 1.0]), "the bias b1 is missing"),
            (scores(sigmoid, [1.0, 0.0]), "the bias b2 is missing"),
        ];
        equal("predict", &network.predict(&x), &right, &mistakes)?;
        let loss = softmax_cross_entropy(&right, &t);
        let twice = softmax_cross_entropy(&softmax(&right), &t);
        let mistakes = [
            (4.0 * loss, "the loss is a sum: it is the mean over the batch"),
            (-loss, "the loss has the wrong sign"),
            (twice, "the loss takes softmax twice: softmax_cross_entropy expects scores"),
        ];
        equal_number("the loss", network.loss(&x, &t), loss, &mistakes)?;
        let sure = new([&w1, &b1, &(&w2 * 5000.0), &b2].map(Clone::clone)).loss(&x, &t);
        ensure(sure.is_finite(), "the loss of scores in the thousands is not finite: take softmax_cross_entropy")
    })
}

/// Draws a mini-batch.
pub type Sample<'a> = &'a mut dyn FnMut() -> Matrix<f64>;

/// The loss of the weights for a mini-batch, and its gradient.
pub type LossAndGradient<'a> = &'a dyn Fn(&Matrix<f64>, &Matrix<f64>) -> (f64, Matrix<f64>);

/// The training loop.
pub fn training_loop(train: fn(&mut Matrix<f64>, Sample, LossAndGradient, f64, usize) -> Vec<f64>) -> Verdict {
    Verdict::of(|| {
        // Mini-batch number n pulls the weights towards (n, 1): L = ½ ‖w - batch‖².
        let (start, rate, iterations) = (rows([[5.0, -2.0]]), 0.1, 4);
        let gradient = |w: &Matrix<f64>, batch: &Matrix<f64>| ((w - batch).norm_squared() / 2.0, w - batch);
        let run = |step: f64, first_only: bool, iterations: usize| {
            let (mut w, mut losses) = (start.clone(), Vec::new());
            for n in 0..iterations {
                let (loss, slope) = gradient(&w, &rows([[if first_only { 1.0 } else { (n + 1) as f64 }, 1.0]]));
                w -= step * slope;
                losses.push(loss);
            }
            (w, losses)
        };
        let (mut w, mut drawn) = (start.clone(), 0);
        let mut sample = || {
            drawn += 1;
            rows([[f64::from(drawn), 1.0]])
        };
        let losses = train(&mut w, &mut sample, &gradient, rate, iterations);
        let right = run(rate, false, iterations);
        let mistakes = [
            (start.clone(), "the weights do not change: write the update into *w"),
            (run(-rate, false, iterations).0, "the weights climb: the gradient is subtracted"),
            (run(rate, true, iterations).0, "every iteration has the same mini-batch: draw it inside the loop"),
            (run(1.0, false, iterations).0, "the learning rate is not used"),
            (run(rate, false, iterations + 1).0, "there is one iteration too many"),
            (run(rate, false, iterations - 1).0, "there is one iteration too few"),
        ];
        ensure(drawn <= 5, format!("{drawn} mini-batches are drawn in 4 iterations: draw one in each"))?;
        equal("w", &w, &right.0, &mistakes)?;
        let row = |losses: &[f64]| Matrix::from_row_slice(1, losses.len(), losses);
        ensure(losses.len() == 4, format!("there are {} losses after 4 iterations: keep one in each", losses.len()))?;
        let mut later = right.1.clone();
        later.iter_mut().for_each(|loss| *loss *= (1.0 - rate) * (1.0 - rate));
        equal(
            "the losses",
            &row(&losses),
            &row(&right.1),
            &[(row(&later), "the losses are those after the update: keep the loss that came with the gradient")],
        )
    })
}
