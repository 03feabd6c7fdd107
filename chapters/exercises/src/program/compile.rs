//! The compiler: one call of cargo for all exercises, which goes on when one of them does not compile.

use std::collections::HashMap;
use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use console::Term;
use exercises::{Exercise, folder};
use serde_json::{Deserializer, Value};

/// For each exercise its program, or the errors of the compiler.
pub fn compile(exercises: &[Exercise]) -> Result<Vec<Result<PathBuf, String>>> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let terminal = Term::stderr();
    let is_watched = terminal.is_term();
    if is_watched {
        terminal.write_str("compiling …")?;
    }
    let output = cargo(exercises).output().context("cannot start cargo")?;
    if is_watched {
        terminal.clear_line()?;
    }

    let (mut programs, mut errors) = (HashMap::new(), HashMap::<String, String>::new());
    for message in Deserializer::from_slice(&output.stdout).into_iter::<Value>() {
        let message = message.context("cargo prints something unexpected")?;
        let name = message["target"]["name"].as_str().unwrap_or_default().to_owned();
        if let Some(program) = message["executable"].as_str() {
            programs.insert(name, PathBuf::from(program));
        } else if message["message"]["level"] == "error" {
            *errors.entry(name).or_default() += message["message"]["rendered"].as_str().unwrap_or_default();
        }
    }
    let result = |exercise: &Exercise| match (programs.remove(exercise.name), errors.remove(exercise.name)) {
        (_, Some(errors)) => Ok(Err(errors)),
        (Some(program), None) => Ok(Ok(program)),
        (None, None) => bail!("{} cannot be built:\n{}", exercise.name, String::from_utf8_lossy(&output.stderr)),
    };
    exercises.iter().map(result).collect()
}

fn cargo(exercises: &[Exercise]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or(env!("CARGO").into()));
    cargo.args(["build", "--features", "reader", "--keep-going", "--quiet", "--manifest-path"]);
    cargo.arg(folder().join("Cargo.toml"));
    let colours = if console::colors_enabled() { "json-diagnostic-rendered-ansi" } else { "json" };
    cargo.args(["--message-format", colours]);
    for exercise in exercises {
        cargo.args(["--example", exercise.name]);
    }
    // `cargo run` says in these which package it runs. Build scripts that ask for them would run again.
    for (name, _) in env::vars_os() {
        if ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            cargo.env_remove(name);
        }
    }
    cargo
}
