//! Output formats of reports, one module each.

mod concise;
mod github;
mod gitlab;
mod human;
pub(crate) mod json;
mod junit;
mod sarif;
mod statistics;

use std::borrow::Cow;
use std::io;

use anchorbrowser_schema::Violation;
use supports_hyperlinks::Stream;
use terminal_size::{Height, Width, terminal_size_of};

use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::failure::Failure;
use crate::global_options::GlobalOptions;
use crate::rendered::{Omitted, Rendered};
use crate::report_target::Format;
use crate::statistics::Statistics;
use crate::summary::Summary;

/// An output format. Documents are rendered by several threads at once and joined in order.
pub(crate) trait Reporter: Send + Sync {
    /// Writes what precedes the first document.
    fn write_header(&self, _out: &mut Vec<u8>) {}

    /// Separates two items.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Adds the items of one document; none if there is nothing to report.
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered);

    /// Writes what follows the last document.
    fn write_footer(&self, _ending: &Ending<'_>, _out: &mut Vec<u8>) {}
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ending<'r> {
    pub(crate) summary: &'r Summary,
    pub(crate) statistics: &'r Statistics,
    /// What could not be checked.
    pub(crate) failures: &'r [Failure],
    /// Whether any item was written.
    pub(crate) has_documents: bool,
    pub(crate) omitted: &'r Omitted,
}

/// The message of a violation, followed by its help on a second line, for formats that programs read.
fn message_and_help(violation: &Violation) -> String {
    message_and_help_with(violation, escape_invisible)
}

fn message_and_help_with(violation: &Violation, escape: fn(&str) -> Cow<'_, str>) -> String {
    let message = violation.message();
    let message = escape(&message);
    match violation.help() {
        Some(help) => format!("{message}\nhelp: {}", escape(&help)),
        None => message.into_owned(),
    }
}

/// Options for human-readable formats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReporterOptions {
    pub(crate) color: bool,
    /// Whether names of rules are links to their pages.
    pub(crate) links: bool,
    /// The width of the terminal in columns.
    pub(crate) width: Option<usize>,
    /// Omit the summary.
    pub(crate) quiet: bool,
}

impl ReporterOptions {
    /// For what is written to standard output.
    pub(crate) fn of_stdout(global: GlobalOptions) -> Self {
        let color = global.use_color(&io::stdout());
        Self {
            color,
            links: color && supports_hyperlinks::on(Stream::Stdout),
            width: width(terminal_size_of(io::stdout())),
            quiet: global.quiet,
        }
    }

    /// For what is written to standard error.
    pub(crate) fn of_stderr(global: GlobalOptions) -> Self {
        let color = global.use_color(&io::stderr());
        Self {
            color,
            links: color && supports_hyperlinks::on(Stream::Stderr),
            width: width(terminal_size_of(io::stderr())),
            quiet: global.quiet,
        }
    }

    /// For what is written to a file.
    pub(crate) fn of_file(global: GlobalOptions) -> Self {
        Self {
            color: false,
            links: false,
            width: None,
            quiet: global.quiet,
        }
    }
}

fn width(size: Option<(Width, Height)>) -> Option<usize> {
    size.map(|(Width(columns), _)| usize::from(columns))
}

pub(crate) fn create(format: Format, options: ReporterOptions) -> Box<dyn Reporter> {
    match format {
        Format::Human => Box::new(human::HumanReporter::new(options)),
        Format::Concise => Box::new(concise::ConciseReporter(options)),
        Format::Json => Box::new(json::JsonReporter),
        Format::Jsonl => Box::new(json::JsonlReporter),
        Format::Sarif => Box::new(sarif::SarifReporter),
        Format::Github => Box::new(github::GithubReporter),
        Format::Gitlab => Box::new(gitlab::GitlabReporter),
        Format::Junit => Box::new(junit::JunitReporter),
    }
}

/// The reporter of statistics, which not every format has.
pub(crate) fn create_statistics(
    format: Format,
    options: ReporterOptions,
) -> Option<Box<dyn Reporter>> {
    match format {
        Format::Human => Some(Box::new(statistics::StatisticsReporter(options))),
        Format::Json => Some(Box::new(statistics::JsonStatisticsReporter)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::{Origin, Position, Validator};

    use super::*;

    #[test]
    fn parser_messages_are_escaped() {
        let start = Origin::new(0, Position::new(1, 1));
        let report =
            Validator::new().syntax_error("YAML 1.2", "it has a \u{1b} and a \u{fffe}", start);
        assert_eq!(
            message_and_help(&report.violations()[0]),
            "the document is not YAML 1.2: it has a \\u{1b} and a \\u{fffe}"
        );
    }
}
