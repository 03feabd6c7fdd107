//! Why a file could not be downloaded, and how to get it by hand.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a download has failed.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages explain the fields")]
pub enum DownloadError {
    /// The folder for the file cannot be created.
    #[error("cannot create the folder {}: {error}", folder.display())]
    Folder { folder: PathBuf, error: io::Error },
    /// The file cannot be written into its folder.
    #[error("cannot write {}: {error}", path.display())]
    Write { path: PathBuf, error: io::Error },
    /// No mirror delivered it. `attempts` has a line for each, with the reason; `missing` names all missing files.
    #[error("{name} could not be downloaded:\n{attempts}{}", by_hand(missing, folder))]
    Unavailable { name: &'static str, attempts: String, missing: Vec<&'static str>, folder: PathBuf },
}

impl DownloadError {
    /// The same error, where several files are missing.
    pub(super) fn with_missing(mut self, names: Vec<&'static str>) -> Self {
        if let Self::Unavailable { missing, .. } = &mut self {
            *missing = names;
        }
        self
    }
}

fn by_hand(missing: &[&str], folder: &Path) -> String {
    let folder = folder.display();
    match missing {
        [_] => format!("Get it by hand from one of these addresses and put it into {folder}"),
        _ => format!(
            "Get the missing files by hand from one of these mirrors and put them into {folder}:\n  {}",
            missing.join("\n  ")
        ),
    }
}
