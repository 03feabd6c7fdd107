//! One chart in one picture.

use std::path::Path;

use super::chart::Chart;
use super::error::PlotError;
use super::layout::ChartLayout;
use super::picture;
use crate::files::Save;

impl Save for Chart {
    type Error = PlotError;

    /// Writes the chart to `path`, a name that ends in `.png`: 1600 x 1200 pixels, to be shown at half that size, or less
    /// where equal units need less. The folder is made if it is missing; after an error the file is as it was before.
    ///
    /// # Errors
    ///
    /// If no series has a finite point, if the range of an axis is invalid, or if the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        let layout = ChartLayout::whole(self, path)?;
        picture::save(path, layout.size(), |canvas| layout.draw_alone(canvas))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::look::SIZE;
    use super::super::series::Series;
    use super::super::style::Style;
    use super::*;

    fn chart(values: &[f64]) -> Chart {
        Chart { series: vec![Series::numbered("values", values, Style::Solid)], ..Chart::default() }
    }

    /// The bytes of the saved file, which must be all that its folder holds.
    fn saved(chart: &Chart) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/chart.png");
        chart.save(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
        fs::read(path).unwrap()
    }

    #[test]
    fn the_file_is_a_png_of_the_stated_size() {
        let png = saved(&chart(&[2.3, 1.1, 0.4]));
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [SIZE.0.to_be_bytes(), SIZE.1.to_be_bytes()].concat());
    }

    #[test]
    fn every_style_is_drawn() {
        use Style::*;
        for style in [Faint, Guide, Solid, Thin, Dashed, Dotted, DashDotted, Circles, Crosses, Arrows, Filled, Shaded] {
            let raised_by = |height: f64| Chart {
                y_range: Some(0.0..4.0),
                series: vec![Series::numbered("", &[2.0, 1.0, 3.0].map(|y| y + height), style)],
                ..Chart::default()
            };
            assert!(saved(&raised_by(0.0)) != saved(&raised_by(100.0)), "{style:?} leaves no trace");
        }
    }

    #[test]
    fn unusual_values_are_drawn() {
        let mut with_empty = chart(&[1.0, 2.0]);
        with_empty.series.push(Series::default());
        let mut far_outside = chart(&[0.5, 1e300, -1e300]);
        far_outside.y_range = Some(0.0..1.0);
        let holes = chart(&[f64::NAN, 1.0, f64::INFINITY, 2.0, 3.0, f64::NEG_INFINITY]);
        for chart in [with_empty, far_outside, holes, chart(&[0.7]), chart(&[0.7; 5])] {
            saved(&chart);
        }
    }

    #[test]
    fn a_refused_chart_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.png");
        fs::write(&path, "old").unwrap();
        let refused = chart(&[f64::NAN]).save(&path);
        assert!(matches!(refused, Err(PlotError::NoPoints { .. })));
        let mut reversed = chart(&[0.5]);
        reversed.y_range = Some(1.0..0.0);
        let message = reversed.save(&path).unwrap_err().to_string();
        assert!(message.ends_with("chart.png: the y axis of \"\" cannot run from 1 to 0"), "{message}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "in the way").unwrap();
        let occupied = folder.path().join("folder.png");
        fs::create_dir_all(occupied.join("full")).unwrap();
        for path in [file.join("chart.png"), occupied] {
            let failed = chart(&[1.0, 2.0]).save(&path).unwrap_err();
            assert_eq!(failed.to_string(), format!("cannot write {}", path.display()));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
