//! California housing itself, read from `$DLFS_DATASETS/california_housing`, and the figures that default settings reach
//! on it. Nothing is downloaded.

use std::env;

use approx::assert_abs_diff_eq;
use common::functions::mean_squared_error;
use common::matrix::{add_row, dot};
use common::regression::{least_squares, r_squared};
use datasets::{StandardScaler, Table, california};
use tests::{program, stdout};

fn load() -> Table {
    assert!(env::var_os("DLFS_DATASETS").is_some(), "DLFS_DATASETS is not set");
    let folder = datasets::folder().join("california_housing");
    assert!(folder.join("cal_housing.data").is_file(), "cal_housing.data is not in {}", folder.display());
    california::load(&folder).unwrap()
}

#[test]
#[ignore = "needs California housing: set DLFS_DATASETS"]
fn the_columns_are_those_of_the_course() {
    let Table { x, y, .. } = load();
    assert_eq!((x.shape(), y.shape()), ((20_640, 8), (20_640, 1)));
    let first = [8.3252, 41.0, 6.98412698, 1.02380952, 322.0, 2.55555556, 37.88, -122.23];
    for (&value, expected) in x.row(0).iter().zip(first) {
        assert_abs_diff_eq!(value, expected, epsilon = 5e-9);
    }
    assert_eq!(y[0], 4.526);
    let scaler = StandardScaler::fit(&x);
    let means = [3.87067, 28.63949, 5.429, 1.09668, 1425.47674, 3.07066, 35.63186, -119.5697];
    for (&mean, expected) in scaler.mean.iter().zip(means) {
        assert_abs_diff_eq!(mean, expected, epsilon = 5e-6);
    }
    let scaled = StandardScaler::fit(&scaler.transform(&x));
    assert!(scaled.mean.amax() < 1e-9 && scaled.deviation.add_scalar(-1.0).amax() < 1e-9);
}

#[test]
#[ignore = "needs California housing: set DLFS_DATASETS"]
fn least_squares_and_the_variance_are_those_of_the_curriculum() {
    let Table { x, y, .. } = load();
    let (w, b) = least_squares(&x, &y);
    let line = add_row(dot(&x, &w), &b);
    assert_abs_diff_eq!(mean_squared_error(&line, &y), 0.524_321_0, epsilon = 5e-8);
    assert_abs_diff_eq!(r_squared(&line, &y), 0.6062, epsilon = 5e-5);
    assert_abs_diff_eq!(y.variance(), 1.3316, epsilon = 5e-5);
}

#[test]
#[ignore = "needs California housing: set DLFS_DATASETS"]
fn default_settings_reach_the_loss_of_the_curriculum_and_a_dead_layer_stays_at_the_variance() {
    let loss = |seed: &str| {
        let output = tempfile::tempdir().unwrap();
        let mut program = program("ch09_california_housing", "ch09_california_housing");
        let stdout = stdout(program.args(["--data", "california", "--seed", seed, "--output"]).arg(output.path()));
        let row = stdout.lines().find_map(|line| line.split_once("samples, all trained on")).unwrap().1;
        (row.split_whitespace().next().unwrap().parse::<f64>().unwrap(), stdout.contains("hidden layer 3 is dead"))
    };
    let (learned, dead) = loss("1");
    assert!((0.34..0.42).contains(&learned) && !dead, "{learned}");
    let (stuck, dead) = loss("2");
    assert!((stuck - 1.3316).abs() < 2e-3 && dead, "{stuck}");
}
