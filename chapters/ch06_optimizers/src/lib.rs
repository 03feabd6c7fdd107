//! 6.1 Updating parameters (매개변수 갱신): seven optimizers, and the valley that shows how they differ.
//!
//! ```text
//! f(x, y) = x²/20 + y²         ∂f/∂x = x/10     ∂f/∂y = 2y
//! ```
//!
//! The optimizers themselves are in [`common::optimizers`], because all later chapters train with them.

mod rates;

pub use rates::{digits_rate, path_rate};

use common::Matrix;
use common::layers::{Param, Role};
use common::optimizers::Optimizer;

/// The initial point of every [`path`]: x and y.
pub const START: (f64, f64) = (-7.0, 2.0);

/// 6.1.3 A long valley (SGD의 단점): steep across, nearly flat along. Its minimum is 0, at (0, 0).
pub fn f(x: f64, y: f64) -> f64 {
    x * x / 20.0 + y * y
}

/// The gradient of [`f`]: ∂f/∂x and ∂f/∂y.
pub fn gradient(x: f64, y: f64) -> (f64, f64) {
    (x / 10.0, 2.0 * y)
}

/// The points `(x, y)` that `optimizer` visits on [`f`]: [`START`], then one per step.
pub fn path(mut optimizer: Optimizer<f64>, steps: usize) -> Vec<(f64, f64)> {
    let mut param = Param::new("weight", Role::Weight, Matrix::from_row_slice(1, 2, &[START.0, START.1]));
    let mut points = vec![START];
    for _ in 0..steps {
        let (dx, dy) = gradient(param.value[0], param.value[1]);
        param.grad.copy_from_slice(&[dx, dy]);
        optimizer.update(vec![&mut param]);
        points.push((param.value[0], param.value[1]));
    }
    points
}

#[cfg(test)]
mod tests {
    use common::gradient::numerical_diff;
    use common::optimizers::Method;

    use super::*;

    fn path_of(method: Method, steps: usize) -> Vec<(f64, f64)> {
        path(method.optimizer(path_rate(method)), steps)
    }

    #[test]
    fn the_gradient_is_that_of_f() {
        for (x, y) in [START, (3.0, -0.5)] {
            let (dx, dy) = gradient(x, y);
            assert!((dx - numerical_diff(|x| f(x, y), x)).abs() < 1e-9);
            assert!((dy - numerical_diff(|y| f(x, y), y)).abs() < 1e-9);
        }
    }

    /// The gradient at the start is (-0.7, 4).
    #[test]
    fn first_steps_are_those_computed_by_hand() {
        for (method, (x, y)) in [
            (Method::Sgd, (-7.0 + 0.95 * 0.7, 2.0 - 0.95 * 4.0)),
            (Method::Momentum, (-7.0 + 0.1 * 0.7, 2.0 - 0.1 * 4.0)),
            // The step, and at once the nine tenths of it that momentum will add.
            (Method::Nesterov, (-7.0 + 0.19 * 0.7, 2.0 - 0.19 * 4.0)),
            // Whatever the gradient, the step is as long as the rate ...
            (Method::AdaGrad, (-7.0 + 1.5, 2.0 - 1.5)),
            (Method::Adam, (-7.0 + 0.3, 2.0 - 0.3)),
            (Method::AdamW, (-7.0 * 0.997 + 0.3, 2.0 * 0.997 - 0.3)),
            // ... or ten times as long, since the mean of squares begins with a hundredth of the first.
            (Method::RmsProp, (-7.0 + 10.0 * 0.1, 2.0 - 10.0 * 0.1)),
        ] {
            let points = path_of(method, 1);
            assert_eq!((points.len(), points[0]), (2, START));
            let distance = (points[1].0 - x).hypot(points[1].1 - y);
            assert!(distance < 1e-6, "{method:?}: {points:?}");
        }
    }

    #[test]
    fn only_sgd_zigzags_at_every_step() {
        for method in Method::ALL {
            let points = path_of(method, 30);
            let zigzags = points.windows(2).all(|ends| ends[0].1 * ends[1].1 < 0.0);
            assert_eq!(zigzags, method == Method::Sgd, "{method:?}: {points:?}");
        }
    }
}
