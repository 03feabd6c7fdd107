//! 5.4 Simple layers (단순한 계층 구현하기): multiplication and addition, the nodes of a computational graph.
//!
//! ```text
//! MulLayer   out = x·y      dx = dout·y    dy = dout·x
//! AddLayer   out = x + y    dx = dout      dy = dout
//! ```
//!
//! `forward` keeps in `self` what `backward` will need.

use checks::{Node, Verdict, chapter5};

/// Multiplication.
#[derive(Default)]
pub struct MulLayer {
    x: f64,
    y: f64,
}

impl Node for MulLayer {
    fn forward(&mut self, x: f64, y: f64) -> f64 {
        // <solution>
        *self = Self { x, y };
        x * y
        // </solution>
    }

    /// ∂L/∂x and ∂L/∂y from `dout`, which is ∂L/∂out.
    fn backward(&self, dout: f64) -> (f64, f64) {
        // <solution>
        (dout * self.y, dout * self.x)
        // </solution>
    }
}

/// Addition.
#[derive(Default)]
pub struct AddLayer;

impl Node for AddLayer {
    fn forward(&mut self, x: f64, y: f64) -> f64 {
        // <solution>
        x + y
        // </solution>
    }

    /// ∂L/∂x and ∂L/∂y from `dout`, which is ∂L/∂out.
    fn backward(&self, dout: f64) -> (f64, f64) {
        // <solution>
        (dout, dout)
        // </solution>
    }
}

/// `cargo run -p exercises -- simple_layers` runs this check.
pub fn main() -> Verdict {
    chapter5::simple_layers(&mut MulLayer::default(), &mut AddLayer)
}
