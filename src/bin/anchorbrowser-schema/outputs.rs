//! Where reports go: standard output, and files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::documents::Judged;
use crate::forms::Form;
use crate::inputs::Failure;
use crate::summary::Summary;

/// Where bytes go.
#[derive(Debug)]
pub(crate) enum Sink {
    Stdout(BufWriter<Stdout>),
    /// A file that takes its place when it is whole. (It is held apart from its temporary name, for
    /// nobody wants to be told that of a failure.)
    File(BufWriter<File>, TempPath, PathBuf),
    /// A device or a pipe, which cannot be replaced.
    Device(BufWriter<File>),
}

impl Sink {
    pub(crate) fn stdout() -> Self {
        Self::Stdout(BufWriter::new(io::stdout()))
    }

    /// Where to write a file, which is there only when it is [finished](Self::finish).
    pub(crate) fn file(path: &Path) -> io::Result<Self> {
        // A link stays one: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => {
                let device = File::options().write(true).open(&path)?;
                Ok(Self::Device(BufWriter::new(device)))
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
            Self::Stdout(out) => out,
            Self::File(out, ..) | Self::Device(out) => out,
        }
    }

    /// Hands on what was written so far, to whoever reads along.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(..) => Ok(()),
            Self::Device(out) => out.flush(),
        }
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::Device(mut out) => out.flush(),
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

/// What some documents come to, in each form.
#[derive(Debug)]
pub(crate) struct Rendered(Vec<Vec<u8>>);

impl Rendered {
    pub(crate) fn new(forms: &[Box<dyn Form>]) -> Self {
        Self(forms.iter().map(|_| Vec::new()).collect())
    }

    pub(crate) fn document(&mut self, forms: &[Box<dyn Form>], judged: &Judged<'_>) {
        for (form, text) in forms.iter().zip(&mut self.0) {
            let (start, separator) = (text.len(), form.separator());
            text.extend_from_slice(separator);
            form.document(judged, text);
            if text.len() == start + separator.len() {
                text.truncate(start);
            }
        }
    }
}

/// Where each form goes.
#[derive(Debug)]
pub(crate) struct Outputs(Vec<Output>);

/// Where one form goes.
#[derive(Debug)]
pub(crate) struct Output {
    /// None once it has failed, or its reader has gone.
    sink: Option<Sink>,
    /// Its name in complaints.
    name: String,
    /// Whether a document was told.
    begun: bool,
    failure: Option<io::Error>,
}

impl Output {
    pub(crate) fn new(sink: Sink, name: String) -> Self {
        Self {
            sink: Some(sink),
            name,
            begun: false,
            failure: None,
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let written = match &mut self.sink {
            Some(sink) if !bytes.is_empty() => sink.write_all(bytes).and_then(|()| sink.flush()),
            _ => Ok(()),
        };
        self.note(written);
    }

    fn note(&mut self, written: io::Result<()>) {
        let Err(error) = written else { return };
        self.sink = None;
        // A reader that has seen enough, such as `head`, is no failure.
        if error.kind() != ErrorKind::BrokenPipe {
            self.failure = Some(error);
        }
    }
}

impl Outputs {
    /// Opens the forms.
    pub(crate) fn new(forms: &[Box<dyn Form>], outputs: Vec<Output>) -> Self {
        let mut outputs = Self(outputs);
        for (form, output) in forms.iter().zip(&mut outputs.0) {
            let mut head = Vec::new();
            form.head(&mut head);
            output.write(&head);
        }
        outputs
    }

    /// Whether anybody still reads.
    pub(crate) fn are_open(&self) -> bool {
        self.0.iter().any(|output| output.sink.is_some())
    }

    pub(crate) fn write(&mut self, forms: &[Box<dyn Form>], rendered: &Rendered) {
        for ((form, output), text) in forms.iter().zip(&mut self.0).zip(&rendered.0) {
            let separator = form.separator();
            let text = match text.strip_prefix(separator) {
                Some(first) if !output.begun => first,
                _ => text,
            };
            output.begun |= !text.is_empty();
            output.write(text);
        }
    }

    /// Closes the forms, and tells which outputs failed, by name.
    pub(crate) fn finish(
        self,
        forms: &[Box<dyn Form>],
        summary: &Summary,
        failures: &[Failure],
    ) -> Vec<(String, io::Error)> {
        let mut failed = Vec::new();
        for (form, mut output) in forms.iter().zip(self.0) {
            let mut tail = Vec::new();
            form.tail(summary, failures, &mut tail);
            output.write(&tail);
            if let Some(sink) = output.sink.take() {
                output.note(sink.finish());
            }
            failed.extend(output.failure.map(|error| (output.name, error)));
        }
        failed
    }
}
