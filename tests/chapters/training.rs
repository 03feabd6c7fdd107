//! The programs that train on digits.

use std::fs;

use tests::{program, run, stdout};

#[test]
fn the_same_seed_prints_and_writes_the_same_on_one_thread_and_on_two() {
    // In batches of a thousand, a product is large enough to be split.
    let arguments = ["--data", "digits", "--iterations", "20", "--batch-size", "1000"];
    for package in ["ch04_two_layer_net", "ch05_backprop"] {
        let output = tempfile::tempdir().unwrap();
        let run_on = |threads, seed| {
            let mut program = program(package, package);
            program.args(arguments).args(["--seed", seed, "--output"]).arg(output.path());
            let stdout = stdout(program.env("RAYON_NUM_THREADS", threads));
            let timeless = |line: &&str| !line.starts_with("gradients of") && !line.starts_with("training took");
            let lines: Vec<String> = stdout.lines().filter(timeless).map(String::from).collect();
            (lines, fs::read(output.path().join("weights.safetensors")).unwrap())
        };
        let (lines, weights) = run_on("1", "7");
        assert!(lines.iter().any(|line| line.starts_with("epoch   0")));
        assert!(run_on("2", "7") == (lines, weights.clone()), "{package}");
        assert_ne!(run_on("2", "8").1, weights, "{package}");
    }
}

#[test]
fn a_run_that_diverges_ends_with_a_message_and_without_files() {
    for package in ["ch04_two_layer_net", "ch05_backprop"] {
        let output = tempfile::tempdir().unwrap();
        let mut program = program(package, package);
        program.args(["--data", "digits", "--learning-rate", "1e308", "--output"]).arg(output.path());
        let outcome = run(&mut program);
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(outcome.stderr.starts_with("Error: training has diverged: choose a smaller --learning-rate"));
        assert_eq!(fs::read_dir(&output).unwrap().count(), 0, "{package}");
    }
}

#[test]
fn a_run_that_diverges_in_its_last_step_saves_no_weights() {
    let output = tempfile::tempdir().unwrap();
    let mut program = program("ch05_backprop", "ch05_backprop");
    program.args(["--data", "digits", "--iterations", "1", "--learning-rate", "1e308", "--output"]).arg(output.path());
    let outcome = run(&mut program);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stderr.lines().next().unwrap().ends_with("w1 holds NaN: training has diverged"));
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}
