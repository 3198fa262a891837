//! A file that is read in order to be replaced.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file that stays open from the time it is read until it is replaced, so that a change in
/// between is noticed.
#[derive(Debug)]
pub(crate) struct Original {
    /// Without symbolic links.
    path: PathBuf,
    file: File,
    state: FileState,
    /// Whether it may be replaced: it was named, or is in a directory that was.
    pub(crate) is_within_paths: bool,
}

/// Identifies a file and its content: it changes if the file is modified or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileState {
    #[cfg(unix)]
    device_and_inode: (u64, u64),
    /// Seconds and nanoseconds.
    #[cfg(unix)]
    changed: (i64, i64),
    size: u64,
    modified: Option<SystemTime>,
    is_link: bool,
}

impl FileState {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            #[cfg(unix)]
            device_and_inode: (metadata.dev(), metadata.ino()),
            #[cfg(unix)]
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            size: metadata.len(),
            modified: metadata.modified().ok(),
            is_link: metadata.is_symlink(),
        }
    }
}

impl Original {
    /// Opens a file. Symbolic links are followed only here.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        let file = without_links(File::options().read(true)).open(&path)?;
        let state = FileState::of(&file.metadata()?);
        Ok(Self {
            path,
            file,
            state,
            is_within_paths: true,
        })
    }

    /// The path of the file, without symbolic links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Opens the file for writing, if the path still leads to it.
    pub(crate) fn open_for_writing(&self) -> io::Result<File> {
        // The error would be about the link that replaced it.
        self.ensure_unchanged()?;
        let file = without_links(File::options().write(true)).open(&self.path)?;
        if FileState::of(&file.metadata()?) == self.state {
            Ok(file)
        } else {
            Err(changed())
        }
    }

    /// Fails if the file or what its path leads to has changed since it was opened.
    pub(crate) fn ensure_unchanged(&self) -> io::Result<()> {
        let states = [self.file.metadata()?, fs::symlink_metadata(&self.path)?];
        if states
            .iter()
            .all(|state| FileState::of(state) == self.state)
        {
            Ok(())
        } else {
            Err(changed())
        }
    }

    /// Copies the first bytes of the file, however much of it was read already.
    pub(crate) fn copy_start(&self, length: u64, out: &mut impl Write) -> io::Result<()> {
        #[cfg(unix)]
        let file = ReaderAt {
            file: &self.file,
            offset: 0,
        };
        #[cfg(not(unix))]
        let file = File::open(&self.path)?;
        if io::copy(&mut file.take(length), out)? == length {
            Ok(())
        } else {
            Err(changed())
        }
    }
}

fn changed() -> io::Error {
    io::Error::other("it changed while it was being fixed")
}

/// Options that do not follow a symbolic link at the end of a path.
fn without_links(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    }
    options
}

/// Reads a file without moving its position.
#[cfg(unix)]
struct ReaderAt<'f> {
    file: &'f File,
    offset: u64,
}

#[cfg(unix)]
impl Read for ReaderAt<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use std::os::unix::fs::FileExt;
        let read = self.file.read_at(buffer, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}
