//! Points of the plane in two classes, which no straight line separates.
//!
//! ```text
//! u uniform on [0, 1), v uniform on [-1, 1), t = 0 or 1 in turn, s = 1 - 2t
//!
//! XOR      (x, y) = (u, s·v) or (-u, -s·v) with v ≥ 0       quadrants, as the truth table of 2.5
//! circles  (x, y) = r (cos 2πu, sin 2πu)                     r = 1 and ½
//! moons    (x, y) = ⅔ (s (cos πu - ½), s (sin πu - ¼))       half circles, one upside down
//! spiral   (x, y) = s r (cos 3πr, sin 3πr)                   r = √u, one and a half turns
//! ```
//!
//! Noise adds N(0, σ²) to both coordinates.

use std::f64::consts::PI;

use clap::ValueEnum;
use common::{Float, Matrix};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// A shape of two classes of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// 2.5 XOR (XOR 게이트): four quadrants, of which the opposite ones belong together.
    #[default]
    Xor,
    /// One circle around another.
    Circles,
    /// Two half circles, one in the other's opening.
    Moons,
    /// Two arms around the same centre.
    Spiral,
}

/// Points with their classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Points<T: Float> {
    /// Coordinates, N x 2.
    pub x: Matrix<T>,
    /// Classes, 0 or 1.
    pub t: Vec<usize>,
}

impl<T: Float> Points<T> {
    /// The points at `indices`: a mini-batch.
    pub fn select(&self, indices: &[usize]) -> Self {
        Self { x: self.x.select_rows(indices), t: indices.iter().map(|&n| self.t[n]).collect() }
    }
}

impl Shape {
    /// `n` points at random places of the shape, the classes in turn. `noise` is the standard deviation σ.
    pub fn points<T: Float>(self, n: usize, noise: f64, rng: &mut impl Rng) -> Points<T> {
        let t = Vec::from_iter((0..n).map(|i| i % 2));
        let mut x = Matrix::zeros(n, 2);
        for (mut row, &class) in x.row_iter_mut().zip(&t) {
            for (x, exact) in row.iter_mut().zip(self.place(class, rng)) {
                *x = T::of(exact + noise * rng.sample::<f64, _>(StandardNormal));
            }
        }
        Points { x, t }
    }

    /// A random place of a class, without noise.
    fn place(self, class: usize, rng: &mut impl Rng) -> [f64; 2] {
        let side = [1.0, -1.0][class];
        let (u, v): (f64, f64) = (rng.random(), rng.random_range(-1.0..1.0));
        match self {
            Self::Xor => [u.copysign(v), side * v],
            Self::Circles => polar([1.0, 0.5][class], 2.0 * PI * u),
            Self::Moons => {
                let [x, y] = polar(1.0, PI * u);
                [x - 0.5, y - 0.25].map(|x| side * x / 1.5)
            }
            Self::Spiral => polar(side * u.sqrt(), 3.0 * PI * u.sqrt()),
        }
    }
}

fn polar(radius: f64, angle: f64) -> [f64; 2] {
    [radius * angle.cos(), radius * angle.sin()]
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    use super::*;

    fn points(shape: Shape, noise: f64, seed: u64) -> Points<f64> {
        shape.points(200, noise, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn half_of_the_points_are_of_each_class() {
        for &shape in Shape::value_variants() {
            assert_eq!(points(shape, 0.1, 1).t.iter().sum::<usize>(), 100, "{shape:?}");
        }
    }

    #[test]
    fn the_seed_decides_the_points() {
        for &shape in Shape::value_variants() {
            assert_eq!(points(shape, 0.1, 1), points(shape, 0.1, 1));
            assert_ne!(points(shape, 0.1, 1), points(shape, 0.1, 2));
        }
    }

    #[test]
    fn without_noise_points_are_exactly_on_the_shape() {
        for &shape in Shape::value_variants() {
            let Points { x, t } = points(shape, 0.0, 1);
            for (row, class) in x.row_iter().zip(t) {
                let (x, y, side) = (row[0], row[1], [1.0, -1.0][class]);
                let r = x.hypot(y);
                let off = match shape {
                    Shape::Xor => f64::from(u8::from(side * x * y < 0.0 || x.abs().max(y.abs()) > 1.0)),
                    Shape::Circles => r - [1.0, 0.5][class],
                    Shape::Moons => (1.5 * side * x + 0.5).hypot(1.5 * side * y + 0.25) - 1.0,
                    Shape::Spiral => (x - side * r * (3.0 * PI * r).cos()).hypot(y - side * r * (3.0 * PI * r).sin()),
                };
                assert!(off.abs() < 1e-12, "{shape:?}: ({x}, {y}) of class {class} is off by {off}");
            }
        }
    }

    #[test]
    fn noise_has_its_standard_deviation() {
        let Points { x, .. } = Shape::Circles.points::<f64>(20_000, 0.1, &mut ChaCha8Rng::seed_from_u64(1));
        let outer = x.row_iter().step_by(2).map(|row| row[0].hypot(row[1]) - 1.0);
        let deviation = (outer.map(|off| off * off).sum::<f64>() / 10_000.0).sqrt();
        assert!((deviation - 0.1).abs() < 0.003, "{deviation}");
    }
}
