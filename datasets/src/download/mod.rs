//! Downloads a data file from the first mirror that delivers it (the download part of the book's `dataset/mnist.py`).
//!
//! A file is downloaded to a temporary file in its folder, which is renamed when its size and SHA-256 are right, so
//! that a file with the final name is always complete. On every failure the temporary file is deleted; one that a
//! killed program leaves behind is deleted after an hour or more, by a program that needs the same file.

mod client;
mod error;
mod partial;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use client::{Client, Failure};

pub use error::DownloadError;

/// A file on the mirrors.
#[derive(Debug, Clone, Copy)]
pub struct RemoteFile {
    /// File name.
    pub name: &'static str,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its contents, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// Timeouts and the minimum speed of a mirror.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// From the request until the response body begins: DNS lookup, connection, TLS and redirects together.
    pub answer: Duration,
    /// Longest pause while receiving.
    pub stall: Duration,
    /// From the first byte of the file until the speed is checked.
    pub grace: Duration,
    /// Minimum mean speed since the first byte, once `grace` is over.
    pub bytes_per_second: u64,
}

impl Default for Timeouts {
    /// 3 s for the answer, 10 s for a pause, and after 10 s at least 10 KiB/s: MNIST's largest file in 16 minutes.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { answer: seconds(3), stall: seconds(10), grace: seconds(10), bytes_per_second: 10 * 1024 }
    }
}

/// Downloads files one after another, and remembers which mirrors are dead.
pub struct Downloader {
    mirrors: Vec<Mirror>,
    client: Client,
}

impl Downloader {
    /// A downloader that tries these `mirrors` in order. A URL that ends in `/` is a folder, to which the file name is
    /// appended; any other URL is that of the file itself.
    pub fn new(mirrors: Vec<String>, timeouts: Timeouts) -> Self {
        let mirrors = mirrors.into_iter().map(|address| Mirror { address, silence: None }).collect();
        Self { mirrors, client: Client::new(timeouts) }
    }

    /// Downloads `file` into `folder`, which is created if it is missing, and returns its path there. An existing file
    /// of that name is only replaced by a complete and correct one.
    ///
    /// A mirror that does not answer, stalls or is too slow is not tried for later files. One that answers with an
    /// error or a wrong file is only skipped for this file.
    ///
    /// # Errors
    ///
    /// If no mirror delivers the file, or if the folder or the file cannot be written.
    pub fn download(&mut self, file: &RemoteFile, folder: &Path) -> Result<PathBuf, DownloadError> {
        fs::create_dir_all(folder).map_err(|error| DownloadError::Folder { folder: folder.to_owned(), error })?;
        partial::remove_abandoned(folder, file.name);
        let path = folder.join(file.name);
        let mut attempts = String::new();
        for mirror in &mut self.mirrors {
            match mirror.deliver(&self.client, file, folder) {
                Ok(()) => return Ok(path),
                Err(Failure::Disk(error)) => return Err(DownloadError::Write { path, error }),
                Err(Failure::Silent(reason) | Failure::Refused(reason)) => {
                    attempts += &format!("  {}: {reason}\n", mirror.url(file));
                }
            }
        }
        let (name, folder) = (file.name, folder.to_owned());
        Err(DownloadError::Unavailable { name, attempts, missing: vec![name], folder })
    }

    /// Downloads those of `files` that are missing in `folder`.
    ///
    /// # Errors
    ///
    /// As [`Self::download`], for the first file that fails. The message then names all missing files.
    pub fn download_missing(&mut self, files: &[RemoteFile], folder: &Path) -> Result<(), DownloadError> {
        let is_missing = |file: &&RemoteFile| !folder.join(file.name).exists();
        for file in files {
            // After an interruption the next download comes too soon to remove the partial file: a later start does it.
            partial::remove_abandoned(folder, file.name);
            if is_missing(&file) {
                let missing = || files.iter().filter(is_missing).map(|file| file.name).collect();
                self.download(file, folder).map_err(|error| error.with_missing(missing()))?;
            }
        }
        Ok(())
    }
}

/// A mirror: its URL, and why it is considered dead, if it is.
struct Mirror {
    address: String,
    silence: Option<String>,
}

impl Mirror {
    fn url(&self, file: &RemoteFile) -> String {
        let name = if self.address.ends_with('/') { file.name } else { "" };
        format!("{}{name}", self.address)
    }

    /// Downloads `file` into `folder`, unless this mirror is dead.
    fn deliver(&mut self, client: &Client, file: &RemoteFile, folder: &Path) -> Result<(), Failure> {
        if let Some(silence) = &self.silence {
            return Err(Failure::Silent(format!("not asked again ({silence})")));
        }
        let result = client.fetch(&self.url(file), file, folder);
        if let Err(Failure::Silent(silence)) = &result {
            self.silence = Some(silence.clone());
        }
        result
    }
}
