//! Small grey images with captions.

use std::path::Path;

use plotters::element::Rectangle;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor};

use super::error::PlotError;
use super::header::Header;
use super::legend::Legend;
use super::look::{Canvas, Drawn, Look, width_of};
use super::picture;
use crate::files::Save;
use crate::{Float, Matrix};

/// The width that the images share, and the greatest width of one of them, pixels.
const WIDTH: i32 = 1520;
const GREATEST_WIDTH: i32 = 560;
/// Between images.
const GAP: i32 = 24;

/// Images side by side, row by row.
#[derive(Clone, Debug, Default)]
pub struct ImageGrid {
    /// Stands above all of them.
    pub title: String,
    /// Images in a row.
    pub columns: usize,
    /// The images, from left to right and from top to bottom.
    pub images: Vec<Image>,
}

/// Shades of grey for values of either sign: 0 becomes medium grey, 0.5, and the value farthest from it black or white.
///
/// ```
/// use common::Matrix;
/// use common::plot::shades;
///
/// let values = Matrix::from_row_slice(1, 3, &[-2.0, 0.0, 1.0]);
/// assert_eq!(shades(&values), Matrix::from_row_slice(1, 3, &[0.0, 0.5, 0.75]));
/// ```
pub fn shades<T: Float>(values: &Matrix<T>) -> Matrix<f64> {
    let (half, farthest) = (T::of(0.5), values.amax().max(T::of(f32::MIN_POSITIVE.into())));
    values.map(|value| (half + half * value / farthest).to_f64())
}

/// A grey image.
#[derive(Clone, Debug)]
pub struct Image {
    /// From 0, black, to 1, white; row 0 is on top.
    pub pixels: Matrix<f64>,
    /// Stands below it; may be empty.
    pub caption: String,
}

impl Save for ImageGrid {
    type Error = PlotError;

    /// Writes the images to `path`, a name that ends in `.png`. All of them are magnified by the same whole number. The
    /// folder is made if it is missing; after an error the file is as it was before.
    ///
    /// # Errors
    ///
    /// If there is no image or no column, or if the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        let sizes = self.images.iter().flat_map(|image| [image.pixels.nrows(), image.pixels.ncols()]);
        let largest = sizes.max().unwrap_or(0);
        if self.columns == 0 || largest == 0 {
            return Err(PlotError::Empty { path: path.into() });
        }
        let layout = Layout::new(self, largest);
        let header = Header::new(&self.title, Legend::default(), Look::WHOLE);
        picture::save(path, layout.canvas_size(self, header.height()), |canvas| {
            header.draw(canvas, (Look::WHOLE.margin, 0))?;
            for (index, image) in self.images.iter().enumerate() {
                let (row, column) = ((index / self.columns) as i32, (index % self.columns) as i32);
                let corner = (Look::WHOLE.margin + column * layout.width, header.height() + row * layout.height);
                image.draw(canvas, corner, &layout)?;
            }
            Ok(())
        })
    }
}

/// Measures that all images share, pixels.
struct Layout {
    /// The side of what was one pixel.
    magnification: i32,
    /// The side of the square for an image.
    side: i32,
    /// From image to image.
    width: i32,
    height: i32,
    look: Look,
}

impl Layout {
    /// For images of at most `largest` pixels in either direction.
    fn new(grid: &ImageGrid, largest: usize) -> Self {
        let share = (WIDTH / grid.columns.min(grid.images.len()) as i32).min(GREATEST_WIDTH);
        let magnification = ((share - GAP) / largest as i32).max(1);
        let side = magnification * largest as i32;
        let look = if side < 120 { Look::PANEL } else { Look::WHOLE };
        let captions = grid.images.iter().map(|image| width_of(&image.caption, &look.text_style()));
        let widest = captions.max().unwrap_or(0);
        let caption_height = if widest > 0 { look.text + look.gap / 2 } else { 0 };
        Self { magnification, side, width: side.max(widest) + GAP, height: side + caption_height + GAP, look }
    }

    fn canvas_size(&self, grid: &ImageGrid, top: i32) -> (u32, u32) {
        let margin = Look::WHOLE.margin;
        let columns = grid.columns.min(grid.images.len());
        let rows = grid.images.len().div_ceil(columns) as i32;
        let width = (columns as i32 * self.width - GAP).max(width_of(&grid.title, &Look::WHOLE.title_style()));
        ((width + 2 * margin) as u32, (top + rows * self.height - GAP + margin) as u32)
    }
}

impl Image {
    /// Draws the image in the middle of its cell, whose upper left corner is `(left, top)`, and its caption below.
    fn draw(&self, canvas: &Canvas, (left, top): (i32, i32), layout: &Layout) -> Drawn<()> {
        let side = layout.magnification;
        let middle = left + (layout.width - GAP) / 2;
        let left = middle - self.pixels.ncols() as i32 * side / 2;
        for (column, pixels) in self.pixels.column_iter().enumerate() {
            for (row, &pixel) in pixels.iter().enumerate() {
                let shade = (pixel.clamp(0.0, 1.0) * 255.0).round() as u8;
                let (x, y) = (left + column as i32 * side, top + row as i32 * side);
                let style = RGBColor(shade, shade, shade).filled();
                canvas.draw(&Rectangle::new([(x, y), (x + side, y + side)], style))?;
            }
        }
        let style = layout.look.text_style().pos(Pos::new(HPos::Center, VPos::Top));
        canvas.draw_text(&self.caption, &style, (middle, top + layout.side + layout.look.gap / 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_medium_grey() {
        assert_eq!(shades(&Matrix::<f64>::zeros(1, 2)), Matrix::from_element(1, 2, 0.5));
        assert_eq!(shades(&Matrix::<f32>::zeros(1, 2)), Matrix::from_element(1, 2, 0.5));
    }

    #[test]
    fn a_grid_without_images_or_columns_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let image = Image { pixels: Matrix::zeros(2, 3), caption: "black".into() };
        let no_columns = ImageGrid { images: vec![image], ..ImageGrid::default() };
        let no_images = ImageGrid { columns: 4, ..ImageGrid::default() };
        for grid in [no_columns, no_images] {
            assert!(matches!(grid.save(&folder.path().join("grid.png")), Err(PlotError::Empty { .. })));
        }
    }

    #[test]
    fn images_fill_the_width_and_captions_find_room() {
        let image = |caption: &str| Image { pixels: Matrix::zeros(28, 28), caption: caption.into() };
        let grid = |columns, caption| ImageGrid { title: String::new(), columns, images: vec![image(caption); 20] };
        let wide = Layout::new(&grid(10, ""), 28);
        assert_eq!((wide.magnification, wide.width, wide.height), (4, 112 + GAP, 112 + GAP));
        let captioned = Layout::new(&grid(10, "a caption wider than its image"), 28);
        assert!(captioned.width > 300 && captioned.height > wide.height);
        assert_eq!(Layout::new(&grid(1, ""), 1000).magnification, 1);
    }
}
