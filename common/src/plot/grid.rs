//! Several charts in one picture.

use std::path::Path;

use super::chart::Chart;
use super::error::PlotError;
use super::header::Header;
use super::layout::ChartLayout;
use super::look::{Look, SIZE};
use super::pen::pens;
use super::picture;
use crate::files::Save;

/// The least width of a chart beside others, pixels.
const LEAST_WIDTH: u32 = 480;

/// Charts side by side, row by row, with one legend for all: that of the first.
#[derive(Clone, Debug, Default)]
pub struct ChartGrid {
    /// Stands above all of them.
    pub title: String,
    /// How many charts stand in a row.
    pub columns: usize,
    /// The charts, from left to right and from top to bottom.
    pub charts: Vec<Chart>,
}

impl Save for ChartGrid {
    type Error = PlotError;

    /// Writes the charts to `path`, a name that ends in `.png`: 1600 pixels wide, or 480 for each of more than three columns,
    /// or less where equal units need less. The folder is made if it is missing; after an error the file is as it was
    /// before.
    ///
    /// # Errors
    ///
    /// If there is no chart or no column, if a chart has nothing to show ([`Chart::save`]), or if the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        if self.columns == 0 || self.charts.is_empty() {
            return Err(PlotError::Empty { path: path.into() });
        }
        let columns = self.columns.min(self.charts.len());
        let width = (SIZE.0 / columns as u32).max(LEAST_WIDTH);
        let layout = |chart| ChartLayout::new(chart, &[], (width, width * 3 / 4), Look::PANEL, path);
        let layouts = self.charts.iter().map(layout).collect::<Result<Vec<_>, _>>()?;
        let rows = layouts.len().div_ceil(columns);
        let widest = layouts.iter().map(|layout| layout.size().0).max().unwrap_or(0) * columns as u32;
        let highest = layouts.iter().map(|layout| layout.size().1).max().unwrap_or(0) * rows as u32;

        let look = Look::WHOLE;
        let (first, width) = (&self.charts[0].series, SIZE.0 as i32 - 2 * look.margin);
        let pens = pens(first, look.pen);
        let header = Header::new(&self.title, first, &pens, width, look);
        let top = header.height() as u32;
        let header_width = (header.width() + 2 * look.margin) as u32;
        picture::save(path, (widest.max(header_width), top + highest), |canvas| {
            header.draw(canvas, look.margin)?;
            let (_, panels) = canvas.split_vertically(top);
            let (panels, _) = panels.split_horizontally(widest);
            for (layout, panel) in layouts.iter().zip(panels.split_evenly((rows, columns))) {
                layout.draw(&panel)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::Series;
    use super::super::style::Style;
    use super::*;

    #[test]
    fn a_grid_without_charts_or_columns_is_refused_and_a_chart_without_points_is_named() {
        let path = tempfile::tempdir().unwrap().path().join("grid.png");
        let chart = |title: &str, values: &[f64]| Chart {
            title: title.into(),
            series: vec![Series::numbered("", values, Style::Solid)],
            ..Chart::default()
        };
        let grid = |columns, charts: &[Chart]| ChartGrid { title: String::new(), columns, charts: charts.to_vec() };
        let full = chart("full", &[1.0, 2.0]);
        assert!(matches!(grid(0, std::slice::from_ref(&full)).save(&path), Err(PlotError::Empty { .. })));
        assert!(matches!(grid(2, &[]).save(&path), Err(PlotError::Empty { .. })));
        let message = grid(2, &[full, chart("hollow", &[f64::NAN])]).save(&path).unwrap_err().to_string();
        assert!(message.contains(r#"the chart "hollow" has no point"#), "{message}");
        assert!(!path.exists());
    }
}
