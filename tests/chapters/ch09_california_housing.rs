//! Chapter 9's house price regression from end to end: on the embedded diabetes data, and on a small file of districts.

use std::fs;
use std::path::Path;
use std::process::Command;

use tests::{assert_diverges, printed, program, run, stdout};

/// The program. Its files go to `output`.
fn regression(output: &Path) -> Command {
    let mut program = program("ch09_california_housing", "ch09_california_housing");
    program.arg("--output").arg(output);
    program
}

/// What the program prints on the diabetes data, except for the time that it took.
fn on_diabetes(arguments: &[&str]) -> Vec<String> {
    let output = tempfile::tempdir().unwrap();
    let stdout = stdout(regression(output.path()).args(["--data", "diabetes"]).args(arguments));
    let stdout = stdout.replace(output.path().to_str().unwrap(), "");
    stdout.lines().filter(|line| !line.starts_with("training took")).map(String::from).collect()
}

/// The mean squared errors and R2 in the row of this name: of the network, then of least squares.
fn scores(lines: &[String], name: &str) -> [f64; 4] {
    let row = lines.iter().find(|line| line.contains(name)).unwrap();
    let numbers: Vec<f64> = row.split(name).nth(1).unwrap().split_whitespace().map(|x| x.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn without_california_housing_it_learns_the_diabetes_data() {
    let lines = on_diabetes(&[]);
    assert!(lines[0].starts_with("data: 442 samples, 10 features, and the target progression / 100: "), "{lines:?}");
    let epochs: Vec<&String> = lines.iter().filter(|line| line.starts_with("epoch: ")).collect();
    assert_eq!(epochs.len(), 20);
    assert!(epochs[0].starts_with("epoch: 200, loss: "), "{}", epochs[0]);
    assert!(epochs.iter().all(|line| line.ends_with("e+00") || line.ends_with("e-01")), "{epochs:?}");
    let [mse, r2, line_mse, line_r2] = scores(&lines, "samples, all trained on");
    assert!(mse < line_mse && r2 > line_r2, "the network fits better than a plane");
    assert_eq!((line_mse, line_r2), (0.2860, 0.5177), "2859.6963 in hundreds squared");
    assert!(scores(&lines, "test samples")[1] < scores(&lines, "training samples")[1]);
}

#[test]
fn the_class_gives_the_same_result_as_the_list() {
    let printed = |model| {
        let lines = on_diabetes(&["--epochs", "100", "--print-interval", "10", "--model", model]).join("\n");
        let (model, results) = lines.split_once(" parameters\n").unwrap();
        (model.to_owned(), results.to_owned())
    };
    let ((class, results), (list, same_results)) = (printed("class"), printed("sequential"));
    assert!(class.contains("(0): HousingNet(") && !list.contains("HousingNet"), "{class}\n{list}");
    assert!(results.contains("epoch: 100, loss: ") && results == same_results, "{results}\n{same_results}");
}

#[test]
fn without_scaling_the_result_differs_but_not_that_of_least_squares() {
    let [scaled, raw] = [&[][..], &["--no-scaling"]].map(|setting| {
        let lines = on_diabetes(&[setting, &["--epochs", "500"]].concat());
        scores(&lines, "samples, all trained on")
    });
    assert!(raw[0] > scaled[0], "{raw:?}, scaled {scaled:?}");
    assert_eq!(raw[2..], scaled[2..]);
}

#[test]
fn a_dead_layer_is_reported() {
    let dead = (1..).find_map(|seed: u32| {
        let lines = on_diabetes(&["--no-scaling", "--epochs", "1", "--seed", &seed.to_string()]);
        lines.join("\n").contains(" is dead: no gradient reaches it").then_some(lines)
    });
    let lines = dead.unwrap().join("\n");
    assert!(lines.contains("3 of 3") && lines.contains("the variance, 0.5930: try another --seed"), "{lines}");
}

#[test]
fn districts_are_read_from_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("california_housing/cal_housing.data");
    fs::create_dir(file.parent().unwrap()).unwrap();
    let districts = |households: u32| {
        let row =
            |i: u32| format!("-122.{i},37.{},{},{},{},322,{households},{},45{i}000\n", 7 * i, 3 * i, 88 * i, i * i, i);
        (1..9).map(row).collect::<String>()
    };
    fs::write(&file, districts(126)).unwrap();
    let run = || {
        run(regression(folder.path())
            .args(["--data", "california", "--epochs", "2"])
            .env("DLFS_DATASETS", folder.path()))
    };
    let outcome = run();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(printed(&outcome.stdout, "data:").starts_with("8 samples, 8 features, and the target price: "));

    fs::write(&file, districts(0)).unwrap();
    let outcome = run();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("cal_housing.data: sample 1 has 0 households"), "{}", outcome.stderr);
}

#[test]
fn divergence_is_an_error_and_not_a_result() {
    let output = tempfile::tempdir().unwrap();
    assert_diverges(regression(output.path()).args(["--data", "diabetes", "--learning-rate", "1e30"]));
}
