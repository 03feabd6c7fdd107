//! Charts that follow each other, as an animated PNG.

use std::ops::Range;
use std::path::Path;

use png::{BlendOp, DisposeOp, EncodingError, Writer};

use super::chart::Chart;
use super::error::PlotError;
use super::layout::ChartLayout;
use super::picture::{self, Pixels};
use crate::files::Save;

/// How long the last chart is shown, in times of any other.
const REST: u16 = 20;

/// Charts that are shown one after the other, over and over. Their texts and ranges should be the same, so that nothing but
/// the series moves.
#[derive(Clone, Debug, Default)]
pub struct Animation {
    /// The charts in order.
    pub charts: Vec<Chart>,
    /// Charts per second.
    pub rate: u16,
}

impl Save for Animation {
    type Error = PlotError;

    /// Writes the charts to `path`, a name that ends in `.png`, as an animated PNG; a program that knows no animations shows
    /// the last chart. So that the file stays small, the pictures are half as large as those of [`Chart::save`]. The folder is made if it is missing; after an error the file is as it was before.
    ///
    /// # Errors
    ///
    /// If there are no charts, or one of them could not be saved alone.
    ///
    /// # Panics
    ///
    /// If the charts differ in size.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        let pixels = |chart: &Chart| {
            let layout = ChartLayout::whole(chart, path)?;
            Ok(picture::pixels(path, layout.size(), |canvas| layout.draw_alone(canvas))?.halved())
        };
        let Some(last) = self.charts.last() else { return Err(PlotError::Empty { path: path.into() }) };
        let mut file = Vec::new();
        let error = |failure: EncodingError| PlotError::Write { path: path.into(), source: failure.into() };
        let mut writer = begin(&mut file, &pixels(last)?, self.charts.len()).map_err(error)?;
        let mut before: Option<Pixels> = None;
        for (index, chart) in (1..).zip(&self.charts) {
            let frame = pixels(chart)?;
            let (x, y) = before.as_ref().map_or_else(|| frame.whole(), |before| frame.changed(before));
            let time = if index == self.charts.len() { REST } else { 1 };
            add(&mut writer, &frame, (x, y), (time, self.rate)).map_err(error)?;
            before = Some(frame);
        }
        writer.finish().map_err(error)?;
        picture::write(path, Ok(file))
    }
}

/// Begins an animated PNG of so many frames with `cover`, which is not one of them: the picture for programs that know no
/// animations.
fn begin<'a>(file: &'a mut Vec<u8>, cover: &Pixels, frames: usize) -> Result<Writer<&'a mut Vec<u8>>, EncodingError> {
    let mut encoder = picture::encoder(file, cover.size);
    encoder.set_animated(frames as u32, 0)?;
    encoder.set_sep_def_img(true)?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&cover.bytes)?;
    writer.set_blend_op(BlendOp::Source)?;
    writer.set_dispose_op(DisposeOp::None)?;
    Ok(writer)
}

/// Adds the columns `x` and rows `y` of a frame, all that differ from the frame before. It is shown for the fraction
/// `time` of a second: numerator and denominator.
fn add(
    writer: &mut Writer<&mut Vec<u8>>,
    frame: &Pixels,
    (x, y): (Range<usize>, Range<usize>),
    time: (u16, u16),
) -> Result<(), EncodingError> {
    writer.set_frame_delay(time.0, time.1)?;
    writer.reset_frame_position()?;
    writer.set_frame_dimension(x.len() as u32, y.len() as u32)?;
    writer.set_frame_position(x.start as u32, y.start as u32)?;
    writer.write_image_data(&frame.part(x, y))
}

impl Pixels {
    /// All columns and rows.
    fn whole(&self) -> (Range<usize>, Range<usize>) {
        (0..self.size.0 as usize, 0..self.size.1 as usize)
    }

