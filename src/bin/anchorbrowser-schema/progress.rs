//! Progress on long work, on a terminal.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::inputs::Input;

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on standard error; nothing where that is no terminal.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// None where nobody would see it.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Self {
            bar: wanted.then(|| ProgressBar::hidden().with_style(style())),
            start: Instant::now(),
        }
    }

    /// There is one more input to read.
    pub(crate) fn begin(&self, input: &Input) {
        if let Some(bar) = &self.bar
            && let Some(size) = input.size()
        {
            bar.inc_length(size);
        }
    }

    /// Some of it was done.
    pub(crate) fn advance(&self, bytes: usize) {
        let Some(bar) = &self.bar else { return };
        bar.inc(bytes as u64);
        if bar.is_hidden() && self.start.elapsed() > PATIENCE {
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar away while `write` writes to the same terminal.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
