//! What can go wrong with a picture.

use std::error;
use std::ops::Range;
use std::path::PathBuf;

use thiserror::Error;

/// Why a picture was not saved.
#[derive(Debug, Error)]
pub enum PlotError {
    /// No series has a point whose coordinates are both finite, and positive on a logarithmic axis.
    #[error("cannot draw {}: the chart {title:?} has no point with a place on its axes", .path.display())]
    NoPoints {
        /// The file that was not written.
        path: PathBuf,
        /// The title of the chart.
        title: String,
    },
    /// A range is empty, reversed, or too wide for a number.
    #[error("cannot draw {}: the {axis} axis of {title:?} cannot run from {} to {}", .path.display(), .range.start, .range.end)]
    Range {
        /// The file that was not written.
        path: PathBuf,
        /// The title of the chart.
        title: String,
        /// `x` or `y`.
        axis: char,
        /// What the axis was to show.
        range: Range<f64>,
    },
    /// There is no chart, no image or no number to draw.
    #[error("cannot draw {}: there is nothing to show", .path.display())]
    Empty {
        /// The file that was not written.
        path: PathBuf,
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
