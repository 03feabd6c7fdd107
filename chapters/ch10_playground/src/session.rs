//! A training run that is watched: settings from the address of the page, and frames to draw.

use serde::{Deserialize, Serialize};

/// Settings of a run, as they stand in the address of the page. Settings that are missing there have their defaults.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Random seed.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1 }
    }
}

/// A training run.
pub struct Session {
    step: u64,
}

/// What the page draws.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Training steps so far.
    pub step: u64,
}

impl Session {
    /// A run that has not begun.
    ///
    /// # Errors
    ///
    /// A sentence for the user if a setting is invalid.
    pub fn new(_settings: Settings) -> Result<Self, String> {
        Ok(Self { step: 0 })
    }

    /// Trains up to the next picture, or returns `None` if the run is over. It takes a fraction of the time between
    /// two pictures.
    pub fn frame(&mut self) -> Option<Frame> {
        self.step += 1;
        Some(Frame { step: self.step })
    }
}
