//! What a chart shows.

use std::ops::Range;

use super::color_map::ColorMap;
use super::contour::Area;
use super::scale::Scale;
use super::series::Series;

/// Series over two labelled axes. Texts are made of letters of DejaVu Sans, such as ₀, ² and −; an empty one takes no room.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// Stands above the chart.
    pub title: String,
    /// Names the horizontal axis.
    pub x_label: String,
    /// Names the vertical axis.
    pub y_label: String,
    /// What the horizontal axis shows, or `None` to fit the finite points with a small margin.
    pub x_range: Option<Range<f64>>,
    /// What the vertical axis shows, or `None` to fit the finite points with a small margin.
    pub y_range: Option<Range<f64>>,
    /// How the horizontal axis places numbers.
    pub x_scale: Scale,
    /// How the vertical axis places numbers.
    pub y_scale: Scale,
    /// Whether one unit is as long on both axes.
    pub equal_units: bool,
    /// Colours behind everything.
    pub color_map: Option<ColorMap>,
    /// What it shows; later series lie over earlier ones, and all over those in the background ([`Style`](super::Style)).
    pub series: Vec<Series>,
}

impl Chart {
    /// A chart of an area of the plane, in equal units, still without series: `Chart { series, ..Chart::plane(&area) }`.
    pub fn plane(area: &Area) -> Self {
        Self { x_range: Some(area.x.clone()), y_range: Some(area.y.clone()), equal_units: true, ..Self::default() }
    }
}
