//! SARIF 2.1.0, for code scanning (OASIS standard, with errata 01; sections are its own).

use std::path::{Component, Path};

use anchorbrowser_schema::{Rule, Severity, Violation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use url::Url;

use super::json::write;
use super::{Form, message_and_help};
use crate::documents::Judged;
use crate::inputs::Failure;
use crate::summary::Summary;
use crate::visible::visible;

/// One run, with all rules and all violations.
///
/// GitHub takes 25,000 results a run, and shows the 5,000 gravest.
pub(crate) struct Sarif;

impl Form for Sarif {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"version\":\"2.1.0\",\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/\
            errata01/os/schemas/sarif-schema-2.1.0.json\",\"runs\":[{\"tool\":",
        );
        let tool = json!({"driver": {
            "name": "anchorbrowser-schema",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": "https://docs.rs/anchorbrowser-schema",
            "rules": Rule::all().map(described).collect::<Vec<_>>(),
        }});
        write(&tool, out);
        out.extend_from_slice(b",\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn document(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let uri = uri(judged.source);
        for (number, violation) in judged.report.violations().iter().enumerate() {
            if number > 0 {
                out.extend_from_slice(self.separator());
            }
            write(&result(judged, &uri, violation), out);
        }
    }

    /// The counts cover what is not listed too.
    fn tail(&self, summary: &Summary, failures: &[Failure], out: &mut Vec<u8>) {
        let invocation = json!({
            "executionSuccessful": failures.is_empty(),
            "toolExecutionNotifications": failures.iter().map(notification).collect::<Vec<_>>(),
        });
        out.extend_from_slice(b"],\"invocations\":[");
        write(&invocation, out);
        out.extend_from_slice(b"],\"properties\":");
        write(summary, out);
        out.extend_from_slice(b"}]}\n");
    }
}

fn described(rule: Rule) -> Value {
    let (summary, source) = (rule.summary(), rule.source());
    let description = format!("Broken when {summary}.");
    let tag = match rule.default_severity() {
        Severity::Error => "correctness",
        _ => "suspicious",
    };
    json!({
        "id": rule.name(),
        "shortDescription": {"text": description},
        "fullDescription": {"text": format!("{description} Source: {source}.")},
        "help": {
            "text": format!("{description}\n\nSource: {source}."),
            "markdown": rule.explanation(),
        },
        "defaultConfiguration": {"level": rule.default_severity().name()},
        "properties": {
            "tags": [tag],
            // What GitHub sorts by.
            "precision": "very-high",
            "problem.severity": rule.default_severity().name(),
        },
    })
}

fn result(judged: &Judged<'_>, uri: &str, violation: &Violation) -> Value {
    let rule = violation.rule();
    json!({
        "ruleId": rule.name(),
        "ruleIndex": Rule::all().position(|other| other == rule),
        "level": violation.severity().name(),
        "message": {"text": plain(&message_and_help(violation))},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": region(judged, violation),
            },
            "logicalLocations": [{"fullyQualifiedName": violation.pointer()}],
        }],
        // The same wherever in the file it stands.
        "partialFingerprints": {"ruleAndPointer/v1": format!("{rule} {}", violation.pointer())},
        "properties": judged.index.map_or_else(|| json!({}), |index| json!({"index": index})),
    })
}

fn region(judged: &Judged<'_>, violation: &Violation) -> Value {
    // All violations of a text have a place.
    let Some((span, start)) = violation.span().zip(violation.position()) else {
        return json!({});
    };
    let end = judged.text.end(span, start);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.end.saturating_sub(span.start),
    })
}

fn notification(failure: &Failure) -> Value {
    json!({
        "level": "error",
        "message": {"text": plain(&visible(&failure.to_string()))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&failure.source)}}}],
    })
}

/// A text as a plain message in which nothing is a placeholder (3.11.5), nor a link (3.11.6):
/// without the backslash a key could be one.
fn plain(text: &str) -> String {
    text.replace('{', "{{")
        .replace('}', "}}")
        .replace("](", "\\](")
}

/// What stands in a path as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The URI of a file: a relative reference if its path is relative.
fn uri(source: &str) -> String {
    if let Ok(url) = Url::from_file_path(source) {
        return url.into();
    }
    let segments: Vec<_> = Path::new(source)
        .components()
        .filter(|component| *component != Component::CurDir)
        .map(|component| {
            let segment = component.as_os_str().to_string_lossy();
            utf8_percent_encode(&segment, KEPT).to_string()
        })
        .collect();
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let table = [
            ("task.json", "task.json"),
            ("./in/task.json", "in/task.json"),
            ("in//./task.json", "in/task.json"),
            ("../task.json", "../task.json"),
            ("-", "-"),
            (
                "a b%20:c?#[é].json",
                "a%20b%2520%3Ac%3F%23%5B%C3%A9%5D.json",
            ),
            ("\u{1b}\u{202e}", "%1B%E2%80%AE"),
        ];
        for (path, expected) in table {
            assert_eq!(uri(path), expected, "{path}");
        }
        if cfg!(windows) {
            assert_eq!(uri(r"C:\in\a b.json"), "file:///C:/in/a%20b.json");
            assert_eq!(uri(r"in\a.json"), "in/a.json");
        } else {
            assert_eq!(uri("/in/a b\\.json"), "file:///in/a%20b%5C.json");
            assert_eq!(uri("in\\a.json"), "in%5Ca.json");
        }
    }

    #[test]
    fn messages_hold_no_placeholders_and_no_links() {
        assert_eq!(
            plain("`\\u{1b}{0}[here](https://a.example)`"),
            "`\\u{{1b}}{{0}}[here\\](https://a.example)`"
        );
    }
}
