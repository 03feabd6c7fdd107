//! 8 Deep learning (딥러닝).

use common::{Dataset, Matrix, Network};
use datasets::digits;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::Verdict;
use crate::compare::{ensure, equal, rows};

/// Shifted images.
pub fn augmentation(shifted: fn(&Matrix<f64>, isize, isize) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let image = rows([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]]);
        // Where the pixel (i, j) comes from, and whether it may come from the other side.
        let moved = |down: isize, right: isize, wraps: bool| {
            Matrix::from_fn(3, 4, |i, j| {
                let (i, j) = (i as isize - down, j as isize - right);
                let inside = (0..3).contains(&i) && (0..4).contains(&j);
                if inside || wraps { image[(i.rem_euclid(3) as usize, j.rem_euclid(4) as usize)] } else { 0.0 }
            })
        };
        for (down, right) in [(1, 2), (-1, 1), (0, -3), (2, 0), (5, 0), (0, 0)] {
            let clamped = Matrix::from_fn(3, 4, |i, j| {
                image[((i as isize - down).clamp(0, 2) as usize, (j as isize - right).clamp(0, 3) as usize)]
            });
            let mistakes = [
                (moved(down, right, true), "what leaves the image comes back on the other side: the border must be 0"),
                (
                    moved(-down, -right, false),
                    "the image moves up and to the left: out[i, j] is image[i - down, j - right]",
                ),
                (moved(right, down, false), "down and right are swapped: the first index is the row"),
                (clamped, "the border repeats the pixels at the edge: it must be 0"),
                (image.clone(), "the image does not move"),
            ];
            let name = format!("the image shifted by ({down}, {right})");
            equal(&name, &shifted(&image, down, right), &moved(down, right, false), &mistakes)?;
        }
        Ok(())
    })
}

/// The accuracy on test images that a network has to reach.
const GOAL: f64 = 0.96;

/// A network that classifies the embedded digits.
pub fn your_network(train: fn(&Dataset, &mut ChaCha8Rng) -> Network<f32>) -> Verdict {
    Verdict::of(|| {
        let digits = digits::load();
        let network = train(&digits.train, &mut ChaCha8Rng::seed_from_u64(1));
        let (x, t) = digits.test.whole();
        let loss = network.loss(x, &t);
        ensure(loss.is_finite(), "the loss is no longer finite: training has diverged, take a smaller learning rate")?;
        let (train, test) = (network.accuracy(&digits.train), network.accuracy(&digits.test));
        let advice = match (train, test) {
            (..0.2, _) => "it guesses: does the optimizer update the parameters, in enough steps?",
            (0.995.., _) => "it has learned the training images by heart: try what chapter 6 has against overfitting",
            _ => "train longer, choose another learning rate, or add units and layers",
        };
        ensure(
            test >= GOAL,
            format!("train accuracy {train:.3}, test accuracy {test:.3}, but {GOAL} is wanted: {advice}"),
        )
    })
}
