//! 5.4 Simple layers (단순한 계층 구현하기): the nodes of a computational graph of numbers.
//!
//! ```text
//! MulLayer   out = x·y      dx = dout·y    dy = dout·x
//! AddLayer   out = x + y    dx = dout      dy = dout
//! ```

/// 5.3.2, 5.4.1 Multiplication (곱셈 노드의 역전파, 곱셈 계층).
#[derive(Clone, Copy, Debug, Default)]
pub struct MulLayer {
    x: f64,
    y: f64,
}

impl MulLayer {
    /// `x·y`. Keeps both for [`MulLayer::backward`].
    pub fn forward(&mut self, x: f64, y: f64) -> f64 {
        *self = Self { x, y };
        x * y
    }

    /// ∂L/∂x and ∂L/∂y from ∂L/∂out: for each factor, `dout` times the other factor.
    pub fn backward(&self, dout: f64) -> (f64, f64) {
        (dout * self.y, dout * self.x) // out = x·y
    }
}

/// 5.3.1, 5.4.2 Addition (덧셈 노드의 역전파, 덧셈 계층).
#[derive(Clone, Copy, Debug, Default)]
pub struct AddLayer;

impl AddLayer {
    /// `x + y`.
    pub fn forward(&self, x: f64, y: f64) -> f64 {
        x + y
    }

    /// ∂L/∂x and ∂L/∂y from ∂L/∂out: `dout` goes to both unchanged.
    pub fn backward(&self, dout: f64) -> (f64, f64) {
        (dout, dout) // out = x + y
    }
}
