//! The command `fix`.

mod batch;
mod code;
mod delivery;
mod diff;
mod draft;
mod member;
mod mend;
mod repairs;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::arguments::{Fix, InputFormat};
use crate::console::complain;
use crate::exit;
use crate::in_order::in_order;
use crate::inputs::{Failure, Input, Inputs};
use crate::jobs::Jobs;
use crate::manner::{Manner, threads};
use crate::progress::Progress;

use self::batch::{Batch, Manners};
use self::delivery::Delivery;

/// Repairs all inputs, and tells the outcome by the exit code.
pub(crate) fn run(arguments: &Fix, manner: Manner) -> ExitCode {
    let inputs = || Inputs::new(&arguments.reading, &arguments.judging);
    let to_read = match inputs() {
        Ok(to_read) => to_read,
        Err(error) => {
            complain(format_args!("cannot use the glob: {error}"));
            return ExitCode::from(exit::FAILED);
        }
    };
    let to_repair = Repairable {
        inputs: to_read,
        diff: arguments.diff,
        seen: HashSet::new(),
    };
    // Standard output holds either documents and diffs, or what is told of them.
    let paths = &arguments.reading.paths;
    let has_stdin = paths.iter().any(|path| path == "-");
    let writes_files = !arguments.diff && paths.iter().any(|path| path != "-");
    let tell_on_stderr = arguments.diff || has_stdin;
    let manners = Manners {
        diff: arguments.diff,
        quiet: manner.quiet,
        color: if tell_on_stderr {
            manner.wants_color(&io::stderr())
        } else {
            manner.wants_color(&io::stdout())
        },
    };
    let mut delivery = Delivery::new(manners, tell_on_stderr, writes_files);
    let progress = Progress::new(manner.quiet, || inputs().ok());
    in_order(
        threads(arguments.reading.threads),
        Jobs::new(to_repair, |input| manner.begin(input, &progress)),
        |job, ()| Batch::of(job, manners),
        |batch| {
            progress.advance(batch.bytes);
            progress.suspend(|| delivery.take(batch))
        },
    );
    progress.finish();
    delivery.finish()
}

/// The inputs that can be repaired, each once: one that is named twice must not be read while it is
/// being replaced.
struct Repairable {
    inputs: Inputs,
    /// Whether nothing is to be written.
    diff: bool,
    seen: HashSet<PathBuf>,
}

impl Iterator for Repairable {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let input = match self.inputs.next()? {
                Ok(input) => input,
                failure => return Some(failure),
            };
            if let Some(reason) = refusal(&input, self.diff) {
                return Some(Err(input.failure(&reason)));
            }
            let path = input.path().and_then(|path| fs::canonicalize(path).ok());
            if path.is_none_or(|path| self.seen.insert(path)) {
                return Some(Ok(input));
            }
        }
    }
}

/// Why an input cannot be repaired, where that shows before it is read.
fn refusal(input: &Input, diff: bool) -> Option<&'static str> {
    if input.is_compressed() {
        return Some("`fix` does not write compressed files; decompress it first");
    }
    if input.format == InputFormat::Yaml {
        return Some("`fix` does not write YAML; mend what `check` tells by hand");
    }
    let found = fs::metadata(input.path()?).ok()?;
    (!diff && !found.is_file() && !found.is_dir()).then_some(
        "it is no regular file, so it cannot be replaced; give it on standard input, as `-`",
    )
}
