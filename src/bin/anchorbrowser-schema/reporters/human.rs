//! Diagnostics with source excerpts.

use std::hash::{DefaultHasher, Hash, Hasher};

use anchorbrowser_schema::{Severity, Violation};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Ending, Reporter, ReporterOptions};
use crate::documents::CheckedDocument;
use crate::escape::escape_line;
use crate::excerpt::{Excerpt, Excerpts};
use crate::notes::{document_type_note, input_format_note};
use crate::plural::pluralize;
use crate::rendered::{ItemKind, Rendered};
use crate::snippets::without_origin_separator;

/// The width of an excerpt if no terminal shows it: wider than any, since they are already cut.
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
            renderer: renderer.term_width(options.width.unwrap_or(WIDTH)),
            options,
        }
    }
}

impl Reporter for HumanReporter {
    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let source = escape_line(checked.source);
        let excerpts = Excerpts::new(checked.text, checked.report.violations());
        for violation in checked.report.violations() {
            let message = violation.message();
            let message = escape_line(&message);
            let kind = ItemKind::Repeatable(identity(violation, &message));
            out.add(kind, |text| {
                self.write_violation(&excerpts, &source, violation, &message, text);
            });
        }
        if let Some(note) = document_type_note(&checked.report, checked.text.document_type) {
            let group = Level::NOTE
                .primary_title(note)
                .element(Origin::path(source.as_ref()).line(checked.line));
            out.add(ItemKind::Required, |text| {
                text.extend_from_slice(self.renderer.render(&[group]).as_bytes());
                text.extend_from_slice(b"\n\n");
            });
        }
        if let omitted @ 1.. = checked.report.omitted() {
            let more = format!(
                "note: {omitted} more not listed\n --> {source}:{}\n\n",
                checked.line
            );
            out.add(ItemKind::Required, |text| {
                text.extend_from_slice(more.as_bytes());
            });
        }
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        for (title, count) in &ending.omitted.repetitions {
            let more = pluralize(*count, "more time");
            let note = format!("{title}\n = note: {more}; `--format concise` lists all\n\n");
            out.extend_from_slice(note.as_bytes());
        }
        if !self.options.quiet {
            out.extend_from_slice(ending.summary.summary_line().as_bytes());
            out.push(b'\n');
        }
    }
}

impl HumanReporter {
    fn write_violation(
        &self,
        excerpts: &Excerpts<'_>,
        source: &str,
        violation: &Violation,
        message: &str,
        out: &mut Vec<u8>,
    ) {
        let excerpt = excerpts.of(violation);
        let help = violation.help();
        let help = help.as_ref().map(|help| escape_line(help));
        let group = self.group(source, violation, message, excerpt.as_ref());
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

    fn group<'a>(
        &self,
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
        let title = match violation.kind().rule() {
            Some(rule) if self.options.links => title.id_url(rule.url()),
            _ => title,
        };
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
}

/// What a violation has in common with its repetitions in other documents.
fn identity(violation: &Violation, message: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (violation.severity().name(), violation.rule(), message).hash(&mut hasher);
    hasher.finish()
}
