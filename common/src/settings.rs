//! Command-line settings that programs share, flattened into their own `Args`, and value parsers that reject an invalid
//! value before any work begins.

use std::env;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::process;

use clap::{Args, Parser};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::files::{self, Save};

/// Parses the settings of a program from its command line. A value may be a negative number. Exits after `--help`, and
/// with a message and exit code 2 if a setting is invalid.
pub fn parse<A: Parser>() -> A {
    end_quietly_when_nobody_reads();
    let mut command = A::command().allow_negative_numbers(true);
    let settings = A::from_arg_matches_mut(&mut command.get_matches_mut());
    settings.unwrap_or_else(|error| error.format(&mut command).exit())
}

/// Turns a panic of `println!` into an exit: without a message on a broken pipe, as when `head` has read enough, and
/// with a message and exit code 1 if the output cannot be written for another reason.
fn end_quietly_when_nobody_reads() {
    let panic = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let message = info.payload().downcast_ref::<String>();
        match message.and_then(|message| message.strip_prefix("failed printing to stdout: ")) {
            Some(reason) if reason.starts_with("Broken pipe") => process::exit(0),
            Some(reason) => {
                eprintln!("Error: cannot write to standard output: {reason}");
                process::exit(1);
            }
            None => panic(info),
        }
    }));
}

/// Random seed and output folder.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Random seed: the same seed gives the same result, bit for bit
    #[arg(long, default_value_t = 1, value_parser = whole_number)]
    pub seed: u64,

    #[command(flatten)]
    output: OutputArgs,
}

impl RunArgs {
    /// The program's random number generator (ChaCha, the same on every machine).
    pub fn rng(&self) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(self.seed)
    }

    /// See [`OutputArgs::folder`].
    ///
    /// # Errors
    ///
    /// If no file can be written there.
    pub fn output(&self, program: &str) -> Result<Output, OutputError> {
        self.output.folder(program)
    }
}

/// Output folder, for programs without randomness.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// Output folder [default: output/CRATE in the workspace]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// Output folder of `program` (its `CARGO_PKG_NAME`), whatever the working directory. It is created and tested for
    /// writing first, so that a long run does not fail at its end.
    ///
    /// # Errors
    ///
    /// If no file can be written there.
    pub fn folder(&self, program: &str) -> Result<Output, OutputError> {
        let folder = self.output.clone().unwrap_or_else(|| workspace().join("output").join(program));
        match fs::create_dir_all(&folder).and_then(|()| tempfile::tempfile_in(&folder)) {
            Ok(_) => Ok(Output { folder }),
            Err(error) => Err(OutputError { folder, error }),
        }
    }
}

/// Output folder of a program.
#[derive(Clone, Debug)]
pub struct Output {
    folder: PathBuf,
}

impl Output {
    /// Path of the file `name`, for files that are saved without the line `wrote …` or are read back.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Saves `content` as the file `name` and prints the line `wrote <path>`, relative to the working directory if it
    /// lies in it.
    ///
    /// # Errors
    ///
    /// The errors of [`Save::save`].
    pub fn save<S: Save + ?Sized>(&self, name: &str, content: &S) -> Result<(), S::Error> {
        let path = self.path(name);
        content.save(&path)?;
        println!("wrote {}", files::relative(&path).display());
        Ok(())
    }
}

/// Why an output folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot write into {}: {error}; choose another folder with --output", folder.display())]
pub struct OutputError {
    folder: PathBuf,
    error: io::Error,
}

/// Root folder of the workspace: the one that cargo runs the program in, or else the one that it was built in. They
/// differ when the folder was moved or renamed after the build.
pub fn workspace() -> PathBuf {
    let crate_run = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let is_workspace = |folder: &&Path| folder.join("common/src/settings.rs").is_file();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("common is a folder of the workspace");
    crate_run.ancestors().find(is_workspace).unwrap_or(built_in).into()
}

fn whole_number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("it must be a whole number from 0 to {}", u64::MAX))
}

/// Value parser of a count: a whole number from 1 to `most`.
pub fn count(most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone {
    count_from(1, most)
}

/// Value parser of a count: a whole number from `least` to `most`.
pub fn count_from(least: usize, most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone {
    move |text| {
        let count = text.parse().ok().filter(|count| (least..=most).contains(count));
        count.ok_or_else(|| format!("it must be a whole number from {least} to {most}"))
    }
}

/// Value parser of a finite number greater than 0, such as a learning rate.
///
/// # Errors
///
/// A message for the user if `text` is anything else.
pub fn positive(text: &str) -> Result<f64, String> {
    finite(text).filter(|&x| x > 0.0).ok_or_else(|| "it must be a finite number greater than 0".into())
}

/// Value parser of a finite number that may be 0, such as a standard deviation.
///
/// # Errors
///
/// A message for the user if `text` is anything else.
pub fn not_negative(text: &str) -> Result<f64, String> {
    finite(text).filter(|&x| x >= 0.0).ok_or_else(|| "it must be a finite number, 0 or greater".into())
}

/// Value parser of a number from 0 to below 1, such as a dropout rate.
///
/// # Errors
///
/// A message for the user if `text` is anything else.
pub fn below_1(text: &str) -> Result<f64, String> {
    not_negative(text).ok().filter(|&rate| rate < 1.0).ok_or_else(|| "it must be a number from 0 to below 1".into())
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}
