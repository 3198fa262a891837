//! Annotations of GitHub Actions: workflow commands, which it reads off a step's output and shows
//! beside the lines of a change.

use std::fmt::{self, Display, Write};

use anchorbrowser_schema::Violation;

use super::{Form, message_and_help};
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::visible;

/// One line a violation.
///
/// Lines and columns count from 1; columns count characters, as everywhere here (GitHub does not
/// say what it counts).
pub(crate) struct Github;

impl Form for Github {
    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let file = visible(judged.source);
        for violation in judged.report.violations() {
            let annotation = Annotation {
                level: violation.severity().name(),
                file: &file,
                place: &place(judged, violation),
                title: violation.rule().name(),
                message: &message_and_help(violation),
            };
            annotation.write(out);
        }
        if let omitted @ 1.. = judged.report.omitted() {
            let annotation = Annotation {
                level: "notice",
                file: &file,
                place: &[("line", judged.line)],
                title: "not listed",
                message: &format!("{omitted} more not listed"),
            };
            annotation.write(out);
        }
    }

    fn tail(&self, _: &Summary, failures: &[Failure], out: &mut Vec<u8>) {
        for failure in failures {
            let message = failure.to_string();
            let annotation = Annotation {
                level: "error",
                file: &visible(&failure.source),
                place: &[],
                title: "cannot be read",
                message: &visible(&message),
            };
            annotation.write(out);
        }
    }
}

/// GitHub takes columns only where the first line is the last one.
fn place(judged: &Judged<'_>, violation: &Violation) -> Vec<(&'static str, usize)> {
    let Some((span, start)) = violation.span().zip(violation.position()) else {
        return Vec::new();
    };
    let end = judged.text.end(span, start);
    let lines = [("line", start.line), ("endLine", end.line)];
    let columns = [("col", start.column), ("endColumn", end.column)];
    if start.line == end.line {
        [lines, columns].concat()
    } else {
        lines.to_vec()
    }
}

/// `::LEVEL PROPERTY=VALUE,…::MESSAGE`, on a line.
struct Annotation<'a> {
    level: &'static str,
    file: &'a str,
    place: &'a [(&'static str, usize)],
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
        write!(f, "::{} file={}", self.level, Escaped(self.file, "%\r\n:,"))?;
        for (name, number) in self.place {
            write!(f, ",{name}={number}")?;
        }
        let (title, message) = (self.title, self.message);
        write!(f, ",title={}", Escaped(title, "%\r\n:,"))?;
        write!(f, "::{}", Escaped(message, "%\r\n"))
    }
}

/// A text with these ASCII characters percent-encoded, as GitHub's own toolkit does it: `%` and
/// line ends everywhere, in properties also what stands between them.
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
