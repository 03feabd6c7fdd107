//! 7.2 The geometry of image layers: sizes of images and of the windows that slide over them.

use std::fmt::{self, Display};

/// Size of the images in a batch, N x (C·H·W): the pixel (h, w) of channel c is column (c·H + h)·W + w.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// Channels, C.
    pub channels: usize,
    /// Height in pixels, H.
    pub height: usize,
    /// Width in pixels, W.
    pub width: usize,
}

impl Image {
    /// Number of values per image, C·H·W: the columns of a batch.
    #[expect(clippy::len_without_is_empty, reason = "a layer has no empty images")]
    pub fn len(self) -> usize {
        self.channels * self.pixels()
    }

    /// Pixels per channel, H·W.
    pub fn pixels(self) -> usize {
        self.height * self.width
    }
}

impl Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} x {} x {}", self.channels, self.height, self.width)
    }
}

/// Window that slides over the images: the filters of a convolution, or what pooling takes the maximum of.
///
/// ```
/// use common::layers::Window;
///
/// let filters = Window { pad: 2, ..Window::square(5) };
/// let pooling = Window { stride: 2, ..Window::square(2) };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Height in pixels, FH.
    pub height: usize,
    /// Width in pixels, FW.
    pub width: usize,
    /// 7.2.4 Stride (스트라이드): pixels from one position to the next.
    pub stride: usize,
    /// 7.2.3 Padding (패딩): pixels added on each side of the image.
    pub pad: usize,
}

impl Window {
    /// A window of `size` x `size` pixels, with stride 1 and without padding.
    pub fn square(size: usize) -> Self {
        Self { height: size, width: size, stride: 1, pad: 0 }
    }

    /// Number of positions on an image: its output's height and width, `(H + 2·pad - FH) / stride + 1` and the same of
    /// the widths, rounded down (section 7.2.4).
    ///
    /// # Panics
    ///
    /// If the window is empty, larger than the padded image, or its stride is 0.
    pub fn positions(self, input: Image) -> (usize, usize) {
        let Self { height, width, stride, pad } = self;
        let (padded_height, padded_width) = (input.height + 2 * pad, input.width + 2 * pad);
        let fits = (1..=padded_height).contains(&height) && (1..=padded_width).contains(&width);
        assert!(
            fits && stride > 0,
            "a window of {height} x {width} with stride {stride} and padding {pad} does not fit images of {input}"
        );
        ((padded_height - height) / stride + 1, (padded_width - width) / stride + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_sizes_of_section_7_2_4() {
        let positions = |(height, width), size, stride, pad| {
            Window { stride, pad, ..Window::square(size) }.positions(Image { channels: 1, height, width })
        };
        assert_eq!(positions((4, 4), 3, 1, 1), (4, 4));
        assert_eq!(positions((7, 7), 3, 2, 0), (3, 3));
        assert_eq!(positions((28, 31), 5, 3, 2), (10, 11));
        assert_eq!(positions((3, 3), 2, 2, 0), (1, 1), "rounded down");
    }

    #[test]
    #[should_panic(expected = "a window of 5 x 5 with stride 1 and padding 0 does not fit images of 3 x 8 x 4")]
    fn a_window_that_does_not_fit_is_refused_with_all_numbers() {
        Window::square(5).positions(Image { channels: 3, height: 8, width: 4 });
    }

    #[test]
    #[should_panic(expected = "with stride 0")]
    fn a_stride_of_0_is_refused() {
        Window { stride: 0, ..Window::square(1) }.positions(Image { channels: 1, height: 1, width: 1 });
    }
}
