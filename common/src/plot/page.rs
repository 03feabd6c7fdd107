//! What pictures are drawn on: the bitmap of plotters with text of our own. That of plotters leaves out the white on the
//! left of each letter ("gradien t").

use plotters::backend::BitMapBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::text::Line;

type Bitmap = BitMapBackend<'static>;
type Drawn<T> = Result<T, DrawingErrorKind<<Bitmap as DrawingBackend>::ErrorType>>;

/// A bitmap with text.
pub(super) struct Page<'a>(BitMapBackend<'a>);

impl<'a> Page<'a> {
    /// A page of `size`, pixels, with three `bytes` for each pixel.
    pub fn new(bytes: &'a mut [u8], size: (u32, u32)) -> Self {
        Self(BitMapBackend::with_buffer(bytes, size))
    }
}

impl DrawingBackend for Page<'_> {
    type ErrorType = <Bitmap as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<()> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<()> {
        self.0.present()
    }

    fn draw_pixel(&mut self, place: BackendCoord, color: BackendColor) -> Drawn<()> {
        self.0.draw_pixel(place, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn<()> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn<()> {
        self.0.draw_rect(from, to, style, fill)
    }

    /// In the vertical middle of the text is the middle of its capital letters.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn<()> {
        let line = Line::new(text, style.size(), style.style());
        let left = match style.anchor().h_pos {
            HPos::Left => 0,
            HPos::Center => -line.width / 2,
            HPos::Right => -line.width,
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => line.ascent,
            VPos::Center => line.capital() / 2,
            VPos::Bottom => line.ascent - style.size() as i32,
        };
        let (turn, color) = (style.transform(), style.color());
        let mut drawn = Ok(());
        line.each_pixel(|right, down, covered| {
            let (dx, dy) = turn.transform(left + right, baseline + down);
            let color = BackendColor { alpha: color.alpha * f64::from(covered), ..color };
            let pixel = self.0.draw_pixel((x + dx, y + dy), color);
            if drawn.is_ok() {
                drawn = pixel;
            }
        });
        drawn
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Drawn<(u32, u32)> {
        Ok((Line::new(text, style.size(), style.style()).width as u32, style.size() as u32))
    }
}
