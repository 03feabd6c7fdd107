//! Charts, drawn by plotters into PNG files with an embedded font.
//!
//! ```
//! use common::plot::{Chart, Series, Style};
//!
//! let losses = [2.3, 1.1, 0.6, 0.4];
//! let chart = Chart {
//!     title: "Training loss".into(),
//!     x_label: "epoch".into(),
//!     y_label: "loss".into(),
//!     series: vec![Series::numbered("loss", &losses, Style::Solid)],
//!     ..Chart::default()
//! };
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("loss.png");
//! chart.save(&path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axis;
mod chart;
mod error;
mod frame;
mod legend;
mod series;
mod stroke;
mod style;

pub use chart::Chart;
pub use error::PlotError;
pub use series::{Series, Style, running_mean};
