//! Choice of the data set of digits: `--data auto|mnist|digits`.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use common::{files, settings};

use crate::{DataError, Digits, digits, mnist};

/// The setting `--data` of every program that reads digits.
#[derive(Args, Clone, Debug)]
pub struct DigitsArgs {
    /// Data set of handwritten digits; the environment variable DLFS_DATASETS names the folder that contains mnist/
    #[arg(long, value_enum, default_value_t = Source::Auto)]
    pub data: Source,
}

/// Data set of handwritten digits.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Source {
    /// MNIST from its folder, or else downloaded, or else the embedded digits
    Auto,
    /// MNIST, 70,000 images of 28 x 28 pixels; an error if it cannot be loaded
    Mnist,
    /// The 1,797 embedded images of 8 x 8 pixels; never uses the network
    Digits,
}

impl DigitsArgs {
    /// Loads the digits, and prints in one line which ones and why.
    ///
    /// # Errors
    ///
    /// With [`Source::Mnist`], if MNIST is not in its folder and cannot be downloaded, or a file is damaged.
    pub fn load(&self) -> Result<Digits, DataError> {
        let folder = folder().join("mnist");
        let found = |digits| (digits, format!("MNIST from {}", files::relative(&folder).display()));
        let (digits, which) = match self.data {
            Source::Digits => (digits::load(), "the embedded digits, as --data digits asks".into()),
            Source::Mnist => found(mnist::load(&folder)?),
            Source::Auto => mnist::load(&folder).map(found).unwrap_or_else(|error| {
                eprintln!("{error}");
                (digits::load(), format!("the embedded digits, because {}", error.reason()))
            }),
        };
        let (rows, columns) = digits.train.image_size();
        println!(
            "data: {} training and {} test images of {rows} x {columns} pixels: {which}",
            digits.train.len(),
            digits.test.len()
        );
        Ok(digits)
    }
}

/// Folder of all data files: `$DLFS_DATASETS`, else `datasets/`, either one relative to the workspace. An empty
/// variable counts as unset.
pub fn folder() -> PathBuf {
    settings::workspace().join(name_of_folder(env::var_os("DLFS_DATASETS")))
}

fn name_of_folder(variable: Option<OsString>) -> OsString {
    variable.filter(|name| !name.is_empty()).unwrap_or("datasets".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Command;

    #[test]
    fn the_help_names_the_variable() {
        let mut command = DigitsArgs::augment_args(Command::new("program"));
        assert!(command.render_help().to_string().contains("DLFS_DATASETS"));
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        assert_eq!(name_of_folder(None), "datasets");
        assert_eq!(name_of_folder(Some("".into())), "datasets");
        assert_eq!(name_of_folder(Some("/elsewhere".into())), "/elsewhere");
    }
}
