//! GitHub Actions annotations: workflow commands that GitHub reads from the output of a step and
//! shows next to the changed lines.

use std::fmt::{self, Display, Write};

use anchorbrowser_schema::Violation;

use super::{Ending, Reporter, message_and_help};
use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::rendered::{ItemKind, Rendered};

/// One annotation per violation.
///
/// Lines and columns count from 1; columns count characters, as in all formats. GitHub does not
/// document its unit.
pub(crate) struct GithubReporter;

impl Reporter for GithubReporter {
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let file = escape_invisible(checked.source);
        for violation in checked.report.violations() {
            let annotation = Annotation {
                level: violation.severity().name(),
                file: &file,
                location: &location(violation),
                title: violation.rule(),
                message: &message_and_help(violation),
            };
            out.add(ItemKind::Violation, |text| annotation.write(text));
        }
        if let omitted @ 1.. = checked.report.omitted() {
            let annotation = Annotation {
                level: "notice",
                file: &file,
                location: &[("line", checked.line)],
                title: "not listed",
                message: &format!("{omitted} more not listed"),
            };
            out.add(ItemKind::Required, |text| annotation.write(text));
        }
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        for failure in ending.failures {
            let message = failure.to_string();
            let annotation = Annotation {
                level: "error",
                file: &escape_invisible(&failure.source),
                location: &failure.line.map_or(vec![], |line| vec![("line", line)]),
                title: failure.title(),
                message: &escape_invisible(&message),
            };
            annotation.write(out);
        }
    }
}

/// GitHub accepts columns only if the range is within one line.
fn location(violation: &Violation) -> Vec<(&'static str, usize)> {
    let Some((start, end)) = violation.position().zip(violation.end()) else {
        return Vec::new();
    };
    let lines = [("line", start.line), ("endLine", end.line)];
    let columns = [("col", start.column), ("endColumn", end.column)];
    if start.line == end.line {
        [lines, columns].concat()
    } else {
        lines.to_vec()
    }
}

/// `::LEVEL PROPERTY=VALUE,…::MESSAGE` on one line.
struct Annotation<'a> {
    level: &'static str,
    file: &'a str,
    location: &'a [(&'static str, usize)],
    title: &'a str,
    message: &'a str,
}

impl Annotation<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let line = format!("{self}\n");
        out.extend_from_slice(line.as_bytes());
    }
}

impl Display for Annotation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "::{} ", self.level)?;
        // An annotation of standard input has no file.
        if self.file != "-" {
            write!(f, "file={},", Escaped(self.file, "%\r\n:,"))?;
            for (name, number) in self.location {
                write!(f, "{name}={number},")?;
            }
        }
        let (title, message) = (self.title, self.message);
        write!(f, "title={}", Escaped(title, "%\r\n:,"))?;
        write!(f, "::{}", Escaped(message, "%\r\n"))
    }
}

/// Percent-encodes these ASCII characters, as GitHub's own toolkit does: `%` and line breaks
/// everywhere, and also separators in properties.
struct Escaped<'a>(&'a str, &'static str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if self.1.contains(c) {
                write!(f, "%{:02X}", u32::from(c))?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}
