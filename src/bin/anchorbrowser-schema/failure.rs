//! Why something could not be checked.

use std::fmt;
use std::io;
use std::sync::Arc;

/// Something that could not be checked. The run continues with the other inputs, and exits with 2.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// The name of the input, or of the file or directory that is the cause.
    pub(crate) source: Arc<str>,
    pub(crate) reason: String,
    /// The line at fault: of a stream of which the others can be read, or of a configuration file.
    pub(crate) line: Option<usize>,
    /// The lines of the source at fault, for people.
    pub(crate) excerpt: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// An input cannot be read.
    Unreadable,
    /// A directory contains no input.
    NoInput,
    /// A configuration file is invalid, and its inputs are not checked.
    Configuration,
}

impl Failure {
    pub(crate) fn new(
        kind: FailureKind,
        source: impl Into<Arc<str>>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
            reason: reason.into(),
            line: None,
            excerpt: None,
        }
    }

    /// An input that cannot be read.
    pub(crate) fn unreadable(
        source: impl Into<Arc<str>>,
        reason: &(impl ToString + ?Sized),
    ) -> Self {
        Self::new(FailureKind::Unreadable, source, reason.to_string())
    }

    /// The problem in a few words.
    pub(crate) fn title(&self) -> &'static str {
        match self.kind {
            FailureKind::Unreadable => "cannot be read",
            FailureKind::NoInput => "no input found",
            FailureKind::Configuration => "invalid configuration",
        }
    }

    /// Whether this is an input that cannot be read.
    pub(crate) fn is_unreadable(&self) -> bool {
        self.kind == FailureKind::Unreadable
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.kind {
            FailureKind::Unreadable => "cannot read",
            FailureKind::NoInput => "no input found in",
            FailureKind::Configuration => "invalid configuration file",
        };
        write!(f, "{problem} `{}", self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, "`: {}", self.reason)
    }
}

/// The error for a document that is larger than the limit.
pub(crate) fn too_large(limit: usize) -> io::Error {
    io::Error::other(format!(
        "it is larger than {limit} bytes; see `--max-input-bytes`"
    ))
}
