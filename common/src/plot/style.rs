//! How a series looks.

/// How a series looks. Its colour is the next one of the palette, unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Thin and pale, behind all others: noisy values whose mean is the series that follows, or the way from mark to mark.
    /// Shares the colour of the series that follows.
    Faint,
    /// Thin and grey: diagonals, contours, optima. Takes no colour of the palette.
    Guide,
    /// ────
    #[default]
    Solid,
    /// Thin: noisy lines, which dashes would break.
    Thin,
    /// ─ ─ ─
    Dashed,
    /// · · · ·
    Dotted,
    /// ─ · ─ ·
    DashDotted,
    /// A ring at every point.
    Circles,
    /// A cross at every point.
    Crosses,
    /// A small pale dot at every point: where many points lie together, they add up to the full colour.
    Dots,
    /// Every line ends in the head of an arrow.
    Arrows,
    /// The inside of every line, pale, with its edge.
    Filled,
    /// The inside of every line, pale, without its edge, behind all others. Shares the colour of the series that follows.
    Shaded,
}

impl Style {
    /// Whether a series lies behind the others, in the colour of the one that follows.
    pub(super) fn is_background(self) -> bool {
        matches!(self, Self::Faint | Self::Shaded)
    }
}
