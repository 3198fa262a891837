//! JUnit XML, for the test reports of Jenkins, GitLab and others.

use std::collections::BTreeSet;
use std::io;

use anchorbrowser_schema::{Rule, Severity};
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Ending, Reporter, message_and_help_with};
use crate::documents::CheckedDocument;
use crate::escape::escape_line;
use crate::plural::pluralize;
use crate::rendered::{ItemKind, Rendered};
use crate::source_name::line_start;

/// One test case per document, each in a test suite of its own.
///
/// There is no common schema. That of Jenkins requires the counts of a suite before its cases: they
/// are known for one document, but not for a source that is still being read. Consumers merge
/// suites of the same name. The counts of all suites together are optional.
///
/// Escaping invisible characters also removes all characters that XML does not allow.
pub(crate) struct JunitReporter;

impl Reporter for JunitReporter {
    fn write_header(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"anchorbrowser-schema\">\n",
        );
    }

    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let case = TestCase {
            suite: &escape_line(checked.source),
            name: &name(checked),
            failure: failure(checked),
            output: lines(checked, Severity::Warning),
        };
        out.add(ItemKind::Required, |text| case.write(text));
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        for failure in ending.failures {
            let (source, message) = (escape_line(&failure.source), failure.to_string());
            let message = escape_line(&message);
            let case = TestCase {
                suite: &source,
                name: &source,
                failure: Some(TestFailure {
                    element: "error",
                    kind: "cannot-be-read".to_owned(),
                    message: message.clone().into_owned(),
                    // GitLab reads the message from here.
                    text: message.into_owned(),
                }),
                output: String::new(),
            };
            case.write(out);
        }
        out.extend_from_slice(b"</testsuites>\n");
    }
}

/// The location of the document; for an array element its index, since several can be on the same
/// line.
fn name(checked: &CheckedDocument<'_>) -> String {
    let source = escape_line(checked.source);
    match checked.index {
        Some(index) => format!("{source}[{index}]"),
        None => format!("{source}:{}", checked.line),
    }
}

/// One failure with all errors, since consumers such as Jenkins show only the first one.
fn failure(checked: &CheckedDocument<'_>) -> Option<TestFailure> {
    let report = &checked.report;
    if report.is_valid() {
        return None;
    }
    let errors = || {
        let violations = report.violations().iter();
        violations.filter(|violation| violation.severity() == Severity::Error)
    };
    let rules: BTreeSet<_> = errors()
        .filter_map(|violation| violation.kind().rule())
        .collect();
    let message = match (report.error_count(), errors().next()) {
        (1, Some(only)) => escape_line(&only.message()).into_owned(),
        (count, _) => pluralize(count, "error"),
    };
    let mut text = lines(checked, Severity::Error);
    if let omitted @ 1.. = report.omitted() {
        let more = format!("{omitted} more not listed\n");
        text.push_str(&more);
    }
    Some(TestFailure {
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

/// The violations of one severity as text.
fn lines(checked: &CheckedDocument<'_>, severity: Severity) -> String {
    let source = line_start(checked.source);
    let mut lines = String::new();
    for violation in checked.report.violations() {
        if violation.severity() == severity {
            let location = violation.position().map_or_else(String::new, |position| {
                format!(":{}:{}", position.line, position.column)
            });
            let line = format!(
                "{source}{location}: {}[{}]: {}\n",
                severity.name(),
                violation.rule(),
                message_and_help_with(violation, escape_line)
            );
            lines.push_str(&line);
        }
    }
    lines
}

/// A test case.
struct TestCase<'a> {
    suite: &'a str,
    name: &'a str,
    failure: Option<TestFailure>,
    /// Shown whether the test passes or not.
    output: String,
}

/// Why a test case did not pass.
struct TestFailure {
    /// `failure` if the document has errors, `error` if the input cannot be read.
    element: &'static str,
    kind: String,
    message: String,
    text: String,
}

impl TestCase<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = self.write_suite(&mut Writer::new(&mut *out));
        out.push(b'\n');
    }

    fn write_suite(&self, xml: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
        let count = |element| match &self.failure {
            Some(failure) if failure.element == element => "1",
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
            // Not measured, but required by some consumers.
            .with_attribute(("time", "0"))
            .write_inner_content(|xml| {
                if let Some(failure) = &self.failure {
                    xml.create_element(failure.element)
                        .with_attribute(("type", failure.kind.as_str()))
                        .with_attribute(("message", failure.message.as_str()))
                        .write_text_content(BytesText::new(&failure.text))?;
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
