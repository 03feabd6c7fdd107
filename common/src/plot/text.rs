//! Lines of text, set with the distances of the embedded font.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use plotters::style::FontStyle;

static REGULAR: LazyLock<FontRef> = LazyLock::new(|| font(dejavu::sans::regular()));
static BOLD: LazyLock<FontRef> = LazyLock::new(|| font(dejavu::sans::bold()));

fn font(file: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(file).expect("the embedded fonts are valid")
}

/// A line of text, whose baseline runs to the right from (0, 0); pixels.
pub(super) struct Line {
    font: &'static FontRef<'static>,
    scale: PxScale,
    letters: Vec<Glyph>,
    pub width: i32,
    /// How far its tallest letters reach above the baseline.
    pub ascent: i32,
}

impl Line {
    /// Sets `text` so that ascenders and descenders together are `size` pixels high.
    ///
    /// # Panics
    ///
    /// In a debug build, if the font has no such letter.
    pub fn new(text: &str, size: f64, style: FontStyle) -> Self {
        let font: &'static FontRef = if matches!(style, FontStyle::Bold) { &BOLD } else { &REGULAR };
        let scale = PxScale::from(size as f32);
        let scaled = font.as_scaled(scale);
        let mut x = 0.0;
        let mut before = None;
        let mut letters = Vec::new();
        for letter in text.chars() {
            let id = font.glyph_id(letter);
            debug_assert!(id.0 != 0, "the embedded font has no {letter:?} of {text:?}");
            x += before.map_or(0.0, |before| scaled.kern(before, id));
            letters.push(id.with_scale_and_position(scale, point(x, 0.0)));
            x += scaled.h_advance(id);
            before = Some(id);
        }
        Self { font, scale, letters, width: x.ceil() as i32, ascent: scaled.ascent().round() as i32 }
    }

    /// Height of a capital letter.
    pub fn capital(&self) -> i32 {
        let h = self.font.glyph_id('H').with_scale(self.scale);
        self.font.outline_glyph(h).map_or(0, |h| h.px_bounds().height() as i32)
    }

    /// Hands each pixel of the letters, and how much of it they cover, to `draw`.
    pub fn each_pixel(&self, mut draw: impl FnMut(i32, i32, f32)) {
        for letter in self.letters.iter().filter_map(|letter| self.font.outline_glyph(letter.clone())) {
            let corner = letter.px_bounds().min;
            letter.draw(|x, y, covered| draw(corner.x as i32 + x as i32, corner.y as i32 + y as i32, covered.min(1.0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_begins_and_ends_near_its_ends_and_stands_on_the_baseline() {
        let line = Line::new("−10⁻⁷ H", 32.0, FontStyle::Normal);
        let mut pixels = Vec::new();
        line.each_pixel(|x, y, covered| {
            if covered > 0.0 {
                pixels.push((x, y));
            }
        });
        let (left, right) = (pixels.iter().map(|p| p.0).min().unwrap(), pixels.iter().map(|p| p.0).max().unwrap());
        assert!((0..5).contains(&left) && (line.width - 5..line.width).contains(&right), "{left}..={right}");
        assert_eq!(pixels.iter().map(|p| p.1).max(), Some(0), "the round of the 0");
        assert!(line.capital() < line.ascent && line.ascent < 32);
    }

    #[test]
    fn letters_keep_the_distances_of_the_font() {
        let width = |text| Line::new(text, 320.0, FontStyle::Bold).width;
        assert!((width("gradient") - width("gradien") - width("t")).abs() <= 1);
    }
}
