//! Atomic file writes: a file is written whole or not at all.

use std::env;
use std::fs;
use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Writes a file atomically: `write` fills a temporary file beside `path`, which is then renamed to `path`. A missing
/// folder is created. On any error no half-written file remains, and an existing file stays unchanged. Finish long
/// computations before the call: a program that is killed while it writes leaves the temporary file behind.
///
/// # Errors
///
/// The errors of `write` and of the file system.
pub fn replace<E: From<io::Error>>(path: &Path, write: impl FnOnce(&Path) -> Result<(), E>) -> Result<(), E> {
    let temporary = temporary_beside(path)?;
    write(temporary.path())?;
    temporary.persist(path).map_err(|failure| failure.error)?;
    Ok(())
}

/// Tests whether [`replace`] can write `path`, without changing it: before a long computation whose result goes there.
/// A missing folder is created.
///
/// # Errors
///
/// If `path` is a folder, or no file can be created beside it.
pub fn test_writing(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    temporary_beside(path).map(drop)
}

/// Something that can be saved to a file: a picture, the weights of a network.
pub trait Save {
    /// Why saving failed.
    type Error;

    /// Saves it to `path` atomically: an existing file is replaced whole or not at all.
    ///
    /// # Errors
    ///
    /// If there is nothing to write, or the file cannot be written.
    fn save(&self, path: &Path) -> Result<(), Self::Error>;
}

/// A text file.
impl Save for str {
    type Error = io::Error;

    fn save(&self, path: &Path) -> io::Result<()> {
        replace(path, |temporary| fs::write(temporary, self))
    }
}

/// An empty temporary file in the folder of `path`, with the same extension; deleted on drop unless persisted.
fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let suffix = path.extension().map(|extension| format!(".{}", extension.display())).unwrap_or_default();
    let mut builder = Builder::new();
    builder.suffix(&suffix);
    // Temporary files are private by default; the final file should be as readable as any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// `path` for display: relative to the working directory if it lies in it.
pub fn relative(path: &Path) -> &Path {
    env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        fs::write(&path, "old").unwrap();
        let failed = replace(&path, |temporary| {
            fs::write(temporary, "half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "the disk is full");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_folder_is_created_and_the_file_readable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/plot.png");
        replace(&path, |temporary| fs::write(temporary, "all")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "all");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_ne!(fs::metadata(&path).unwrap().permissions().mode() & 0o040, 0);
        }
    }
    #[test]
    fn a_test_of_writing_leaves_the_folder_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        fs::write(&path, "old").unwrap();
        test_writing(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(test_writing(folder.path()).is_err(), "a folder");
        assert!(test_writing(&path.join("below_a_file")).is_err());
    }
}
