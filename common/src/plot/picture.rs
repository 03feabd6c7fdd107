//! The file that a picture becomes.

use std::fs;
use std::path::Path;

use plotters::drawing::IntoDrawingArea;
use png::{BitDepth, ColorType, Compression, Encoder, FilterType};

use super::error::PlotError;
use super::look::{BACKGROUND, Canvas, Drawn};
use super::page::Page;
use crate::files;

/// What was drawn.
pub(super) struct Pixels {
    /// Width and height.
    pub size: (u32, u32),
    /// Three bytes for each pixel, row by row.
    pub bytes: Vec<u8>,
}

/// Writes what `draw` draws on a white canvas of `size`, pixels, to `path`. After an error the file is as it was before.
pub(super) fn save(path: &Path, size: (u32, u32), draw: impl FnOnce(&Canvas) -> Drawn<()>) -> Result<(), PlotError> {
    write(path, encoded(&pixels(path, size, draw)?))
}

/// What `draw` draws on a white canvas of `size`, for the file at `path`.
pub(super) fn pixels(
    path: &Path,
    size: (u32, u32),
    draw: impl FnOnce(&Canvas) -> Drawn<()>,
) -> Result<Pixels, PlotError> {
    let mut bytes = vec![0; 3 * size.0 as usize * size.1 as usize];
    {
        let canvas: Canvas = Page::new(&mut bytes, size).into_drawing_area();
        let drawn = canvas.fill(&BACKGROUND).and_then(|()| draw(&canvas));
        drawn.map_err(|failure| PlotError::Write { path: path.into(), source: failure.into() })?;
    }
    Ok(Pixels { size, bytes })
}

/// Writes an encoded picture to `path`.
pub(super) fn write(path: &Path, picture: Result<Vec<u8>, png::EncodingError>) -> Result<(), PlotError> {
    let error = |source| PlotError::Write { path: path.into(), source };
    let picture = picture.map_err(|failure| error(failure.into()))?;
    files::replace(path, |temporary| Ok(fs::write(temporary, picture)?)).map_err(error)
}

/// The pixels as a PNG file.
fn encoded(pixels: &Pixels) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    encoder(&mut file, pixels.size).write_header()?.write_image_data(&pixels.bytes)?;
    Ok(file)
}

/// An encoder of [`Pixels`] of this size.
pub(super) fn encoder(file: &mut Vec<u8>, (width, height): (u32, u32)) -> Encoder<'_, &mut Vec<u8>> {
    let mut encoder = Encoder::new(file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    // What suits large areas of one colour: half the size of the library's own choice.
    encoder.set_compression(Compression::Default);
    encoder.set_filter(FilterType::NoFilter);
    encoder
}
