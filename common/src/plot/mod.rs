//! Charts, drawn by plotters into PNG files with an embedded font.
//!
//! ```
//! use common::files::Save;
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

mod animation;
mod axis;
mod chart;
mod clip;
mod color_map;
mod contour;
mod error;
mod fill;
mod frame;
mod grid;
mod header;
mod heat_map;
mod histogram;
mod image_grid;
mod layout;
mod legend;
mod look;
mod marks;
mod page;
mod pen;
mod picture;
mod point;
mod scale;
mod series;
mod single;
mod stroke;
mod style;
mod text;
mod ticks;

pub use animation::Animation;
pub use chart::Chart;
pub use color_map::ColorMap;
pub use contour::Area;
pub use error::PlotError;
pub use grid::ChartGrid;
pub use heat_map::HeatMap;
pub use image_grid::{Image, ImageGrid, shades};
pub use scale::Scale;
pub use series::{Series, running_mean};
pub use style::Style;
