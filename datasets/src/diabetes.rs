//! The diabetes data set: ten measurements of 442 patients, and the progression of their disease one year later.
//!
//! Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals of Statistics 32(2), 2004, pages 407 to
//! 499; <https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html>. The values are the original ones, not scaled.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::Table;

const CSV: &[u8] = include_bytes!("../data/diabetes.csv.gz");

/// Loads the embedded table: 442 samples, 10 features. Its target, from 25 to 346, has no unit.
///
/// | feature | what |
/// |---|---|
/// | `age` | age in years |
/// | `sex` | 1 or 2; which is which is not documented |
/// | `bmi` | body mass index |
/// | `bp` | average blood pressure |
/// | `s1` to `s6` | six blood serum measurements: `tc`, `ldl`, `hdl`, `tch`, `ltg` and `glu` |
pub fn load() -> Table {
    let mut text = Vec::new();
    GzDecoder::new(CSV).read_to_end(&mut text).expect("a test unpacks the embedded file");
    Table::from_csv("diabetes.csv", &text).expect("a test reads the embedded file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_set_is_complete() {
        let Table { features, x, target, y } = load();
        assert_eq!(features, ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]);
        assert_eq!(target, "target");
        assert_eq!((x.shape(), y.shape()), ((442, 10), (442, 1)));
        let first: Vec<f64> = x.row(0).iter().copied().collect();
        assert_eq!(first, [59.0, 2.0, 32.1, 101.0, 157.0, 93.2, 38.0, 4.0, 4.8598, 87.0]);
        assert_eq!((y[0], y.min(), y.max()), (151.0, 25.0, 346.0));
        assert!((y.mean() - 152.133_484_16).abs() < 1e-8);
    }
}
