//! Excerpts for people.

use anchorbrowser_schema::{Severity, Violation};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Form, Style};
use crate::documents::Judged;
use crate::excerpt::{Excerpt, excerpt};
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::visible;

/// Wider than any excerpt, which are cut already.
const WIDTH: usize = 1000;

/// Each violation with the line on which it stands, and a summary.
pub(crate) struct Human {
    renderer: Renderer,
    style: Style,
}

impl Human {
    pub(crate) fn new(style: Style) -> Self {
        let renderer = if style.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            renderer: renderer.term_width(WIDTH),
            style,
        }
    }
}

impl Form for Human {
    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let source = visible(judged.source);
        for violation in judged.report.violations() {
            let message = violation.message();
            let excerpt = excerpt(&judged.text, violation);
            let help = violation.help();
            let group = group(&source, violation, &message, excerpt.as_ref());
            let group = match &help {
                Some(help) => group.element(Level::HELP.message(help.as_ref())),
                None => group,
            };
            for line in without_break(&self.renderer.render(&[group])) {
                out.extend_from_slice(line.as_bytes());
                out.push(b'\n');
            }
            out.push(b'\n');
        }
        if let omitted @ 1.. = judged.report.omitted() {
            let more = format!("{source}:{}: {omitted} more not listed\n\n", judged.line);
            out.extend_from_slice(more.as_bytes());
        }
    }

    fn tail(&self, summary: &Summary, _: &[Failure], out: &mut Vec<u8>) {
        if !self.style.quiet {
            out.extend_from_slice(summary.sentence().as_bytes());
            out.push(b'\n');
        }
    }
}

/// The lines without the one that sets the excerpt apart from its place, as if it came from another
/// source. The place is told by itself, since columns count in the source, not in the excerpt.
fn without_break(rendered: &str) -> impl Iterator<Item = &str> {
    const BREAK: usize = 3;
    let lines = rendered.lines().enumerate();
    lines.filter_map(|(number, line)| (number != BREAK).then_some(line))
}

fn group<'a>(
    source: &'a str,
    violation: &Violation,
    message: &'a str,
    excerpt: Option<&'a Excerpt>,
) -> Group<'a> {
    let level = match violation.severity() {
        Severity::Warning => Level::WARNING,
        _ => Level::ERROR,
    };
    let title = level.primary_title(message).id(violation.rule().name());
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
