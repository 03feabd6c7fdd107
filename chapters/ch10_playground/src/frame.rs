//! What the page draws of a run: one frame.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::functions::softmax;
use common::{Diverged, Evaluation, Matrix};
use serde_json::{Value, json};

use crate::session::Session;

/// The square that is shown goes from -1.5 to 1.5 along both axes.
const REACH: f32 = 1.5;
/// Places along a side of the square.
pub const SIDE: usize = 64;

/// The state of a run, over the plane and in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Iterations so far.
    pub step: usize,
    /// Loss and accuracy on the training points.
    pub train: Evaluation,
    /// Loss and accuracy on the test points.
    pub test: Evaluation,
    /// Probability of class 1 at each place of the [`plane`], as a byte: 255 is 1.
    pub output: Vec<u8>,
    /// Output of each unit of each hidden layer at every second place of every second row, as a byte: 0 is -1 or less,
    /// 255 is 1 or more.
    pub units: Vec<Vec<Vec<u8>>>,
    /// Weights of each layer, inputs x outputs.
    pub weights: Vec<Matrix<f32>>,
}

/// The places of the square, SIDE² x 2, row by row from the top.
pub fn plane() -> Matrix<f32> {
    let along = |index: usize| REACH * ((2 * index + 1) as f32 / SIDE as f32 - 1.0);
    Matrix::from_fn(SIDE * SIDE, 2, |place, axis| if axis == 0 { along(place % SIDE) } else { -along(place / SIDE) })
}

impl Frame {
    /// The present state of `session`, over the [`plane`].
    ///
    /// # Errors
    ///
    /// If a loss is no longer finite.
    pub fn new(session: &Session, plane: &Matrix<f32>) -> Result<Self, Diverged> {
        let [train, test] = [&session.train, &session.test].map(|points| session.evaluate(points));
        if !(train.loss.is_finite() && test.loss.is_finite()) {
            return Err(Diverged);
        }
        let (mut z, mut units) = (plane.clone(), Vec::new());
        for layer in &session.network.layers.0 {
            z = layer.predict(z);
            if layer.params().is_empty() {
                units.push(z.column_iter().map(|unit| picture(unit.as_slice())).collect());
            }
        }
        Ok(Self {
            step: session.step,
            train,
            test,
            output: softmax(&z).column(1).iter().map(|&p| byte(p)).collect(),
            units,
            weights: session.network.weights().map(|w| w.value.clone()).collect(),
        })
    }

    /// As JSON, bytes as base64, weights with four decimals.
    pub fn json(&self) -> Value {
        let [train, test] = [self.train, self.test].map(|on| json!({ "loss": on.loss, "accuracy": on.accuracy }));
        let units: Vec<Vec<_>> =
            self.units.iter().map(|layer| layer.iter().map(|z| STANDARD.encode(z)).collect()).collect();
        let round = |w: &f32| (f64::from(*w) * 1e4).round() / 1e4;
        let weights: Vec<Vec<Vec<_>>> =
            self.weights.iter().map(|w| w.row_iter().map(|row| row.iter().map(round).collect()).collect()).collect();
        json!({
            "step": self.step, "train": train, "test": test,
            "output": STANDARD.encode(&self.output), "units": units, "weights": weights,
        })
    }
}

/// A unit's output at every second place of every second row.
fn picture(z: &[f32]) -> Vec<u8> {
    z.chunks(SIDE).step_by(2).flat_map(|row| row.iter().step_by(2)).map(|&z| byte((z + 1.0) / 2.0)).collect()
}

/// 0 for 0 or less, 255 for 1 or more.
fn byte(fraction: f32) -> u8 {
    (255.0 * fraction).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Part;

    fn frame(query: &str, steps: usize) -> Frame {
        let mut session = Session::new(&Part::parse(query).unwrap().settings);
        (0..steps).for_each(|_| session.advance().unwrap());
        Frame::new(&session, &plane()).unwrap()
    }

    #[test]
    fn the_first_place_is_at_the_top_left() {
        let places = plane();
        assert_eq!((places[(0, 0)], places[(0, 1)]), (-1.5 * 63.0 / 64.0, 1.5 * 63.0 / 64.0));
        assert_eq!(places.row(SIDE * SIDE - 1), -places.row(0));
    }

    #[test]
    fn a_network_without_hidden_layers_draws_a_straight_boundary() {
        // The probability is σ(w·x + b): its logit is linear along a row.
        let Frame { output, units, .. } = frame("hidden=0&points=moons", 100);
        assert_eq!((output.len(), units.len()), (SIDE * SIDE, 0));
        let boundary =
            Vec::from_iter(output.chunks(SIDE).map(|row| row.iter().position(|&p| (p < 128) != (row[0] < 128))));
        let inner = Vec::from_iter(boundary.into_iter().flatten().map(|column| column as f64));
        let slope = (inner[inner.len() - 1] - inner[0]) / (inner.len() - 1) as f64;
        let bend = |(row, column): (usize, &f64)| (column - inner[0] - slope * row as f64).abs();
        assert!(inner.len() > 10 && inner.iter().enumerate().map(bend).fold(0.0, f64::max) <= 1.5, "{inner:?}");
    }

    #[test]
    fn every_hidden_unit_has_a_picture() {
        let Frame { units, weights, .. } = frame("hidden=8-3", 1);
        assert_eq!(units.iter().map(Vec::len).collect::<Vec<_>>(), [8, 3]);
        assert!(units.iter().flatten().all(|unit| unit.len() == SIDE * SIDE / 4));
        assert_eq!(weights.iter().map(Matrix::shape).collect::<Vec<_>>(), [(2, 8), (8, 3), (3, 2)]);
    }

    #[test]
    fn outputs_beyond_the_range_have_the_bytes_of_its_ends() {
        assert_eq!([-9.0, 0.0, 0.5, 1.0, 9.0].map(byte), [0, 0, 128, 255, 255]);
    }

    #[test]
    fn json_holds_the_numbers_and_the_bytes() {
        let frame = frame("hidden=2", 3);
        let json = frame.json();
        assert_eq!((json["step"].as_u64(), json["train"]["loss"].as_f64()), (Some(3), Some(frame.train.loss)));
        assert_eq!(STANDARD.decode(json["units"][0][1].as_str().unwrap()).unwrap(), frame.units[0][1]);
        let w = json["weights"][1][1][0].as_f64().unwrap();
        assert!((w - f64::from(frame.weights[1][(1, 0)])).abs() < 1e-4);
    }
}
