//! What can go wrong with a chart.

use std::error;
use std::ops::Range;
use std::path::PathBuf;

use thiserror::Error;

/// Why a chart was not saved.
#[derive(Debug, Error)]
pub enum PlotError {
    /// No series has a point whose coordinates are both finite.
    #[error("cannot draw {}: it has no point with finite coordinates", .path.display())]
    NoPoints {
        /// The file that was not written.
        path: PathBuf,
    },
    /// A range is empty, reversed, or too wide for a number.
    #[error("cannot draw {}: the {axis} axis cannot run from {} to {}", .path.display(), .range.start, .range.end)]
    Range {
        /// The file that was not written.
        path: PathBuf,
        /// `x` or `y`.
        axis: char,
        /// What the axis was to show.
        range: Range<f64>,
    },
    /// The picture could not be drawn or stored.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file that was not written.
        path: PathBuf,
        /// What plotters or the file system says.
        source: Box<dyn error::Error + Send + Sync>,
    },
}
