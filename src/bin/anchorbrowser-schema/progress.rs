//! Progress bar for long runs, shown on a terminal.

use std::env;
#[cfg(unix)]
use std::fs;
use std::io::{self, IsTerminal};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::inputs::Inputs;

/// Shorter runs show no progress bar.
const SHOW_AFTER: Duration = Duration::from_millis(700);

/// Maximum number of redraws a second.
const MAX_REDRAWS: u8 = 20;

const BAR_STYLE: &str = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
/// Used if the total size is unknown.
const UNKNOWN_TOTAL_STYLE: &str = "{spinner} {bytes}, {bytes_per_sec}";

/// A progress bar on standard error; hidden if that is not a terminal.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// `None` if the bar would never be visible.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// `inputs` are enumerated in the background to determine the total size, only if the bar may
    /// become visible.
    pub(crate) fn new(quiet: bool, inputs: impl FnOnce() -> Option<Inputs>) -> Self {
        let wanted = !quiet && is_watched();
        let bar = wanted.then(|| {
            let bar = ProgressBar::hidden().with_style(style(UNKNOWN_TOTAL_STYLE));
            if let Some(inputs) = inputs() {
                let bar = bar.clone();
                // If the system cannot create a thread, the total size stays unknown.
                let _ = thread::Builder::new().spawn(move || measure_total(inputs, &bar));
            }
            bar
        });
        Self {
            bar,
            start: Instant::now(),
        }
    }

    /// Records that some bytes were processed.
    pub(crate) fn advance(&self, bytes: usize) {
        let Some(bar) = &self.bar else { return };
        bar.inc(bytes as u64);
        if bar.is_hidden() && self.start.elapsed() > SHOW_AFTER {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(MAX_REDRAWS));
        }
    }

    /// Hides the bar while `write` writes to a terminal.
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

/// Whether somebody looks at standard error, and nothing else writes to the same terminal: not in
/// CI, and not if a pager could be reading standard output.
fn is_watched() -> bool {
    let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    io::stderr().is_terminal() && !is_ci && !is_pipe()
}

/// Whether standard output is a pipe.
fn is_pipe() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        fs::metadata("/dev/stdout").is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        !io::stdout().is_terminal()
    }
}

/// Sets the total size, unless an input's size is unknown.
fn measure_total(inputs: Inputs, bar: &ProgressBar) {
    let mut total = 0;
    for input in inputs {
        // Unreadable inputs are reported by the run itself.
        let Ok(input) = input else { continue };
        let Some(size) = input.size() else { return };
        total += size;
        if bar.is_finished() {
            return;
        }
    }
    bar.set_length(total);
    bar.set_style(style(BAR_STYLE));
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
