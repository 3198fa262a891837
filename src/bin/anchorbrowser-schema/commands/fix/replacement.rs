//! Replaces a file that was read with a new one, unless it has changed since.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::sync::Arc;

use crate::destination;
use crate::original::Original;
use crate::temporary_files::TemporaryPath;

/// A new file that replaces the original once it is [finished](Self::finish). Until then only the
/// user may read it.
///
/// The original is compared just before it is replaced. A change after the comparison is lost; no
/// common system can compare and replace in one step.
pub(super) struct Replacement {
    original: Arc<Original>,
    out: BufWriter<File>,
    temporary: TemporaryPath,
    in_place: bool,
}

impl Replacement {
    /// Begins to replace a file. A file with several hard links is overwritten if `in_place` is set;
    /// otherwise it is an error.
    pub(super) fn new(original: &Arc<Original>, in_place: bool) -> io::Result<Self> {
        // A file that is not writable is not replaced, even if its directory is writable.
        original.open_for_writing()?;
        let has_links = has_hard_links(original.file())?;
        if has_links && !in_place {
            return Err(io::Error::other(
                "it has several hard links; use `--in-place` to overwrite all of them",
            ));
        }
        let (file, temporary) = destination::create_private(original.path())?;
        Ok(Self {
            original: Arc::clone(original),
            out: BufWriter::new(file),
            temporary,
            in_place: has_links,
        })
    }

    /// Copies the start of the original.
    pub(super) fn copy_start(&mut self, length: u64) -> io::Result<()> {
        self.original.copy_start(length, &mut self.out)
    }

    pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Replaces the original.
    pub(super) fn finish(self) -> io::Result<()> {
        let file = self.out.into_inner();
        let mut file = file.map_err(io::IntoInnerError::into_error)?;
        if self.in_place {
            return overwrite(&self.original, &mut file);
        }
        #[cfg(unix)]
        super::access::copy(self.original.file(), &file)?;
        #[cfg(not(unix))]
        file.set_permissions(self.original.file().metadata()?.permissions())?;
        file.sync_all()?;
        self.original.ensure_unchanged()?;
        self.temporary.persist(self.original.path())
    }
}

/// Overwrites the original with a complete file.
fn overwrite(original: &Original, file: &mut File) -> io::Result<()> {
    let mut target = original.open_for_writing()?;
    file.rewind()?;
    let length = io::copy(file, &mut target)?;
    target.set_len(length)?;
    target.sync_all()
}

#[cfg(unix)]
fn has_hard_links(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink() > 1)
}

#[cfg(not(unix))]
fn has_hard_links(_: &File) -> io::Result<bool> {
    Ok(false)
}
