//! Output formats of reports, one module each.

mod github;
mod human;
pub(crate) mod json;
mod junit;
mod sarif;

use anchorbrowser_schema::Violation;

use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::failure::Failure;
use crate::report_target::Format;
use crate::summary::Summary;

/// An output format. Documents are rendered by several threads at once and joined in order.
pub(crate) trait Reporter: Send + Sync {
    /// Writes what precedes the first document.
    fn write_header(&self, _out: &mut Vec<u8>) {}

    /// Separates two documents that both have output.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Writes one document; writes nothing if there is nothing to report.
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Vec<u8>);

    /// Writes what follows the last document. `failures` are the inputs that could not be read.
    fn write_footer(&self, _summary: &Summary, _failures: &[Failure], _out: &mut Vec<u8>) {}
}

/// The message of a violation, followed by its help on a second line.
fn message_and_help(violation: &Violation) -> String {
    let message = violation.message();
    let message = escape_invisible(&message);
    match violation.help() {
        Some(help) => format!("{message}\nhelp: {}", escape_invisible(&help)),
        None => message.into_owned(),
    }
}

/// Options for human-readable formats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReporterOptions {
    pub(crate) color: bool,
    /// Omit the summary.
    pub(crate) quiet: bool,
}

pub(crate) fn create(format: Format, options: ReporterOptions) -> Box<dyn Reporter> {
    match format {
        Format::Human => Box::new(human::HumanReporter::new(options)),
        Format::Json => Box::new(json::JsonReporter),
        Format::Jsonl => Box::new(json::JsonlReporter),
        Format::Sarif => Box::new(sarif::SarifReporter),
        Format::Github => Box::new(github::GithubReporter),
        Format::Junit => Box::new(junit::JunitReporter),
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
