//! Fetches a data file from the first mirror that has it (the downloading half of the book's `dataset/mnist.py`).
//!
//! A file is written to a temporary one in its folder and gets its name when as many bytes as it has are there and
//! their SHA-256 is right, so that what stands under the name is whole. On every failure the temporary file is deleted;
//! what a killed program leaves behind is deleted by a later one that needs the same file, an hour or more afterwards.

mod client;
mod error;
mod partial;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use client::{Client, Failure};

pub use error::DownloadError;

/// A file as it lies on the mirrors.
#[derive(Debug, Clone, Copy)]
pub struct RemoteFile {
    /// Its name in the folder.
    pub name: &'static str,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its contents, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// How silent and how slow a mirror may be.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// From asking a mirror until it begins to send the file: name look-up, connection, TLS and redirects together.
    pub answer: Duration,
    /// The longest pause while something is being received.
    pub stall: Duration,
    /// From the first byte of the file until the speed is checked.
    pub grace: Duration,
    /// The lowest mean speed since the first byte, once `grace` is over.
    pub bytes_per_second: u64,
}

impl Default for Timeouts {
    /// 3 s for the answer, 10 s for a pause, and after 10 s at least 10 KiB/s: MNIST's largest file in 16 minutes.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { answer: seconds(3), stall: seconds(10), grace: seconds(10), bytes_per_second: 10 * 1024 }
    }
}

/// Asks the mirrors for one file after another, and remembers which of them are dead.
pub struct Downloader {
    mirrors: Vec<Mirror>,
    client: Client,
}

impl Downloader {
    /// A downloader that asks these `mirrors` in turn. An address that ends in `/` is a folder, to which the name of
    /// the file is added; any other is that of the file itself.
    pub fn new(mirrors: Vec<String>, timeouts: Timeouts) -> Self {
        let mirrors = mirrors.into_iter().map(|address| Mirror { address, silence: None }).collect();
        Self { mirrors, client: Client::new(timeouts) }
    }

    /// Downloads `file` into `folder`, which is created if it is missing, and returns its path there. A file of that
    /// name is replaced when the new one is complete and right, not before.
    ///
    /// A mirror that gives no answer, stops in the middle or is too slow is not asked for later files. One that answers
    /// with an error or a wrong file is only passed over for this file.
    ///
    /// # Errors
    ///
    /// If no mirror delivers the file, and if the folder or the file cannot be written.
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

    /// Downloads those of `files` into `folder` that are missing there.
    ///
    /// # Errors
    ///
    /// As [`Self::download`], for the first file that fails. The message names all that are missing then.
    pub fn download_missing(&mut self, files: &[RemoteFile], folder: &Path) -> Result<(), DownloadError> {
        let is_missing = |file: &&RemoteFile| !folder.join(file.name).exists();
        for file in files {
            // Whoever interrupts a download soon begins another, which leaves the first one's partial file alone.
            partial::remove_abandoned(folder, file.name);
            if is_missing(&file) {
                let missing = || files.iter().filter(is_missing).map(|file| file.name).collect();
                self.download(file, folder).map_err(|error| error.with_missing(missing()))?;
            }
        }
        Ok(())
    }
}

/// A place on the network, and how it kept silent if it did.
struct Mirror {
    address: String,
    silence: Option<String>,
}

impl Mirror {
    fn url(&self, file: &RemoteFile) -> String {
        let name = if self.address.ends_with('/') { file.name } else { "" };
        format!("{}{name}", self.address)
    }

    /// Puts `file` into `folder`, unless this mirror has kept silent before.
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
