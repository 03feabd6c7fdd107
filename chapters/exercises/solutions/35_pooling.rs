//! 7.4.4 Maximum pooling (풀링 계층 구현하기).
//!
//! ```text
//! y[n, c, oy, ox] = max of x[n, c, oy·stride + py, ox·stride + px]        0 ≤ py, px < size
//! x: N x C x H x W        y: N x C x OH x OW        OH = (H - size) / stride + 1, OW likewise
//! ```
//!
//! The maximum of negative numbers is negative. Channels do not mix.

use checks::{Images, Verdict, chapter7};

/// The largest pixel of each window of `size` x `size` pixels.
pub fn max_pooling(x: &Images, size: usize, stride: usize) -> Images {
    let [n, c, h, w] = x.shape;
    let mut y = Images::zeros([n, c, (h - size) / stride + 1, (w - size) / stride + 1]);
    for [n, c, oy, ox] in y.indices() {
        // <solution>
        let mut max = f64::NEG_INFINITY;
        for py in 0..size {
            for px in 0..size {
                max = max.max(x[[n, c, oy * stride + py, ox * stride + px]]);
            }
        }
        y[[n, c, oy, ox]] = max;
        // </solution>
    }
    y
}

/// `cargo run -p exercises -- pooling` runs this check.
pub fn main() -> Verdict {
    chapter7::pooling(max_pooling)
}
