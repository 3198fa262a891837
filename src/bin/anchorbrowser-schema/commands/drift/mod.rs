//! The `drift` command: compares a document of the API with a built-in revision or another document.
//!
//! A document is read with the position of each value ([`tree`]). What it states about each member of
//! the endpoint's request and responses is brought into one form ([`schema`]); a built-in revision is
//! a document, too ([`builtin`]). [`compare`] lists the differences.

mod against;
mod builtin;
mod compare;
mod compare_lists;
mod comparison;
mod descriptions;
mod difference;
mod document;
mod effect;
mod endpoint;
mod human;
mod json;
mod quote;
mod readings;
mod request_schema;
mod results;
mod schema;
mod schema_reader;
mod side;
mod tree;

use std::path::PathBuf;
use std::process::ExitCode;

use anchorbrowser_schema::Revision;

use self::against::{Before, Outcome};
use self::compare::compare;
use self::document::Document;
use self::results::{Baseline, Results, locate};
use self::side::Side;
use super::print::{print_json, print_text};
use crate::cli::{CheckOptions, DriftArgs, DriftFormat};
use crate::console::print_failure;
use crate::exit_code;
use crate::failure::Failure;
use crate::global_options::GlobalOptions;
use crate::source_name::{STDIN, STDIN_ONCE, is_dash};

/// Compares documents.
pub(crate) fn run(arguments: &DriftArgs, global: GlobalOptions) -> ExitCode {
    match drift(arguments, global) {
        Ok(code) => code,
        Err(failure) => {
            print_failure(&failure);
            ExitCode::from(exit_code::FAILED)
        }
    }
}

fn drift(arguments: &DriftArgs, global: GlobalOptions) -> Result<ExitCode, Failure> {
    reject_repeated_stdin(arguments)?;
    let document = Document::read(&arguments.document)?;
    let (old, revision) = if let Some(path) = &arguments.against_document {
        (Document::read(path)?, None)
    } else {
        let revision = arguments.revision.unwrap_or_default();
        let text = builtin::document(revision);
        (Document::embedded("the revision", text)?, Some(revision))
    };
    let (before, after) = (Side::new(&old)?, Side::new(&document)?);
    let found = compare(&before, &after, revision)?;
    if arguments.descriptions {
        return Ok(print_text(&descriptions::table(&found.descriptions)));
    }
    let against = validate_requests(arguments, revision, &before, &after)?;
    for failure in against.iter().flat_map(Outcome::failures) {
        print_failure(failure);
    }
    let baseline = match (revision, arguments.revision) {
        (None, _) => Baseline::Document(&old.name),
        (Some(_), Some(chosen)) => Baseline::Revision(chosen),
        (Some(default), None) => Baseline::DefaultRevision(default),
    };
    let results = locate(&document, baseline, found, against);
    Ok(print(&results, arguments.format, global.quiet))
}

/// Standard input can be one of the documents or the requests.
fn reject_repeated_stdin(arguments: &DriftArgs) -> Result<(), Failure> {
    let documents = [&arguments.document].into_iter();
    let paths = documents.chain(&arguments.against_document);
    let is_stdin = |path: &&PathBuf| is_dash(path);
    if paths.chain(&arguments.against).filter(is_stdin).count() > 1 {
        return Err(Failure::unreadable(STDIN, STDIN_ONCE));
    }
    Ok(())
}

/// Validates the requests that `--against` names.
fn validate_requests(
    arguments: &DriftArgs,
    revision: Option<Revision>,
    before: &Side<'_>,
    after: &Side<'_>,
) -> Result<Option<Outcome>, Failure> {
    if arguments.against.is_empty() {
        return Ok(None);
    }
    let schemas = || {
        let before = match revision {
            Some(_) => Before::Rules,
            None => Before::Schema(request_schema::compile(before, None)?),
        };
        Ok((before, request_schema::compile(after, revision)?))
    };
    let (before, after) = match schemas() {
        Ok(schemas) => schemas,
        // The differences are still worth reading.
        Err(failure) => return Ok(Some(Outcome::failed(failure))),
    };
    // Levels of a configuration file say nothing about the API.
    let check_options = CheckOptions {
        no_config: true,
        errors_only: true,
        revision,
        ..CheckOptions::default()
    };
    against::validate(&arguments.against, &check_options, &before, &after).map(Some)
}

/// Prints the results; the exit code says whether there is a difference.
fn print(results: &Results<'_>, format: DriftFormat, quiet: bool) -> ExitCode {
    let printed = match format {
        DriftFormat::Human => print_text(&human::report(results, quiet)),
        DriftFormat::Json => print_json(&json::Report::new(results)),
    };
    if printed != ExitCode::SUCCESS {
        return printed;
    }
    exit_code::from_outcome(results.has_failures(), results.has_differences())
}
