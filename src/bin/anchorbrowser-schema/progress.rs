//! Progress on long work, on a terminal.

use std::io::IsTerminal;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::inputs::Inputs;

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);

const BAR: &str = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
/// Where it is not known how much there is.
const COUNT: &str = "{spinner} {bytes}, {bytes_per_sec}";

/// A bar on standard error; nothing where that is no terminal.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// None where nobody would see it.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// `inputs` are what will be read; they are gone through a first time to see how much there is,
    /// beside the work itself, if somebody may see it.
    pub(crate) fn new(quiet: bool, inputs: impl FnOnce() -> Option<Inputs>) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let bar = ProgressBar::hidden().with_style(style(COUNT));
            if let Some(inputs) = inputs() {
                let bar = bar.clone();
                // Where the system gives no thread, it is not known how much there is.
                let _ = thread::Builder::new().spawn(move || measure(inputs, &bar));
            }
            bar
        });
        Self {
            bar,
            start: Instant::now(),
        }
    }

    /// Some of the work was done.
    pub(crate) fn advance(&self, bytes: usize) {
        let Some(bar) = &self.bar else { return };
        bar.inc(bytes as u64);
        if bar.is_hidden() && self.start.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
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

/// Tells the bar how much there is to read, unless that cannot be known.
fn measure(inputs: Inputs, bar: &ProgressBar) {
    let mut total = 0;
    for input in inputs {
        // What cannot be read is told by the work itself.
        let Ok(input) = input else { continue };
        let Some(size) = input.size() else { return };
        total += size;
        if bar.is_finished() {
            return;
        }
    }
    bar.set_length(total);
    bar.set_style(style(BAR));
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
