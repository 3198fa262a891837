//! Where bytes go: standard output, devices, and files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// Where bytes go.
pub(crate) enum Sink {
    /// A stream, a device or a pipe, none of which can be replaced.
    Open(BufWriter<Box<dyn Write + Send>>),
    /// A file that takes its place when it is whole. (It is held apart from its temporary name, for
    /// nobody wants to be told that of a failure.)
    File(BufWriter<File>, TempPath, PathBuf),
}

impl Sink {
    pub(crate) fn open(stream: impl Write + Send + 'static) -> Self {
        Self::Open(BufWriter::new(Box::new(stream)))
    }

    /// Where to write a file, which is there only when it is [finished](Self::finish).
    pub(crate) fn file(path: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => {
                Ok(Self::open(File::options().write(true).open(&path)?))
            }
            _ => {
                let folder = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty());
                let file = new_file(folder.unwrap_or(Path::new(".")))?;
                Ok(Self::temporary(file, path))
            }
        }
    }

    /// Where to write what takes the place of a file when it is [finished](Self::finish), with the
    /// file's owner, as far as that is allowed, and its permissions.
    pub(crate) fn replacing(path: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let path = fs::canonicalize(path)?;
        // What must not be written must not be replaced either, though its folder would let it.
        let found = File::options().write(true).open(&path)?.metadata()?;
        let file = new_file(path.parent().unwrap_or(Path::new(".")))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(file.as_file(), Some(found.uid()), Some(found.gid()));
        }
        file.as_file().set_permissions(found.permissions())?;
        Ok(Self::temporary(file, path))
    }

    fn temporary(file: NamedTempFile, path: PathBuf) -> Self {
        let (file, temporary) = file.into_parts();
        Self::File(BufWriter::new(file), temporary, path)
    }

    pub(crate) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer().write_all(bytes)
    }

    pub(crate) fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Open(out) => out,
            Self::File(out, ..) => out,
        }
    }

    /// Hands on what was written so far, to whoever reads along.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(out) => out.flush(),
            Self::File(..) => Ok(()),
        }
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Open(mut out) => out.flush(),
            Self::File(out, temporary, path) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.sync_all()?;
                temporary.persist(path)?;
                Ok(())
            }
        }
    }
}

/// A file beside the one that it will replace, as readable to others as any new file.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
