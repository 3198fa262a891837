//! What is shown of a report: nothing that a terminal acts on, and nothing that nobody sees.

#![no_main]

// The command's own writers; it is no library, so they are taken in by their paths.
#[path = "../../src/bin/anchorbrowser-schema/visible.rs"]
mod visible;

use anchorbrowser_schema::{Report, Validator};
use anchorbrowser_schema_fuzz::roots;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde_json::Value;

use crate::visible::{VisibleJson, visible};

fuzz_target!(|input: &[u8]| {
    let Some((&selector, text)) = input.split_first() else {
        return;
    };
    let report = roots::selected(selector).check_json(&Validator::new(), text);
    people_see_all_of_it(&report);
    programs_read_all_of_it(&report);
    paths_are_made_visible(&String::from_utf8_lossy(text));
});

/// Whether `char::escape_debug` escapes a character, other than a quote or the backslash.
fn is_invisible(c: char) -> bool {
    !"\"'\\".contains(c) && c.escape_debug().count() > 1
}

/// The most characters of a message: two quotations of 64 characters, each of them at worst an
/// escape of ten, and the words around them.
const LONGEST: usize = 2 * 64 * 10 + 300;

#[track_caller]
fn assert_visible(text: &str) {
    assert!(!text.contains(is_invisible), "{text:?}");
    assert!(text.chars().count() <= LONGEST, "{text}");
}

fn people_see_all_of_it(report: &Report) {
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
    let shown = report.to_string();
    let omitted = usize::from(report.omitted() > 0);
    assert_eq!(
        shown.split('\n').count(),
        1 + report.violations().len() + omitted
    );
    shown.split('\n').for_each(assert_visible);
}

fn programs_read_all_of_it(report: &Report) {
    let plain = serde_json::to_string(report).expect("a report serialises");
    let value: Value = serde_json::from_str(&plain).expect("it is JSON");
    assert_eq!(
        value,
        serde_json::to_value(report).expect("a report serialises")
    );
    assert_eq!(
        value["violations"].as_array().map(Vec::len),
        Some(report.violations().len())
    );

    let visible = visible_json(report);
    assert!(!visible.contains(is_invisible), "{visible:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&visible).expect("it is JSON"),
        value
    );
}

fn visible_json(report: &Report) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, VisibleJson);
    report
        .serialize(&mut serializer)
        .expect("a report serialises");
    String::from_utf8(json).expect("JSON is UTF-8")
}

fn paths_are_made_visible(path: &str) {
    let shown = visible(path);
    assert!(!shown.contains(is_invisible), "{shown:?}");
    if !path.contains(is_invisible) {
        assert_eq!(shown, path);
    }
}
