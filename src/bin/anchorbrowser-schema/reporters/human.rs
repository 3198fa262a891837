//! Diagnostics with source excerpts.

use anchorbrowser_schema::{Severity, Violation};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Reporter, ReporterOptions};
use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::excerpt::{Excerpt, excerpt};
use crate::failure::Failure;
use crate::notes::{document_type_note, input_format_note};
use crate::snippets::without_origin_separator;
use crate::summary::Summary;

/// Wider than any excerpt, since excerpts are already cut.
const WIDTH: usize = 1000;

/// Prints each violation with its source line, and a summary.
pub(crate) struct HumanReporter {
    renderer: Renderer,
    options: ReporterOptions,
}

impl HumanReporter {
    pub(crate) fn new(options: ReporterOptions) -> Self {
        let renderer = if options.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            renderer: renderer.term_width(WIDTH),
            options,
        }
    }
}

impl Reporter for HumanReporter {
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Vec<u8>) {
        let source = escape_invisible(checked.source);
        for violation in checked.report.violations() {
            let message = violation.message();
            let excerpt = excerpt(&checked.text, violation);
            let help = violation.help();
            let group = group(&source, violation, &message, excerpt.as_ref());
            let group = match &help {
                Some(help) => group.element(Level::HELP.message(help.as_ref())),
                None => group,
            };
            let group = match input_format_note(violation) {
                Some(note) => group.element(Level::NOTE.message(note)),
                None => group,
            };
            for line in without_origin_separator(&self.renderer.render(&[group])) {
                out.extend_from_slice(line.as_bytes());
                out.push(b'\n');
            }
            out.push(b'\n');
        }
        if let Some(note) = document_type_note(&checked.report, checked.text.document_type) {
            let group = Level::NOTE
                .primary_title(note)
                .element(Origin::path(source.as_ref()).line(checked.line));
            out.extend_from_slice(self.renderer.render(&[group]).as_bytes());
            out.extend_from_slice(b"\n\n");
        }
        if let omitted @ 1.. = checked.report.omitted() {
            let more = format!("{source}:{}: {omitted} more not listed\n\n", checked.line);
            out.extend_from_slice(more.as_bytes());
        }
    }

    fn write_footer(&self, summary: &Summary, _: &[Failure], out: &mut Vec<u8>) {
        if !self.options.quiet {
            out.extend_from_slice(summary.summary_line().as_bytes());
            out.push(b'\n');
        }
    }
}

fn group<'a>(
    source: &'a str,
    violation: &'a Violation,
    message: &'a str,
    excerpt: Option<&'a Excerpt>,
) -> Group<'a> {
    let level = match violation.severity() {
        Severity::Warning => Level::WARNING,
        _ => Level::ERROR,
    };
    let title = level.primary_title(message).id(violation.rule());
    let origin = Origin::path(source);
    let (Some(position), Some(excerpt)) = (violation.position(), excerpt) else {
        return title.element(origin);
    };
    let snippet = Snippet::source(excerpt.line.as_str())
        .line_start(position.line)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()));
    title
        .element(origin.line(position.line).char_column(position.column))
        .element(snippet)
}
