//! SARIF 2.1.0, for code scanning (OASIS standard with errata 01; section numbers refer to it).

use std::path::{Component, Path};

use anchorbrowser_schema::{Rule, Severity, Violation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use url::Url;

use super::json::write_json;
use super::{Ending, Reporter, message_and_help};
use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::failure::Failure;
use crate::plural::pluralize;
use crate::rendered::{ItemKind, Rendered};

/// One run with all rules and all violations.
///
/// GitHub accepts 25,000 results per run and shows the 5,000 most severe ones.
pub(crate) struct SarifReporter;

impl Reporter for SarifReporter {
    fn write_header(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"version\":\"2.1.0\",\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/\
            errata01/os/schemas/sarif-schema-2.1.0.json\",\"runs\":[{\"tool\":",
        );
        let tool = json!({"driver": {
            "name": "anchorbrowser-schema",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": "https://docs.rs/anchorbrowser-schema",
            "rules": Rule::all().map(rule_descriptor).collect::<Vec<_>>(),
        }});
        write_json(&tool, out);
        out.extend_from_slice(b",\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let uri = uri(checked.source);
        for violation in checked.report.violations() {
            out.add(ItemKind::Violation, |text| {
                write_json(&result(checked, &uri, violation), text);
            });
        }
    }

    /// The totals also cover violations that are not listed.
    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let failures = ending.failures.iter().map(notification);
        let notifications = failures.chain(omitted(
            ending.omitted.beyond_limit + ending.summary.omitted,
        ));
        let invocation = json!({
            "executionSuccessful": ending.failures.is_empty(),
            "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
        });
        out.extend_from_slice(b"],\"invocations\":[");
        write_json(&invocation, out);
        out.extend_from_slice(b"],\"properties\":");
        write_json(ending.summary, out);
        out.extend_from_slice(b"}]}\n");
    }
}

fn rule_descriptor(rule: Rule) -> Value {
    let (summary, source) = (rule.summary(), rule.source());
    let description = format!("Violated when {summary}.");
    let tag = match rule.default_severity() {
        Severity::Error => "correctness",
        _ => "suspicious",
    };
    json!({
        "id": rule.name(),
        "shortDescription": {"text": description},
        "fullDescription": {"text": format!("{description} Source: {source}.")},
        "helpUri": rule.url(),
        "help": {
            "text": format!("{description}\n\nSource: {source}."),
            "markdown": rule.explanation(),
        },
        "defaultConfiguration": {"level": rule.default_severity().name()},
        "properties": {
            "tags": [tag],
            // GitHub sorts by these.
            "precision": "very-high",
            "problem.severity": rule.default_severity().name(),
        },
    })
}

fn result(checked: &CheckedDocument<'_>, uri: &str, violation: &Violation) -> Value {
    let rule = violation.rule();
    json!({
        "ruleId": rule,
        "ruleIndex": Rule::all().position(|known| known == rule),
        "level": violation.severity().name(),
        "message": {"text": escape_message(&message_and_help(violation))},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": region(violation),
            },
            "logicalLocations": [{"fullyQualifiedName": violation.pointer()}],
        }],
        "properties": checked.index.map_or_else(|| json!({}), |index| json!({"index": index})),
    })
}

fn region(violation: &Violation) -> Value {
    // All violations in JSON text have a location.
    let positions = violation.position().zip(violation.end());
    let Some((span, (start, end))) = violation.span().zip(positions) else {
        return json!({});
    };
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.end.saturating_sub(span.start),
    })
}

/// States how many results are not listed, if any.
fn omitted(count: usize) -> Option<Value> {
    let text = || format!("{} not listed", pluralize(count, "more result"));
    (count > 0).then(|| json!({"level": "warning", "message": {"text": text()}}))
}

fn notification(failure: &Failure) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&failure.source)}});
    if let (Some(line), Some(location)) = (failure.line, location.as_object_mut()) {
        location.insert("region".to_owned(), json!({"startLine": line}));
    }
    json!({
        "level": "error",
        "message": {"text": escape_message(&escape_invisible(&failure.to_string()))},
        "locations": [{"physicalLocation": location}],
    })
}

/// Escapes placeholders (3.11.5) and links (3.11.6) in a plain text message, which a key could
/// contain.
fn escape_message(text: &str) -> String {
    text.replace('{', "{{")
        .replace('}', "}}")
        .replace("](", "\\](")
}

/// Characters of a path that are not percent-encoded.
const UNESCAPED: &AsciiSet = &NON_ALPHANUMERIC
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
            utf8_percent_encode(&segment, UNESCAPED).to_string()
        })
        .collect();
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_converted_to_uris() {
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
    fn placeholders_and_links_are_escaped() {
        assert_eq!(
            escape_message("`\\u{1b}{0}[here](https://a.example)`"),
            "`\\u{{1b}}{{0}}[here\\](https://a.example)`"
        );
    }
}
