//! The forms in which reports are told, one a module.

mod github;
mod human;
pub(crate) mod json;
mod junit;
mod sarif;

use anchorbrowser_schema::Violation;

use crate::arguments::Format;
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::visible;

/// A way to tell reports. Documents are rendered by many threads at once, and joined in their
/// order.
pub(crate) trait Form: Send + Sync {
    /// What comes before the first document.
    fn head(&self, _out: &mut Vec<u8>) {}

    /// What stands between two documents of which something is told.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// One document; nothing where there is nothing to tell of it.
    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>);

    /// What comes after the last document. `failures` are the inputs that could not be read.
    fn tail(&self, _summary: &Summary, _failures: &[Failure], _out: &mut Vec<u8>) {}
}

/// What is wrong, and on a second line how to mend it.
fn message_and_help(violation: &Violation) -> String {
    let message = violation.message();
    let message = visible(&message);
    match violation.help() {
        Some(help) => format!("{message}\nhelp: {}", visible(&help)),
        None => message.into_owned(),
    }
}

/// How people want it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) color: bool,
    /// No summary.
    pub(crate) quiet: bool,
}

pub(crate) fn form(format: Format, style: Style) -> Box<dyn Form> {
    match format {
        Format::Human => Box::new(human::Human::new(style)),
        Format::Json => Box::new(json::Json),
        Format::Jsonl => Box::new(json::Jsonl),
        Format::Sarif => Box::new(sarif::Sarif),
        Format::Github => Box::new(github::Github),
        Format::Junit => Box::new(junit::Junit),
    }
}

#[cfg(test)]
mod tests {
    use anchorbrowser_schema::{Origin, Position, Report};

    use super::*;

    #[test]
    fn reasons_of_other_parsers_are_made_visible() {
        let start = Origin::new(0, Position::new(1, 1));
        let report = Report::not_in_notation("YAML 1.2", "it has a \u{1b} and a \u{fffe}", start);
        assert_eq!(
            message_and_help(&report.violations()[0]),
            "the document is not YAML 1.2: it has a \\u{1b} and a \\u{fffe}"
        );
    }
}
