//! Partial files, which a download is written to until it is complete: `.NAME.XXXXXX.part` beside `NAME`.
//!
//! A killed program leaves its partial file behind. The name identifies it, so that a later download can remove it.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

const SUFFIX: &str = ".part";

/// Length of `XXXXXX`: letters and digits.
const RANDOM_LENGTH: usize = 6;

/// A partial file that has not been written to for this long belongs to no running download.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Writes the file `name` in `folder` atomically, as [`common::files::replace`] does: `write` fills the partial file,
/// which is then renamed, or deleted on failure.
pub(super) fn replace<E: From<io::Error>>(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    let mut partial = create(folder, name)?;
    write(partial.as_file_mut())?;
    partial.persist(folder.join(name)).map_err(|failure| failure.error)?;
    Ok(())
}

fn create(folder: &Path, name: &str) -> io::Result<NamedTempFile> {
    let prefix = prefix(name);
    let mut builder = Builder::new();
    builder.prefix(&prefix).rand_bytes(RANDOM_LENGTH).suffix(SUFFIX);
    // Temporary files are private by default; the final file should be as readable as any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes partial files that earlier downloads of `name` have left in `folder`; those that cannot be removed are
/// ignored.
pub(super) fn remove_abandoned(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_partial(&entry.file_name(), name) && age(&entry).is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_partial(found: &OsStr, name: &str) -> bool {
    let found = found.to_str().and_then(|found| found.strip_prefix(&prefix(name)));
    found
        .and_then(|found| found.strip_suffix(SUFFIX))
        .is_some_and(|random| random.len() == RANDOM_LENGTH && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn age(entry: &DirEntry) -> Option<Duration> {
    entry.metadata().ok()?.modified().ok()?.elapsed().ok()
}

fn prefix(name: &str) -> String {
    format!(".{name}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn what_a_killed_program_leaves_is_removed_after_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let (file, path) = create(folder.path(), "numbers.gz").unwrap().keep().unwrap();
        remove_abandoned(folder.path(), "numbers.gz");
        assert!(path.exists());
        file.set_modified(SystemTime::now() - 2 * ABANDONED).unwrap();
        remove_abandoned(folder.path(), "numbers.gz");
        assert!(!path.exists());
    }
}
