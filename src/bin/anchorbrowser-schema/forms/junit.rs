//! JUnit's XML, for the test reports of Jenkins, GitLab and others.

use std::collections::BTreeSet;
use std::io;

use anchorbrowser_schema::{Rule, Severity, Violation};
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Form, message_and_help};
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::{Summary, counted};
use crate::visible::visible;

/// A test case a document, each in a suite of its own.
///
/// There is no schema that all readers share. That of Jenkins requires the counts of a suite, which
/// stand before its cases: they are known of one document, yet not of a source that is still being
/// read. Readers join suites of the same name. Those of all suites together may be absent.
///
/// Nothing that XML cannot hold is left when what cannot be seen is escaped.
pub(crate) struct Junit;

impl Form for Junit {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"anchorbrowser-schema\">\n",
        );
    }

    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let case = Case {
            suite: &visible(judged.source),
            name: &name(judged),
            broken: broken(judged),
            output: lines(judged, Severity::Warning),
        };
        case.write(out);
    }

    fn tail(&self, _: &Summary, failures: &[Failure], out: &mut Vec<u8>) {
        for failure in failures {
            let (source, message) = (visible(&failure.source), failure.to_string());
            let message = visible(&message);
            let case = Case {
                suite: &source,
                name: &source,
                broken: Some(Broken {
                    element: "error",
                    kind: "cannot-be-read".to_owned(),
                    message: message.clone().into_owned(),
                    // Where GitLab looks.
                    text: message.into_owned(),
                }),
                output: String::new(),
            };
            case.write(out);
        }
        out.extend_from_slice(b"</testsuites>\n");
    }
}

/// Where the document begins; of an array's element its index, which tells it from others on its
/// line.
fn name(judged: &Judged<'_>) -> String {
    let source = visible(judged.source);
    match judged.index {
        Some(index) => format!("{source}[{index}]"),
        None => format!("{source}:{}", judged.line),
    }
}

/// All errors in one failure: readers such as Jenkins show the first alone.
fn broken(judged: &Judged<'_>) -> Option<Broken> {
    let report = &judged.report;
    if report.is_valid() {
        return None;
    }
    let errors = || {
        let violations = report.violations().iter();
        violations.filter(|violation| violation.severity() == Severity::Error)
    };
    let rules: BTreeSet<_> = errors().map(Violation::rule).collect();
    let message = match (report.errors(), errors().next()) {
        (1, Some(only)) => visible(&only.message()).into_owned(),
        (count, _) => counted(count, "error"),
    };
    let mut text = lines(judged, Severity::Error);
    if let omitted @ 1.. = report.omitted() {
        let more = format!("{omitted} more not listed\n");
        text.push_str(&more);
    }
    Some(Broken {
        element: "failure",
        kind: rules
            .into_iter()
            .map(Rule::name)
            .collect::<Vec<_>>()
            .join(" "),
        message,
        text,
    })
}

/// The violations of a severity, as people are told them.
fn lines(judged: &Judged<'_>, severity: Severity) -> String {
    let source = visible(judged.source);
    let mut lines = String::new();
    for violation in judged.report.violations() {
        if violation.severity() == severity {
            let place = violation.position().map_or_else(String::new, |position| {
                format!(":{}:{}", position.line, position.column)
            });
            let told = format!(
                "{source}{place}: {}[{}]: {}\n",
                severity.name(),
                violation.rule(),
                message_and_help(violation)
            );
            lines.push_str(&told);
        }
    }
    lines
}

/// A test case.
struct Case<'a> {
    suite: &'a str,
    name: &'a str,
    broken: Option<Broken>,
    /// What is told of it either way.
    output: String,
}

/// Why it has not passed.
struct Broken {
    /// `failure` where the document has errors, `error` where there is none to judge.
    element: &'static str,
    kind: String,
    message: String,
    text: String,
}

impl Case<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = self.write_suite(&mut Writer::new(&mut *out));
        out.push(b'\n');
    }

    fn write_suite(&self, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
        let count = |element| match &self.broken {
            Some(broken) if broken.element == element => "1",
            _ => "0",
        };
        xml.create_element("testsuite")
            .with_attribute(("name", self.suite))
            .with_attribute(("tests", "1"))
            .with_attribute(("failures", count("failure")))
            .with_attribute(("errors", count("error")))
            .write_inner_content(|xml| self.write_case(xml))?;
        Ok(())
    }

    fn write_case(&self, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
        xml.create_element("testcase")
            .with_attribute(("name", self.name))
            .with_attribute(("classname", "anchorbrowser-schema"))
            // Not measured, yet some readers cannot do without.
            .with_attribute(("time", "0"))
            .write_inner_content(|xml| {
                if let Some(broken) = &self.broken {
                    xml.create_element(broken.element)
                        .with_attribute(("type", broken.kind.as_str()))
                        .with_attribute(("message", broken.message.as_str()))
                        .write_text_content(BytesText::new(&broken.text))?;
                }
                if !self.output.is_empty() {
                    xml.create_element("system-out")
                        .write_text_content(BytesText::new(&self.output))?;
                }
                Ok(())
            })?;
        Ok(())
    }
}
