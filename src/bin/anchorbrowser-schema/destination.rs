//! Where bytes are written: standard output, devices, and files that are replaced atomically.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::temporary_files::{self, TemporaryPath};

/// Follows a dot and the name of the target in the name of each temporary file, so that a file left
/// by a killed run can be recognized.
const TEMPORARY_INFIX: &str = ".anchorbrowser-schema-";
/// Maximum number of symbolic links to follow, as on Linux.
const MAX_LINKS: usize = 40;

/// Where bytes are written.
pub(crate) enum Destination {
    /// A stream, a device or a pipe, none of which can be replaced.
    Stream(BufWriter<Box<dyn Write + Send>>),
    /// A file that replaces its target when it is complete. The temporary path is kept apart from
    /// the file so that error messages do not mention it.
    File(BufWriter<File>, TemporaryPath, PathBuf),
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anyone who may read new files of the user.
    Default,
    /// Only the user, since the file contains whole documents.
    OwnerOnly,
}

impl Destination {
    pub(crate) fn stream(stream: impl Write + Send + 'static) -> Self {
        Self::Stream(BufWriter::new(Box::new(stream)))
    }

    /// Creates or replaces a file. The file appears only once it is [finished](Self::finish); an
    /// existing file keeps its permissions.
    pub(crate) fn create(path: &Path, access: Access) -> io::Result<Self> {
        let path = resolve_links(path)?;
        if is_device(&path) {
            // Its target may be a file that is open elsewhere and must not be replaced.
            return Ok(Self::stream(File::options().append(true).open(path)?));
        }
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory)),
            Ok(found) if found.is_file() => Self::replace(&path),
            Ok(_) => Ok(Self::stream(File::options().write(true).open(&path)?)),
            Err(_) => Ok(Self::temporary(create_temporary(&path, access)?, path)),
        }
    }

    /// Replaces an existing file once the new one is [finished](Self::finish), with the permissions
    /// of the old file and, if allowed, its owner.
    pub(crate) fn replace(path: &Path) -> io::Result<Self> {
        // Keep a symbolic link: replace its target.
        let path = fs::canonicalize(path)?;
        // Do not replace a file that is not writable, even if its directory is.
        let found = File::options().write(true).open(&path)?.metadata()?;
        let (file, temporary) = create_temporary(&path, Access::OwnerOnly)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(&file, Some(found.uid()), Some(found.gid()));
        }
        file.set_permissions(found.permissions())?;
        Ok(Self::temporary((file, temporary), path))
    }

    fn temporary((file, temporary): (File, TemporaryPath), path: PathBuf) -> Self {
        Self::File(BufWriter::new(file), temporary, path)
    }

    /// Canonical path of the file to replace.
    pub(crate) fn target(&self) -> Option<&Path> {
        match self {
            Self::Stream(_) => None,
            Self::File(.., path) => Some(path),
        }
    }

    pub(crate) fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stream(out) => out,
            Self::File(out, ..) => out,
        }
    }

    /// Passes what was written so far to the reader of a stream.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File(..) => Ok(()),
        }
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut out) => out.flush(),
            Self::File(out, temporary, path) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.sync_all()?;
                temporary.persist(&path)
            }
        }
    }
}

/// Whether a file is a temporary file of this run or of a killed one.
pub(crate) fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        name.as_encoded_bytes().starts_with(b".")
            && name.to_string_lossy().contains(TEMPORARY_INFIX)
    })
}

/// Creates a temporary file that only the user may read, next to the file it will replace.
pub(crate) fn create_private(path: &Path) -> io::Result<(File, TemporaryPath)> {
    create_temporary(path, Access::OwnerOnly)
}

/// Creates a temporary file next to the file it will replace.
fn create_temporary(path: &Path, access: Access) -> io::Result<(File, TemporaryPath)> {
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::Error::from(ErrorKind::IsADirectory));
    };
    // Only part of a long name, since the length of file names is limited.
    let name: String = name.to_string_lossy().chars().take(40).collect();
    let create = |path: &Path| {
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(match access {
                Access::Default => 0o666,
                Access::OwnerOnly => 0o600,
            });
        }
        #[cfg(not(unix))]
        let _ = access;
        options.open(path)
    };
    // The default of `tempfile` would mention the temporary path in errors.
    temporary_files::create(|| {
        tempfile::Builder::new()
            .prefix(&format!(".{name}{TEMPORARY_INFIX}"))
            .make_in(directory, create)
    })
}

/// Resolves symbolic links, except in directories of devices, where they lead to open files. The
/// final target does not have to exist.
fn resolve_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Some(name) = path.file_name() else {
            return Err(io::Error::from(ErrorKind::IsADirectory));
        };
        let directory = path
            .parent()
            .filter(|directory| !directory.as_os_str().is_empty());
        let directory = fs::canonicalize(directory.unwrap_or(Path::new(".")))?;
        let end = directory.join(name);
        match fs::read_link(&end) {
            Ok(next) if !is_device(&end) => path = directory.join(next),
            _ => return Ok(end),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

/// Whether a path is a device or an open file, such as `/dev/stdout` or `/proc/self/fd/1`. Files in
/// `/dev/shm` are ordinary files.
fn is_device(path: &Path) -> bool {
    let is_in = |directory| path.parent() == Some(Path::new(directory));
    path.starts_with("/proc") || is_in("/dev") || is_in("/dev/fd")
}