    /// The means of two by two pixels.
    fn halved(&self) -> Self {
        let (width, height) = (self.size.0 / 2, self.size.1 / 2);
        let line = 3 * self.size.0 as usize;
        let byte = |x: usize, y: usize| u16::from(self.bytes[y * line + x]);
        let mean = |x, y| (byte(x, y) + byte(x + 3, y) + byte(x, y + 1) + byte(x + 3, y + 1) + 2) / 4;
        let row = |y| (0..width as usize).flat_map(move |x| (0..3).map(move |color| (6 * x + color, 2 * y)));
        let bytes = (0..height as usize).flat_map(row).map(|(x, y)| mean(x, y) as u8).collect();
        Self { size: (width, height), bytes }
    }

    /// The columns and rows between the first and the last pixel that differs from `before`; one pixel if none does.
    fn changed(&self, before: &Self) -> (Range<usize>, Range<usize>) {
        assert_eq!(self.size, before.size, "Animation: the charts differ in size");
        let width = self.size.0 as usize;
        let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
        let pixels = self.bytes.chunks_exact(3).zip(before.bytes.chunks_exact(3)).enumerate();
        for (index, _) in pixels.filter(|(_, (pixel, before))| pixel != before) {
            let (x, y) = (index % width, index / width);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
        }
        if left < right { (left..right, top..bottom) } else { (0..1, 0..1) }
    }

    /// The pixels in these columns and rows.
    fn part(&self, x: Range<usize>, y: Range<usize>) -> Vec<u8> {
        let width = self.size.0 as usize;
        y.flat_map(|row| &self.bytes[3 * (row * width + x.start)..3 * (row * width + x.end)]).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::BufReader;

    use png::Decoder;

    use super::super::look::SIZE;
    use super::super::series::Series;
    use super::super::style::Style;
    use super::*;

    fn chart(points: &[(f64, f64)]) -> Chart {
        let series = vec![Series { label: "path".into(), points: points.to_vec(), style: Style::Solid }];
        Chart { series, x_range: Some(0.0..1.0), y_range: Some(0.0..1.0), ..Chart::default() }
    }

    /// The pixels of a chart that is saved alone.
    fn pixels(chart: &Chart) -> Vec<u8> {
        let layout = ChartLayout::whole(chart, Path::new("")).unwrap();
        picture::pixels(Path::new(""), layout.size(), |canvas| layout.draw_alone(canvas)).unwrap().halved().bytes
    }

    #[test]
    fn the_frames_put_together_are_the_charts() {
        let charts = vec![chart(&[(0.1, 0.1)]), chart(&[(0.1, 0.1), (0.3, 0.7)]), chart(&[(0.1, 0.1), (0.3, 0.7)])];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("moving.png");
        Animation { charts: charts.clone(), rate: 10 }.save(&path).unwrap();

        let mut reader = Decoder::new(BufReader::new(File::open(&path).unwrap())).read_info().unwrap();
        assert_eq!(reader.info().animation_control().unwrap().num_frames, 3);
        let mut buffer = vec![0; reader.output_buffer_size()];
        reader.next_frame(&mut buffer).unwrap(); // the cover
        let mut shown = vec![0; buffer.len()];
        let alone: Vec<_> = charts.iter().map(pixels).collect();
        assert_eq!(buffer, alone[2]);
        for alone in alone {
            let info = reader.next_frame(&mut buffer).unwrap();
            let control = *reader.info().frame_control().unwrap();
            for row in 0..info.height as usize {
                let from = &buffer[row * info.line_size..][..info.line_size];
                let at = 3 * ((control.y_offset as usize + row) * SIZE.0 as usize / 2 + control.x_offset as usize);
                shown[at..at + from.len()].copy_from_slice(from);
            }
            assert!(shown == alone);
        }
    }

    #[test]
    fn a_halved_picture_has_the_means_of_its_pixels() {
        let bytes = [[0, 10, 20], [4, 10, 21], [9, 9, 9], [0, 10, 20], [4, 10, 20], [9, 9, 9]].concat();
        let halved = Pixels { size: (3, 2), bytes }.halved();
        assert_eq!((halved.size, halved.bytes), ((1, 1), vec![2, 10, 20]));
    }

    #[test]
    fn no_charts_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Animation::default().save(&folder.path().join("moving.png")).is_err());
    }
}
