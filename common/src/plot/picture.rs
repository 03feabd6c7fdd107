//! The file that a picture becomes.

use std::fs;
use std::path::Path;

use plotters::backend::BitMapBackend;
use plotters::drawing::IntoDrawingArea;
use png::{BitDepth, ColorType, Compression, Encoder, FilterType};

use super::error::PlotError;
use super::look::{BACKGROUND, Canvas, Drawn};
use crate::files;

/// Writes what `draw` draws on a white canvas of `size`, pixels, to `path`. After an error the file is as it was before.
pub(super) fn save(path: &Path, size: (u32, u32), draw: impl FnOnce(&Canvas) -> Drawn<()>) -> Result<(), PlotError> {
    let error = |source| PlotError::Write { path: path.into(), source };
    let mut pixels = vec![0; 3 * size.0 as usize * size.1 as usize];
    {
        let canvas: Canvas = BitMapBackend::with_buffer(&mut pixels, size).into_drawing_area();
        canvas.fill(&BACKGROUND).and_then(|()| draw(&canvas)).map_err(|failure| error(failure.into()))?;
    }
    let picture = encoded(&pixels, size).map_err(|failure| error(failure.into()))?;
    files::replace(path, |temporary| Ok(fs::write(temporary, picture)?)).map_err(error)
}

/// The pixels, three bytes each, as a PNG file.
fn encoded(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    // What suits large areas of one colour: half the size of the library's own choice.
    encoder.set_compression(Compression::Default);
    encoder.set_filter(FilterType::NoFilter);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(file)
}
