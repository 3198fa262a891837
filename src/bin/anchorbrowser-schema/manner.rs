//! How the command speaks, and how it works: what all its ways to read documents share.

use std::num::NonZeroUsize;
use std::thread;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use crate::arguments::Color;
use crate::console::remark;
use crate::inputs::Input;
use crate::progress::Progress;

/// How the command speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) color: Color,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

impl Manner {
    /// Tells of an input before it is read, where that is wanted.
    pub(crate) fn begin(self, input: &Input, progress: &Progress) {
        if self.verbose {
            let configuration = match &input.project.file {
                Some(file) => format!("by `{}`", file.display()),
                None => "without a configuration file".to_owned(),
            };
            progress.suspend(|| remark(format_args!("checking `{}` {configuration}", input.name)));
        }
    }

    /// Whether an output is to be coloured.
    pub(crate) fn wants_color(self, output: &impl RawStream) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(output) != ColorChoice::Never,
        }
    }
}

/// As many threads as asked for, or as there are cores.
pub(crate) fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}
