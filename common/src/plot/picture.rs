//! The file that a picture becomes.

use std::path::Path;

use plotters::backend::BitMapBackend;
use plotters::drawing::IntoDrawingArea;

use super::error::PlotError;
use super::style::{BACKGROUND, Canvas, Drawn};
use crate::files;

/// Writes what `draw` draws on a white canvas of `size`, pixels, to `path`. After an error the file is as it was before.
pub(super) fn save(path: &Path, size: (u32, u32), draw: impl FnOnce(&Canvas) -> Drawn<()>) -> Result<(), PlotError> {
    let write = |temporary: &Path| {
        let canvas: Canvas = BitMapBackend::new(temporary, size).into_drawing_area();
        canvas.fill(&BACKGROUND)?;
        draw(&canvas)?;
        canvas.present()?;
        Ok(())
    };
    files::replace(path, write).map_err(|source| PlotError::Write { path: path.into(), source })
}
