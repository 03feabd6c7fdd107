//! A training run as events for the page. A run is a function of its settings, so the server keeps nothing when the page
//! pauses: the page asks again, from the iteration that it has seen, and the iterations before it are trained once more.

use common::{Diverged, Matrix};
use serde_json::{Value, json};

use crate::frame::{Frame, plane};
use crate::points::Points;
use crate::session::Session;
use crate::settings::Part;

/// Iterations that are trained once more from one event to the next.
const PIECE: usize = 1000;

/// Iterator over the events of a part of a run, each a name and its data: `points` once, then a `frame` at iteration
/// `from`, one every `speed` iterations, and one at iteration `to`. On the way to `from` each `progress` has the number of
/// iterations so far. A run that diverges ends with `diverged`, a sentence.
pub struct Run {
    session: Session,
    plane: Matrix<f32>,
    part: Part,
    /// Iteration of the next frame; `None` after the last.
    next: Option<usize>,
    points_sent: bool,
}

impl Run {
    /// The part of a run, before its first event.
    pub fn new(part: Part) -> Self {
        Self { session: Session::new(&part.settings), plane: plane(), next: Some(part.from), part, points_sent: false }
    }

    fn points(&self) -> Value {
        json!({ "train": list(&self.session.train), "test": list(&self.session.test) })
    }

    /// Trains towards the next frame, at iteration `step`. `None` if there is more to train.
    fn frame(&mut self, step: usize) -> Result<Option<Frame>, Diverged> {
        for _ in self.session.step..step.min(self.session.step + PIECE) {
            self.session.advance()?;
        }
        if self.session.step < step {
            return Ok(None);
        }
        self.next = (step < self.part.to).then(|| self.part.to.min(step + self.part.speed));
        Frame::new(&self.session, &self.plane).map(Some)
    }
}

impl Iterator for Run {
    type Item = (&'static str, Value);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.points_sent {
            self.points_sent = true;
            return Some(("points", self.points()));
        }
        let step = self.next?;
        // On one of rayon's threads: from another one, each of many small parallel tasks would be handed over.
        Some(match rayon::scope(|_| self.frame(step)) {
            Ok(Some(frame)) => ("frame", frame.json()),
            Ok(None) => ("progress", json!(self.session.step)),
            Err(diverged) => {
                self.next = None;
                ("diverged", json!(format!("iteration {}: {diverged}", self.session.step)))
            }
        })
    }
}

/// Coordinates and class of each point.
fn list(points: &Points<f32>) -> Vec<(f32, f32, usize)> {
    points.x.row_iter().zip(&points.t).map(|(x, &t)| (x[0], x[1], t)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(query: &str) -> Vec<(&'static str, Value)> {
        Run::new(Part::parse(query).unwrap()).collect()
    }

    fn steps(query: &str) -> Vec<u64> {
        events(query)[1..].iter().map(|(_, frame)| frame["step"].as_u64().unwrap()).collect()
    }

    #[test]
    fn frames_begin_and_end_where_the_page_asks() {
        assert_eq!(steps("to=0"), [0]);
        assert_eq!(steps("from=7&to=8"), [7, 8]);
        assert_eq!(steps("to=25&speed=10"), [0, 10, 20, 25]);
        assert_eq!(steps("from=9&to=3"), [9]);
    }

    #[test]
    fn points_come_first_with_their_classes() {
        let events = events("to=0");
        let ("points", points) = &events[0] else { panic!("{}", events[0].0) };
        assert_eq!(["train", "test"].map(|part| points[part].as_array().unwrap().len()), [100, 400]);
        assert_eq!(points["test"][1][2], 1);
    }

    #[test]
    fn a_run_continued_is_the_run_without_a_pause() {
        let query = "hidden=8&optimizer=adam&batch=30";
        let [whole, rest] = ["to=200", "from=190&to=200"].map(|part| events(&format!("{query}&{part}")));
        assert_eq!(whole[whole.len() - 11..], rest[1..]);
    }

    #[test]
    fn a_long_way_to_the_first_frame_is_told_in_pieces() {
        let events = events("from=2500&to=2500");
        let names: Vec<_> = events.iter().map(|&(name, _)| name).collect();
        assert_eq!(names, ["points", "progress", "progress", "frame"]);
        assert_eq!([&events[1].1, &events[2].1], [1000, 2000]);
    }

    #[test]
    fn a_run_that_diverges_ends_with_a_sentence() {
        let events = events("activation=relu&lr=1e30");
        let (last, before) = events.split_last().unwrap();
        let sentence = last.1.as_str().unwrap();
        assert!(last.0 == "diverged" && sentence.ends_with("has diverged: choose a smaller learning rate"), "{last:?}");
        assert!(
            !before.iter().any(|(_, data)| data.to_string().contains("null")),
            "a number of a picture is not finite"
        );
    }
}
