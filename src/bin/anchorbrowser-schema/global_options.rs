//! Options that every command accepts.

use std::num::NonZeroUsize;
use std::thread;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use crate::cli::Color;
use crate::console::print_message;
use crate::inputs::Input;
use crate::progress::Progress;
use crate::source_name::source_name;

/// The options that every command accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GlobalOptions {
    pub(crate) color: Color,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

impl GlobalOptions {
    /// With `--verbose`, prints the name of an input and of its configuration file.
    pub(crate) fn log_input(self, input: &Input, progress: &Progress) {
        if self.verbose {
            let config = match input.project.file() {
                Some(file) => format!("with configuration `{}`", source_name(file)),
                None => "without a configuration file".to_owned(),
            };
            progress.suspend(|| print_message(format_args!("checking `{}` {config}", input.name)));
        }
    }

    /// Whether to color what is written to `output`.
    pub(crate) fn use_color(self, output: &impl RawStream) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(output) != ColorChoice::Never,
        }
    }
}

/// The requested number of threads, or one per available core.
pub(crate) fn thread_count(requested: Option<NonZeroUsize>) -> NonZeroUsize {
    requested.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}
