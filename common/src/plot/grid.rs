//! Several charts in one picture.

use std::path::Path;

use super::chart::Chart;
use super::error::PlotError;
use super::header::Header;
use super::layout::{ChartLayout, Omitted};
use super::legend::Legend;
use super::look::{Look, SIZE};
use super::pen::pens;
use super::picture;
use crate::files::Save;

/// Height of the grid of a chart, in widths.
const HEIGHT: f64 = 0.7;

/// Charts side by side, row by row, with one legend for all: that of the first. What all charts of a row or a column have in
/// common is written once: the numbers and the name of a vertical axis on the left, those of a horizontal axis below, a
/// title on top. Only ranges that are given are common.
#[derive(Clone, Debug, Default)]
pub struct ChartGrid {
    /// Stands above all of them.
    pub title: String,
    /// Charts in a row.
    pub columns: usize,
    /// The charts, from left to right and from top to bottom.
    pub charts: Vec<Chart>,
}

impl Save for ChartGrid {
    type Error = PlotError;

    /// Writes the charts to `path`, a name that ends in `.png`: 1600 pixels wide, or less where equal units need less. The
    /// folder is made if it is missing; after an error the file is as it was before.
    ///
    /// # Errors
    ///
    /// If there is no chart or no column, if a chart has nothing to show ([`Chart::save`]), or if the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        if self.columns == 0 || self.charts.is_empty() {
            return Err(PlotError::Empty { path: path.into() });
        }
        let look = Look::WHOLE;
        let columns = self.columns.min(self.charts.len());
        let width = SIZE.0 as i32 - 2 * look.margin;
        // The first layouts show how much room the texts need.
        let first = self.layouts(columns, width / columns as i32, path)?;
        let texts = Tracks::of_columns(&first, columns, look.margin).texts;
        let layouts = self.layouts(columns, (width - texts) / columns as i32, path)?;

        let series = &self.charts[0].series;
        let pens = pens(series, look.pen);
        let legend = Legend::new(width, self.charts[0].color_map.as_ref(), series, &pens);
        let header = Header::new(&self.title, legend, look);
        let across = Tracks::of_columns(&layouts, columns, look.margin);
        let down = Tracks::of_rows(&layouts, columns, header.height());
        let right = across.end.max(look.margin + header.width());
        picture::save(path, ((right + look.margin) as u32, (down.end + look.margin) as u32), |canvas| {
            header.draw(canvas, (look.margin, 0))?;
            for (index, layout) in layouts.iter().enumerate() {
                layout.draw(canvas, (across.starts[index % columns], down.starts[index / columns]))?;
            }
            Ok(())
        })
    }
}

impl ChartGrid {
    /// The layouts of all charts, with grids of this width.
    fn layouts(&self, columns: usize, width: i32, path: &Path) -> Result<Vec<ChartLayout<'_>>, PlotError> {
        let layout = |index: usize| {
            let chart = &self.charts[index];
            // Equal units may need a square.
            let height = if chart.equal_units { width } else { (HEIGHT * f64::from(width)) as i32 };
            ChartLayout::new(chart, self.omitted(index, columns), (width, height), Look::PANEL, path)
        };
        (0..self.charts.len()).map(layout).collect()
    }

    /// What of the chart number `index` is written beside, below or above it.
    fn omitted(&self, index: usize, columns: usize) -> Omitted {
        let row = index / columns * columns;
        let in_row = &self.charts[row..(row + columns).min(self.charts.len())];
        let in_column = || self.charts.iter().skip(index % columns).step_by(columns);
        let chart = &self.charts[index];
        let x = |chart: &Chart| (chart.x_range.clone(), chart.x_scale, chart.x_label.clone());
        let y = |chart: &Chart| (chart.y_range.clone(), chart.y_scale, chart.y_label.clone());
        let same_x = |other: &Chart| other.x_range.is_some() && x(other) == x(chart);
        let same_y = |other: &Chart| other.y_range.is_some() && y(other) == y(chart);
        Omitted {
            legend: true,
            title: row > 0 && in_column().all(|other| other.title == chart.title),
            x: index + columns < self.charts.len() && in_column().all(same_x),
            y: index > row && in_row.iter().all(same_y),
        }
    }
}

/// Where the grids of a row of charts begin from the left, or those of a column from the top; pixels.
struct Tracks {
    starts: Vec<i32>,
    end: i32,
    /// The sum of the rooms for texts.
    texts: i32,
}

impl Tracks {
    fn of_columns(layouts: &[ChartLayout], columns: usize, left: i32) -> Self {
        let columns = (0..columns).map(|column| layouts.iter().skip(column).step_by(columns).collect());
        Self::new(left, columns, |layout| [layout.left(), layout.grid().0, layout.right()])
    }

    fn of_rows(layouts: &[ChartLayout], columns: usize, top: i32) -> Self {
        Self::new(top, layouts.chunks(columns).map(|row| row.iter().collect()), |layout| {
            [layout.top(), layout.grid().1, layout.below()]
        })
    }

    /// Tracks with enough room for each of their charts: before, in and after its grid.
    fn new<'a>(
        start: i32,
        tracks: impl Iterator<Item = Vec<&'a ChartLayout<'a>>>,
        rooms: impl Fn(&ChartLayout) -> [i32; 3],
    ) -> Self {
        let mut all = Self { starts: Vec::new(), end: start, texts: 0 };
        for charts in tracks {
            let rooms = charts.into_iter().map(&rooms);
            let [before, grid, after] = rooms.fold([0; 3], |a, b| [0, 1, 2].map(|part| a[part].max(b[part])));
            all.starts.push(all.end + before);
            all.end += before + grid + after;
            all.texts += before + after;
        }
        all
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

    #[test]
    fn what_charts_have_in_common_is_written_once() {
        let chart = Chart { y_range: Some(0.0..1.0), y_label: "y".into(), x_range: Some(0.0..2.0), ..Chart::default() };
        let mut grid = ChartGrid { columns: 2, charts: vec![chart; 5], ..ChartGrid::default() };
        let omitted = |grid: &ChartGrid| {
            let all = (0..5).map(|index| grid.omitted(index, 2));
            Vec::from_iter(all.map(|Omitted { title, x, y, .. }| [title, x, y].map(u8::from)))
        };
        assert_eq!(omitted(&grid), [[0, 1, 0], [0, 1, 1], [1, 1, 0], [1, 0, 1], [1, 0, 0]]);
        grid.charts[1].y_range = Some(0.0..2.0);
        grid.charts[3].x_label = "x".into();
        grid.charts[4].title = "last".into();
        assert_eq!(omitted(&grid), [[0, 1, 0], [0, 0, 0], [0, 1, 0], [1, 0, 1], [0, 0, 0]]);
    }

    #[test]
    fn the_grids_of_charts_are_aligned_and_as_large_as_the_texts_allow() {
        let chart = |highest| Chart {
            y_label: "y".into(),
            series: vec![Series::numbered("", &[0.0, highest], Style::Solid)],
            ..Chart::default()
        };
        let grid = ChartGrid { columns: 2, charts: vec![chart(1.0), chart(1e5), chart(1e5)], ..ChartGrid::default() };
        let layouts = grid.layouts(2, 300, Path::new("")).unwrap();
        let across = Tracks::of_columns(&layouts, 2, 40);
        assert!(layouts[0].left() < layouts[2].left());
        assert_eq!(across.starts[0], 40 + layouts[2].left());
        assert_eq!(across.end, 40 + 2 * 300 + across.texts);
        assert_eq!(Tracks::of_rows(&layouts, 2, 100).starts.len(), 2);
    }
}
