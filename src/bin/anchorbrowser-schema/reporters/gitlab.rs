//! GitLab Code Quality reports: a JSON array of issues in the format of Code Climate.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use anchorbrowser_schema::{Position, Severity, Violation};
use fnv::FnvHasher;
use serde_json::{Value, json};

use super::json::write_json;
use super::{Ending, Reporter, message_and_help};
use crate::documents::CheckedDocument;
use crate::escape::escape_invisible;
use crate::failure::Failure;
use crate::rendered::{ItemKind, Rendered};

/// One issue for each violation.
pub(crate) struct GitlabReporter;

impl Reporter for GitlabReporter {
    fn write_header(&self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn write_document(&self, checked: &CheckedDocument<'_>, out: &mut Rendered) {
        let mut repeated = HashMap::new();
        for violation in checked.report.violations() {
            // What is masked in a message can make two of them equal.
            let fingerprint = fingerprint(checked, violation);
            let number: &mut usize = repeated.entry(fingerprint).or_default();
            let issue = issue(checked, violation, &hash(&(fingerprint, *number)));
            *number += 1;
            out.add(ItemKind::Violation, |text| write_json(&issue, text));
        }
        if let omitted @ 1.. = checked.report.omitted() {
            let issue = json!({
                "description": format!("{omitted} more not listed"),
                "check_name": "not-listed",
                "fingerprint": hash(&(checked.source, checked.line, checked.index, omitted)),
                "severity": "info",
                "location": {"path": checked.source, "lines": {"begin": checked.line}},
            });
            out.add(ItemKind::Required, |text| write_json(&issue, text));
        }
    }

    fn write_footer(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        for (number, failure) in ending.failures.iter().enumerate() {
            if number > 0 || ending.has_documents {
                out.extend_from_slice(self.separator());
            }
            write_json(&failed(failure), out);
        }
        out.extend_from_slice(b"]\n");
    }
}

fn issue(checked: &CheckedDocument<'_>, violation: &Violation, fingerprint: &str) -> Value {
    let start = violation.position().unwrap_or(Position::new(1, 1));
    let end = violation.end().unwrap_or(start);
    let position = |at: Position| json!({"line": at.line, "column": at.column});
    json!({
        "description": message_and_help(violation),
        "check_name": violation.rule(),
        "fingerprint": fingerprint,
        "severity": match violation.severity() {
            Severity::Warning => "minor",
            _ => "major",
        },
        "location": {
            "path": checked.source,
            "positions": {"begin": position(start), "end": position(end)},
        },
    })
}

/// Identifies a violation also after lines of its document were added or removed: GitLab shows only
/// the issues whose fingerprints the other branch does not have.
fn fingerprint(checked: &CheckedDocument<'_>, violation: &Violation) -> u64 {
    let document = (checked.source, checked.line, checked.index);
    let violation = (violation.rule(), violation.pointer(), violation.message());
    let mut hasher = FnvHasher::default();
    (document, violation).hash(&mut hasher);
    hasher.finish()
}

fn hash(value: &impl Hash) -> String {
    let mut hasher = FnvHasher::default();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The issue of an input that could not be checked.
fn failed(failure: &Failure) -> Value {
    json!({
        "description": escape_invisible(&failure.to_string()),
        "check_name": failure.title().replace(' ', "-"),
        "fingerprint": hash(&(&failure.source, &failure.reason, failure.line)),
        "severity": "blocker",
        "location": {
            "path": &*failure.source,
            "lines": {"begin": failure.line.unwrap_or(1)},
        },
    })
}
