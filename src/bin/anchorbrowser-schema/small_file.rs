//! Reads files that are small, such as configuration files, without ever blocking or filling memory.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Maximum size of such a file.
const MAX_SIZE: u64 = 16 * 1024 * 1024;

/// The text of a regular file, if there is one. Ill-formed UTF-8 is replaced.
///
/// # Errors
///
/// If it cannot be read, is larger than 16 MiB, or is neither a regular file nor a directory: reading
/// anything else could block or never end.
pub(crate) fn read_text(path: &Path) -> io::Result<Option<String>> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            return if is_absent(&error) {
                Ok(None)
            } else {
                Err(error)
            };
        }
    };
    if metadata.is_dir() {
        return Ok(None);
    }
    let text = read_regular(path)?;
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}

/// The bytes of a regular file.
pub(crate) fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    read_bounded(File::open(path)?)
}

/// All bytes, of which there must not be too many.
pub(crate) fn read_bounded(input: impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    input.take(MAX_SIZE + 1).read_to_end(&mut text)?;
    if text.len() as u64 > MAX_SIZE {
        return Err(io::Error::other("it is larger than 16 MiB"));
    }
    Ok(text)
}

/// Whether there is no such file. In a directory whose path is almost too long there cannot be one.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
    )
}
