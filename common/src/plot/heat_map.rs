//! Confusion matrices: counts in coloured cells.

use std::path::Path;

use plotters::element::Rectangle;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, RGBColor};

use super::error::PlotError;
use super::header::Header;
use super::legend::Legend;
use super::look::{BACKGROUND, Canvas, Drawn, GRID, Look, PALETTE, mix, width_of};
use super::picture;
use crate::Matrix;
use crate::files::Save;

const LOOK: Look = Look::WHOLE;
/// The least side of a cell, pixels.
const LEAST_SIDE: i32 = 96;
/// The colour of the largest count off the diagonal.
const WARMEST: RGBColor = PALETTE[1];

/// A confusion matrix as a heat map: the larger a count off the diagonal, the warmer its cell. The diagonal, often a
/// hundred times larger, is grey and has no part in the scale of colours. Zeros are left blank.
#[derive(Clone, Debug, Default)]
pub struct HeatMap {
    /// Stands above the matrix.
    pub title: String,
    /// Names the columns.
    pub x_label: String,
    /// Names the rows.
    pub y_label: String,
    /// The counts, C x C; row 0 is on top. Rows and columns are numbered from 0.
    pub counts: Matrix<usize>,
}

impl Save for HeatMap {
    type Error = PlotError;

    /// Writes the matrix to `path`, a name that ends in `.png`: about 1100 x 1200 pixels for ten classes, to be shown at
    /// half that size or less. The folder is made if it is missing; after an error the file is as it was before.
    ///
    /// # Errors
    ///
    /// If the matrix is empty, or if the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), PlotError> {
        if self.counts.is_empty() {
            return Err(PlotError::Empty { path: path.into() });
        }
        let header = Header::new(&self.title, Legend::default(), LOOK);
        let layout = Layout::new(&self.counts, header.height());
        picture::save(path, layout.canvas_size(header.width()), |canvas| {
            header.draw(canvas, (layout.left, 0))?;
            layout.draw_cells(canvas, &self.counts)?;
            layout.draw_labels(canvas, self)
        })
    }
}

/// Where the cells lie, pixels.
struct Layout {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
    /// Of a cell.
    side: i32,
}

impl Layout {
    /// Cells below `top` that are wide enough for their numbers.
    fn new(counts: &Matrix<usize>, top: i32) -> Self {
        let width = |number: usize| width_of(&number.to_string(), &LOOK.text_style());
        let side = (width(counts.max()) + LOOK.gap).max(LEAST_SIDE);
        let left = LOOK.margin + LOOK.text + LOOK.gap + width(counts.nrows() - 1) + 2 * LOOK.tick;
        let (right, bottom) = (left + counts.ncols() as i32 * side, top + counts.nrows() as i32 * side);
        Self { left, top, right, bottom, side }
    }

    /// Width and height of the picture, for a header of `header_width`.
    fn canvas_size(&self, header_width: i32) -> (u32, u32) {
        let width = self.right.max(self.left + header_width) + LOOK.margin;
        let height = self.bottom + 2 * LOOK.tick + LOOK.text + LOOK.gap + LOOK.text + LOOK.margin;
        (width as u32, height as u32)
    }

    /// Draws the cells, with lines between them that have the colour of the diagonal.
    fn draw_cells(&self, canvas: &Canvas, counts: &Matrix<usize>) -> Drawn<()> {
        let (from, to) = ((self.left - 1, self.top - 1), (self.right + 1, self.bottom + 1));
        canvas.draw(&Rectangle::new([from, to], GRID.filled()))?;
        let mut errors = counts.clone();
        errors.fill_diagonal(0);
        let largest = errors.max().max(1);
        for row in 0..counts.nrows() {
            for column in 0..counts.ncols() {
                let count = counts[(row, column)];
                // By the root, so that one error is seen beside many.
                let share = (count as f64 / largest as f64).sqrt();
                let color = if row == column { GRID } else { mix(BACKGROUND, WARMEST, share) };
                self.draw_cell(canvas, (row, column), count, color)?;
            }
        }
        Ok(())
    }

    fn draw_cell(&self, canvas: &Canvas, (row, column): (usize, usize), count: usize, color: RGBColor) -> Drawn<()> {
        let (x, y) = (self.left + column as i32 * self.side, self.top + row as i32 * self.side);
        let inside = [(x + 1, y + 1), (x + self.side - 1, y + self.side - 1)];
        canvas.draw(&Rectangle::new(inside, color.filled()))?;
        let number = if count == 0 { String::new() } else { count.to_string() };
        let style = LOOK.text_style().pos(Pos::new(HPos::Center, VPos::Center));
        canvas.draw_text(&number, &style, (x + self.side / 2, y + self.side / 2))
    }

    /// The numbers and the names of the rows and columns.
    fn draw_labels(&self, canvas: &Canvas, map: &HeatMap) -> Drawn<()> {
        let style = |h, v| LOOK.text_style().pos(Pos::new(h, v));
        let middle = |first: i32, index: usize| first + index as i32 * self.side + self.side / 2;
        for row in 0..map.counts.nrows() {
            let place = (self.left - 2 * LOOK.tick, middle(self.top, row));
            canvas.draw_text(&row.to_string(), &style(HPos::Right, VPos::Center), place)?;
        }
        let below = self.bottom + 2 * LOOK.tick;
        for column in 0..map.counts.ncols() {
            let place = (middle(self.left, column), below);
            canvas.draw_text(&column.to_string(), &style(HPos::Center, VPos::Top), place)?;
        }
        let under = ((self.left + self.right) / 2, below + LOOK.text + LOOK.gap);
        canvas.draw_text(&map.x_label, &style(HPos::Center, VPos::Top), under)?;
        let beside = (LOOK.margin, (self.top + self.bottom) / 2);
        let upwards = style(HPos::Center, VPos::Top).transform(FontTransform::Rotate270);
        canvas.draw_text(&map.y_label, &upwards, beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_of_no_classes_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refused = HeatMap::default().save(&folder.path().join("confusion.png"));
        assert!(matches!(refused, Err(PlotError::Empty { .. })));
    }

    #[test]
    fn cells_find_room_for_their_numbers() {
        let side = |count| Layout::new(&Matrix::from_element(2, 2, count), 0).side;
        assert_eq!(side(1000), LEAST_SIDE);
        assert!(side(1_000_000) > LEAST_SIDE);
    }
}
