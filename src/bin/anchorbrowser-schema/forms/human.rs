//! Lines for people.

use anchorbrowser_schema::Violation;

use super::{Form, Style};
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::visible;

/// Each violation with its place, and a summary.
pub(crate) struct Human {
    style: Style,
}

impl Human {
    pub(crate) fn new(style: Style) -> Self {
        Self { style }
    }
}

impl Form for Human {
    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let source = visible(judged.source);
        let mut text = String::new();
        for violation in judged.report.violations() {
            text += &line(&source, violation);
        }
        if let omitted @ 1.. = judged.report.omitted() {
            let more = format!("{source}:{}: {omitted} more not listed\n", judged.line);
            text += &more;
        }
        out.extend_from_slice(text.as_bytes());
    }

    fn tail(&self, summary: &Summary, _: &[Failure], out: &mut Vec<u8>) {
        if !self.style.quiet {
            out.extend_from_slice(summary.sentence().as_bytes());
            out.push(b'\n');
        }
    }
}

fn line(source: &str, violation: &Violation) -> String {
    let place = violation.position().map_or_else(String::new, |position| {
        format!("{source}:{}:{}: ", position.line, position.column)
    });
    let help = violation
        .help()
        .map_or_else(String::new, |help| format!("  help: {help}\n"));
    format!("{place}{violation}\n{help}")
}
