//! Settings that every program has, flattened into its own `Args`, and the checks that refuse a senseless value before any
//! work begins.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::files::{self, Save};

/// The settings of a program, from its command line. A value may be a negative number. Ends the program after `--help`, and
/// with a sentence and exit code 2 if a setting is invalid.
pub fn parse<A: Parser>() -> A {
    let mut command = A::command().allow_negative_numbers(true);
    let settings = A::from_arg_matches_mut(&mut command.get_matches_mut());
    settings.unwrap_or_else(|error| error.format(&mut command).exit())
}

/// Where the randomness comes from and where the files go.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Start of the random numbers: the same seed gives the same result, bit for bit
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    #[command(flatten)]
    output: OutputArgs,
}

impl RunArgs {
    /// The generator of the program's random numbers (ChaCha, the same on every machine).
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

/// Where the files of a program go that has nothing random in it.
#[derive(Args, Clone, Debug)]
pub struct OutputArgs {
    /// Folder for the files that are written [default: output/PROGRAM in the workspace]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// The folder for what `program` (its `CARGO_PKG_NAME`) writes, whatever the working directory. It is made, and tried,
    /// so that a long run is not lost in the end.
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

/// The folder that a program writes its files into.
#[derive(Clone, Debug)]
pub struct Output {
    folder: PathBuf,
}

impl Output {
    /// Saves `content` as the file `name` and prints the line `wrote <path>`, relative to the working directory if it lies
    /// in it.
    ///
    /// # Errors
    ///
    /// What [`Save::save`] returns.
    pub fn save<S: Save + ?Sized>(&self, name: &str, content: &S) -> Result<(), S::Error> {
        let path = self.folder.join(name);
        content.save(&path)?;
        println!("wrote {}", files::relative(&path).display());
        Ok(())
    }
}

/// Why a folder for files is of no use.
#[derive(Debug, thiserror::Error)]
#[error("cannot write into {}: {error}; choose another folder with --output", folder.display())]
pub struct OutputError {
    folder: PathBuf,
    error: io::Error,
}

/// The folder of the workspace that the program was built in.
pub fn workspace() -> &'static Path {
    let common = Path::new(env!("CARGO_MANIFEST_DIR"));
    common.parent().expect("common is a folder of the workspace")
}

/// Parser of a count: a whole number from 1 to `most`.
pub fn count(most: u64) -> RangedU64ValueParser<usize> {
    count_from(1, most)
}

/// Parser of a count: a whole number from `least` to `most`.
pub fn count_from(least: u64, most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(least..=most)
}

/// Parser of a finite number greater than 0, such as a learning rate.
///
/// # Errors
///
/// A sentence for the user if `text` is anything else.
pub fn positive(text: &str) -> Result<f64, String> {
    finite(text).filter(|&x| x > 0.0).ok_or_else(|| "it must be a finite number greater than 0".into())
}

/// Parser of a finite number that may be 0, such as a standard deviation.
///
/// # Errors
///
/// A sentence for the user if `text` is anything else.
pub fn not_negative(text: &str) -> Result<f64, String> {
    finite(text).filter(|&x| x >= 0.0).ok_or_else(|| "it must be a finite number, 0 or greater".into())
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}
