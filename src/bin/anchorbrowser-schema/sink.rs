//! Where bytes go: standard output, devices, and files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// What stands in the name of each temporary file, behind a dot and the name of the file whose place
/// it takes: who finds one of a run that was killed knows what it is.
const TEMPORARY: &str = ".anchorbrowser-schema-";
/// Links to follow, as many as Linux does.
const MAX_LINKS: usize = 40;

/// Where bytes go.
pub(crate) enum Sink {
    /// A stream, a device or a pipe, none of which can be replaced.
    Open(BufWriter<Box<dyn Write + Send>>),
    /// A file that takes its place when it is whole. (It is held apart from its temporary name, for
    /// nobody wants to be told that of a failure.)
    File(BufWriter<File>, TempPath, PathBuf),
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever may read the user's new files.
    AsUsual,
    /// The user alone: it holds whole documents.
    Owner,
}

impl Sink {
    pub(crate) fn open(stream: impl Write + Send + 'static) -> Self {
        Self::Open(BufWriter::new(Box::new(stream)))
    }

    /// Where to write a file, which is there only when it is [finished](Self::finish). One that is
    /// there already keeps its permissions.
    pub(crate) fn file(path: &Path, readers: Readers) -> io::Result<Self> {
        let path = follow(path)?;
        if is_device(&path) {
            // What it leads to may be a file that is open elsewhere, which must stay.
            return Ok(Self::open(File::options().append(true).open(path)?));
        }
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory)),
            Ok(found) if found.is_file() => Self::replacing(&path),
            Ok(_) => Ok(Self::open(File::options().write(true).open(&path)?)),
            Err(_) => Ok(Self::temporary(new_file(&path, readers)?, path)),
        }
    }

    /// Where to write what takes the place of a file when it is [finished](Self::finish), with the
    /// file's owner, as far as that is allowed, and its permissions.
    pub(crate) fn replacing(path: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let path = fs::canonicalize(path)?;
        // What must not be written must not be replaced either, though its folder would let it.
        let found = File::options().write(true).open(&path)?.metadata()?;
        let file = new_file(&path, Readers::Owner)?;
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

    /// The file whose place it takes, in its canonical form.
    pub(crate) fn replaced(&self) -> Option<&Path> {
        match self {
            Self::Open(_) => None,
            Self::File(.., path) => Some(path),
        }
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

/// Whether this is a temporary file of this run, or one that a killed run left.
pub(crate) fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        name.as_encoded_bytes().starts_with(b".") && name.to_string_lossy().contains(TEMPORARY)
    })
}

/// A file beside the one that it will replace.
fn new_file(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::Error::from(ErrorKind::IsADirectory));
    };
    // Part of a long name, for there is a limit to the length of names.
    let name: String = name.to_string_lossy().chars().take(40).collect();
    let create = |path: &Path| {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(match readers {
                Readers::AsUsual => 0o666,
                Readers::Owner => 0o600,
            });
        }
        #[cfg(not(unix))]
        let _ = readers;
        options.open(path)
    };
    // (Its own way to create a file tells the temporary name when that fails.)
    tempfile::Builder::new()
        .prefix(&format!(".{name}{TEMPORARY}"))
        .make_in(folder, create)
}

/// Where a path leads in the end, which need not exist: links stay, and what they lead to is
/// written. Below the folders of devices, links are not followed: they lead to what is open.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Some(name) = path.file_name() else {
            return Err(io::Error::from(ErrorKind::IsADirectory));
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")))?;
        let end = folder.join(name);
        match fs::read_link(&end) {
            Ok(next) if !is_device(&end) => path = folder.join(next),
            _ => return Ok(end),
        }
    }
    Err(io::Error::other("its links lead round in a circle"))
}

/// Whether this is a device, or a file that is open, such as `/dev/stdout` or `/proc/self/fd/1`.
/// (Files below `/dev/shm` are as any other.)
fn is_device(path: &Path) -> bool {
    let is_in = |folder| path.parent() == Some(Path::new(folder));
    path.starts_with("/proc") || is_in("/dev") || is_in("/dev/fd")
}
