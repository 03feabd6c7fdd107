//! 3 Neural networks (신경망).

use common::Matrix;
use common::functions;

use crate::Verdict;
use crate::compare::{Outcome, ensure, equal, rows};

/// The softmax of each row.
pub fn softmax(softmax: fn(&Matrix<f64>) -> Matrix<f64>) -> Verdict {
    Verdict::of(|| {
        let exp = |x: &Matrix<f64>| x.map(f64::exp);
        let x = rows([[0.3, 2.9, 4.0], [1.0, 1.0, -2.0]]);
        let whole = exp(&x) / exp(&x).sum();
        let columns = Matrix::from_fn(2, 3, |i, j| exp(&x)[(i, j)] / exp(&x).column(j).sum());
        let mistakes = [
            (exp(&x), "softmax does not divide by the sum: each row must add up to 1"),
            (whole, "softmax divides by the sum of the whole batch: each row has its own sum"),
            (columns, "softmax adds up columns: a row is a sample, so each row must add up to 1"),
        ];
        equal("softmax", &softmax(&x), &functions::softmax(&x), &mistakes)?;
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
