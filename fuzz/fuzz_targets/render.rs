//! Rendered reports contain no terminal control sequences and no invisible characters.

#![no_main]

// Part of the command, which is not a library: included by path.
#[allow(dead_code, reason = "the command uses the rest")]
#[path = "../../src/bin/anchorbrowser-schema/escape.rs"]
mod escape;

use anchorbrowser_schema::{Report, Validator};
use anchorbrowser_schema_fuzz::document_types;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde_json::Value;

use crate::escape::{EscapedJson, escape_invisible};

fuzz_target!(|input: &[u8]| {
    let Some((&selector, document)) = input.split_first() else {
        return;
    };
    let report = Validator::new().check_json_as(document_types::selected(selector), document);
    check_text(&report);
    check_json(&report);
    check_path(&String::from_utf8_lossy(document));
});

/// Whether `char::escape_debug` escapes a character other than a quote or a backslash.
fn is_invisible(c: char) -> bool {
    !"\"'\\".contains(c) && c.escape_debug().count() > 1
}

/// The maximum length of a message: two quotations of 64 characters, each escaped as at most ten
/// characters, and the words around them.
const MAX_LENGTH: usize = 2 * 64 * 10 + 300;

#[track_caller]
fn assert_visible(text: &str) {
    assert!(!text.contains(is_invisible), "{text:?}");
    assert!(text.chars().count() <= MAX_LENGTH, "{text}");
}

fn check_text(report: &Report) {
    for violation in report.violations() {
        let message = violation.message();
        assert_visible(&message);
        assert_visible(&violation.help().unwrap_or_default());
        let (severity, rule) = (violation.severity().name(), violation.rule());
        assert_eq!(
            violation.to_string(),
            format!("{severity}[{rule}]: {message}")
        );
    }
    let text = report.to_string();
    let omitted = usize::from(report.omitted() > 0);
    assert_eq!(
        text.split('\n').count(),
        1 + report.violations().len() + omitted
    );
    text.split('\n').for_each(assert_visible);
}

fn check_json(report: &Report) {
    let plain = serde_json::to_string(report).expect("the report can be serialized");
    let value: Value = serde_json::from_str(&plain).expect("valid JSON");
    assert_eq!(
        value,
        serde_json::to_value(report).expect("the report can be serialized")
    );
    assert_eq!(
        value["violations"].as_array().map(Vec::len),
        Some(report.violations().len())
    );
    let again: Report = serde_json::from_str(&plain).expect("the report can be read back");
    assert_eq!(
        serde_json::to_string(&again).expect("the report can be serialized"),
        plain
    );

    let visible = visible_json(report);
    assert!(!visible.contains(is_invisible), "{visible:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&visible).expect("valid JSON"),
        value
    );
}

fn visible_json(report: &Report) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, EscapedJson);
    report
        .serialize(&mut serializer)
        .expect("the report can be serialized");
    String::from_utf8(json).expect("JSON is UTF-8")
}

fn check_path(path: &str) {
    let visible = escape_invisible(path);
    assert!(!visible.contains(is_invisible), "{visible:?}");
    if !path.contains(is_invisible) {
        assert_eq!(visible, path);
    }
}
