//! One change to an image. Each pixel p of the new image takes its value from a place q of the original, by bilinear
//! interpolation:
//!
//! ```text
//! q = c + R(-α)·(p - c - shift) / zoom         c: centre of the image   R(-α): rotation by -α
//! ```

/// Change to an image: rotation and zoom about the centre, then a shift.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// Shift, in pixels.
    pub(super) down: f64,
    pub(super) right: f64,
    /// Angle of rotation, clockwise, in radians.
    pub(super) angle: f64,
    /// Factor of the size; above 1 enlarges.
    pub(super) zoom: f64,
}

impl Change {
    /// Writes the changed `original` to `image`.
    pub(super) fn apply(&self, original: &Bordered, image: &mut [u8]) {
        let [middle_row, middle_column] = [original.height, original.width].map(|pixels| (pixels as f64 - 1.0) / 2.0);
        let (sin, cos) = self.angle.sin_cos();
        let (sin, cos) = (sin / self.zoom, cos / self.zoom);
        for (row, pixels) in image.chunks_exact_mut(original.width).enumerate() {
            let (y, x) = (row as f64 - middle_row - self.down, -middle_column - self.right);
            let mut place = [middle_row + cos * y - sin * x, middle_column + sin * y + cos * x].map(fixed);
            let step = [-sin, cos].map(fixed);
            for pixel in pixels {
                *pixel = original.at(place);
                place = [place[0] + step[0], place[1] + step[1]];
            }
        }
    }
}

/// Rows and columns are counted in units of 1/65536 pixel: with integers, interpolation takes half as long as in `f32`.
const PIXEL: i64 = 1 << 16;

fn fixed(pixels: f64) -> i64 {
    (pixels * PIXEL as f64).round() as i64
}

/// An image with a black border, so that interpolation needs no special case at the edges: one row above and one
/// column to the left, two rows below and two columns to the right.
pub(super) struct Bordered {
    height: usize,
    width: usize,
    bytes: Vec<u8>,
}

impl Bordered {
    /// A black image of this size.
    pub(super) fn new(height: usize, width: usize) -> Self {
        Self { height, width, bytes: vec![0; (height + 3) * (width + 3)] }
    }

    /// Replaces the pixels inside the border.
    pub(super) fn fill(&mut self, image: &[u8]) {
        let rows = self.bytes.chunks_exact_mut(self.width + 3).skip(1);
        for (row, pixels) in rows.zip(image.chunks_exact(self.width)) {
            row[1..=self.width].copy_from_slice(pixels);
        }
    }

    /// Value at this row and column, by bilinear interpolation between four pixels, rounded.
    fn at(&self, [row, column]: [i64; 2]) -> u8 {
        let row = row.clamp(-PIXEL, self.height as i64 * PIXEL) + PIXEL;
        let column = column.clamp(-PIXEL, self.width as i64 * PIXEL) + PIXEL;
        let (below, beside) = (row % PIXEL, column % PIXEL);
        let between = |corner: usize| {
            let pixels = &self.bytes[corner..corner + 2];
            i64::from(pixels[0]) * (PIXEL - beside) + i64::from(pixels[1]) * beside
        };
        let corner = (row / PIXEL) as usize * (self.width + 3) + (column / PIXEL) as usize;
        let (upper, lower) = (between(corner), between(corner + self.width + 3));
        ((upper * (PIXEL - below) + lower * below + PIXEL * PIXEL / 2) / (PIXEL * PIXEL)) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_CHANGE: Change = Change { down: 0.0, right: 0.0, angle: 0.0, zoom: 1.0 };

    /// The bytes of an image of `size` after the change.
    fn changed(bytes: &[u8], size: (usize, usize), change: Change) -> Vec<u8> {
        let (mut original, mut image) = (Bordered::new(size.0, size.1), vec![0; bytes.len()]);
        original.fill(bytes);
        change.apply(&original, &mut image);
        image
    }

    #[test]
    fn a_shift_by_whole_pixels_moves_the_image() {
        #[rustfmt::skip]
        let image = [1, 2, 3,
                     4, 5, 6];
        let shifted = |down, right| changed(&image, (2, 3), Change { down, right, ..NO_CHANGE });
        assert_eq!(shifted(0.0, 1.0), [0, 1, 2, 0, 4, 5]);
        assert_eq!(shifted(-1.0, -2.0), [6, 0, 0, 0, 0, 0]);
        assert_eq!(shifted(1.0, 0.0), [0, 0, 0, 1, 2, 3]);
        assert_eq!((shifted(2.0, 0.0), shifted(0.0, -1e6)), (vec![0; 6], vec![0; 6]));
    }

    #[test]
    fn a_quarter_turn_moves_each_pixel_clockwise() {
        let turned = |degrees: f64| {
            let change = Change { angle: degrees.to_radians(), ..NO_CHANGE };
            changed(&[1, 2, 3, 4, 5, 6, 7, 8, 9], (3, 3), change)
        };
        assert_eq!(turned(90.0), [7, 4, 1, 8, 5, 2, 9, 6, 3]);
        assert_eq!(turned(-90.0), [3, 6, 9, 2, 5, 8, 1, 4, 7]);
        assert_eq!(turned(180.0), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let wide = Change { angle: 90f64.to_radians(), ..NO_CHANGE };
        assert_eq!(changed(&[1, 2, 3], (1, 3), wide), [0, 2, 0]);
        assert_eq!(changed(&[1, 2, 3, 4], (2, 2), wide), [3, 1, 4, 2], "a centre between pixels");
    }

    #[test]
    fn values_between_pixels_are_interpolated() {
        let half = Change { right: 0.5, ..NO_CHANGE };
        assert_eq!(changed(&[10, 20, 30], (1, 3), half), [5, 15, 25]);
        let quarter = Change { down: -0.25, ..half };
        // 3/4 of the row and 1/4 of the row below it.
        assert_eq!(changed(&[0, 80, 40, 200], (2, 2), quarter), [5, 60, 15, 90]);
        assert_eq!(changed(&[255; 9], (3, 3), NO_CHANGE), [255; 9]);
    }

    #[test]
    fn a_zoom_enlarges_about_the_centre() {
        let zoomed = |zoom| changed(&[10, 20, 60, 80, 90], (1, 5), Change { zoom, ..NO_CHANGE });
        assert_eq!(zoomed(2.0), [20, 40, 60, 70, 80]);
        assert_eq!(zoomed(0.5), [0, 10, 60, 90, 0]);
    }

    #[test]
    fn a_shift_comes_after_rotation_and_zoom() {
        let angle = 90f64.to_radians();
        let change = Change { angle, down: 1.0, ..NO_CHANGE };
        assert_eq!(changed(&[1, 2, 3, 4, 5, 6, 7, 8, 9], (3, 3), change), [0, 0, 0, 7, 4, 1, 8, 5, 2]);
    }
}
