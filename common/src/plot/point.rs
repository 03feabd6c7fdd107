//! Places in a plane.

/// A place `(x, y)`, in pixels unless said otherwise.
pub(super) type Point = (f64, f64);

/// The place that lies the share `along` of the way from one to another.
pub(super) fn between(from: Point, to: Point, along: f64) -> Point {
    (from.0 + along * (to.0 - from.0), from.1 + along * (to.1 - from.1))
}
