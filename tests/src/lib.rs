//! Helpers shared by the test targets of this folder.

use std::env;
#[cfg(unix)]
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use common::weights::Weights;
use common::{Matrix, settings};
use rand::{Rng, RngExt};

/// The files of MNIST in its folder: training images and labels, test images and labels.
pub const MNIST_FILES: [&str; 4] = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
];

/// A matrix of one row.
pub fn row<const N: usize>(values: [f64; N]) -> Matrix<f64> {
    Matrix::from_row_slice(1, N, &values)
}

/// Random images with values like those of digits: N x D values from 0 to 1, about half of them exactly 0. With them
/// come N labels below `classes`.
pub fn random_images(n: usize, pixels: usize, classes: usize, rng: &mut impl Rng) -> (Matrix<f64>, Vec<usize>) {
    let x = Matrix::from_fn(n, pixels, |_, _| if rng.random() { rng.random() } else { 0.0 });
    let t = (0..n).map(|_| rng.random_range(..classes)).collect();
    (x, t)
}

/// The matrices in a file with reference values, by their names.
pub fn golden(file: &str) -> impl Fn(&str) -> Matrix<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(file).with_extension("safetensors");
    let weights = Weights::load(&path).unwrap();
    move |name| weights.matrix(name).unwrap()
}

/// What a program prints if it gets Ctrl-C as soon as it has printed a line that starts with `line`. It must end with exit
/// code 0.
#[cfg(unix)]
pub fn interrupted(program: &mut Command, line: &str) -> String {
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut out, mut text) = (BufReader::new(child.stdout.take().unwrap()), String::new());
    while !text.lines().last().is_some_and(|last| last.starts_with(line)) {
        assert!(out.read_line(&mut text).unwrap() > 0, "it has ended:\n{text}");
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    out.read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{text}");
    text
}

/// Exit code and output of a program.
pub struct Outcome {
    /// The exit code.
    pub code: Option<i32>,
    /// What went to stdout.
    pub stdout: String,
    /// What went to stderr.
    pub stderr: String,
}

/// A program of a chapter, as `cargo run --package package --bin binary` starts it. Arguments and environment
/// variables can be added.
pub fn program(package: &str, binary: &str) -> Command {
    /// Asking cargo at every start would take most of the time of the tests.
    static PROGRAMS: LazyLock<Vec<Built>> = LazyLock::new(build_programs);
    let sources = settings::workspace().join("chapters").join(package);
    let built = PROGRAMS.iter().find(|built| built.name == binary && built.source.starts_with(&sources));
    let mut program = Command::new(&built.unwrap_or_else(|| panic!("{package} has no program {binary}")).path);
    program.current_dir(settings::workspace());
    program
}

/// A program that cargo has built.
struct Built {
    name: String,
    /// The file with its `main`.
    source: PathBuf,
    path: PathBuf,
}

/// Builds all programs of the workspace. By itself cargo only does so for a package's own tests.
fn build_programs() -> Vec<Built> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(settings::workspace()).args(["build", "--quiet", "--workspace", "--bins"]);
    cargo.arg("--message-format=json").stderr(Stdio::inherit());
    // Cargo tells a test which package it belongs to. Build scripts that ask for these variables would run again.
    for (name, _) in env::vars_os() {
        if ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            cargo.env_remove(name);
        }
    }
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "the programs cannot be built");
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<serde_json::Value>();
    let built = |message: serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().map(String::from);
        let (path, target) = (text(&message["executable"])?.into(), &message["target"]);
        Some(Built { name: text(&target["name"])?, source: text(&target["src_path"])?.into(), path })
    };
    messages.filter_map(|message| built(message.unwrap())).collect()
}

/// Runs a program to its end.
pub fn run(program: &mut Command) -> Outcome {
    let output = program.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs a program whose training must diverge: it must say so and end with exit code 1.
#[track_caller]
pub fn assert_diverges(program: &mut Command) {
    let outcome = run(program);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    let message = "Error: training has diverged: choose a smaller learning rate";
    assert!(outcome.stderr.starts_with(message), "{}", outcome.stderr);
}

/// Runs a program that must succeed, and returns what it has printed.
pub fn stdout(program: &mut Command) -> String {
    let outcome = run(program);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    outcome.stdout
}

/// The text after `name` in the first printed line that begins with it.
pub fn printed<'a>(stdout: &'a str, name: &str) -> &'a str {
    let found = stdout.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_else(|| panic!("no line begins with {name:?}:\n{stdout}")).trim()
}
