//! Bytes to report, for every root: what a report says holds of the text.

#![no_main]

use std::collections::BTreeSet;

use anchorbrowser_schema::{Report, Root, Rule, Severity, Validator, Violation};
use anchorbrowser_schema_fuzz::shape::Told;
use anchorbrowser_schema_fuzz::tree::Node;
use anchorbrowser_schema_fuzz::{number, roots, shape, syntax, with_type_of};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((&selector, text)) = input.split_first() else {
        return;
    };
    let root = roots::selected(selector);
    let validator = Validator::new();
    let report = root.check_json(&validator, text);
    assert_eq!(
        report,
        root.check_json(&validator, text),
        "the same text, the same report"
    );
    assert_eq!(
        report.is_valid(),
        with_type_of!(root, T => validator.is_valid_json::<T>(text)),
        "the short way to the verdict"
    );
    counts_add_up(&report);
    violations_are_in_order(&report);
    places_stand_in_the_text(&report, text);
    short_reports_are_beginnings(root, &report, text);
    if syntax::is_json(text) {
        let json = str::from_utf8(text).expect("JSON is UTF-8");
        every_pointer_leads_to_its_span(&report, json);
        if number::are_exact(text) {
            shape_is_told(root, &report, json);
            schema_agrees(root, json);
        }
    } else {
        syntax_stands_alone(&report, text);
    }
});

fn counts_add_up(report: &Report) {
    let count = |severity| {
        let has_it = |violation: &&Violation| violation.severity() == severity;
        report.violations().iter().filter(has_it).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    assert!(errors <= report.errors() && warnings <= report.warnings());
    assert_eq!(
        errors + warnings + report.omitted(),
        report.errors() + report.warnings()
    );
    assert_eq!(report.is_valid(), report.errors() == 0);
    assert_eq!(report.is_empty(), report.errors() + report.warnings() == 0);
    for violation in report.violations() {
        assert_eq!(violation.severity(), violation.rule().default_severity());
    }
}

/// By the span's start, then rule, then pointer; nothing is told twice.
fn violations_are_in_order(report: &Report) {
    let key = |violation: &Violation| {
        let start = violation.span().expect("text has spans").start;
        (
            start,
            violation.rule().name(),
            violation.pointer().to_owned(),
        )
    };
    assert!(
        report.violations().is_sorted_by(|a, b| key(a) < key(b)),
        "order"
    );
    let told: BTreeSet<_> = report
        .violations()
        .iter()
        .map(|v| (v.rule(), v.pointer()))
        .collect();
    assert_eq!(told.len(), report.violations().len(), "each once");
}

fn places_stand_in_the_text(report: &Report, text: &[u8]) {
    let well_formed = match str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&text[..error.valid_up_to()]).expect("well-formed"),
    };
    for violation in report.violations() {
        let span = violation.span().expect("text has spans");
        assert!(well_formed.get(span.start..span.end).is_some(), "{span:?}");
        let before = &well_formed[..span.start];
        let line_start = before.rfind('\n').map_or(0, |line_end| line_end + 1);
        let position = violation.position().expect("text has positions");
        assert_eq!(position.line, 1 + before.matches('\n').count());
        assert_eq!(position.column, 1 + before[line_start..].chars().count());
    }
}

/// Bounds cut what is listed, and nothing else.
fn short_reports_are_beginnings(root: Root, report: &Report, text: &[u8]) {
    for most in 0..3 {
        let short = root.check_json(&Validator::new().max_violations(most), text);
        assert_eq!(
            short.violations(),
            &report.violations()[..most.min(report.violations().len())]
        );
        assert_eq!(
            (short.errors(), short.warnings()),
            (report.errors(), report.warnings())
        );
    }
    let short = root.check_json(&Validator::new().max_pointer_bytes(8), text);
    let mut bytes = 0;
    let fitting = report.violations().iter().take_while(|violation| {
        bytes += violation.pointer().len();
        bytes <= 8
    });
    assert_eq!(short.violations(), &report.violations()[..fitting.count()]);
    assert_eq!(
        (short.errors(), short.warnings()),
        (report.errors(), report.warnings())
    );
}

fn syntax_stands_alone(report: &Report, text: &[u8]) {
    let [violation] = report.violations() else {
        panic!("`syntax` alone: {report}");
    };
    assert_eq!((violation.rule(), violation.pointer()), (Rule::Syntax, ""));
    assert_eq!((report.errors(), report.warnings()), (1, 0));
    let span = violation.span().expect("text has spans");
    assert_eq!(span.start, span.end);
    syntax::assert_stops_at(text, span.start);
}

/// A value rule's span is the value that the pointer leads to, the last one of a repeated member;
/// that of a rule about a key is the key; that of a missing member is the object.
fn every_pointer_leads_to_its_span(report: &Report, json: &str) {
    let tree = Node::read(json);
    let (places, repeated) = (tree.places(), tree.repeated_keys());
    let tamed = number::tamed(json.as_bytes());
    let value: Value = serde_json::from_slice(&tamed).expect("JSON");
    for violation in report.violations() {
        let span = violation.span().expect("text has spans");
        let (pointer, span) = (violation.pointer(), Some(span.start..span.end));
        let expected = match violation.rule() {
            Rule::Syntax => panic!("`syntax` in a text that is JSON"),
            Rule::DuplicateKey => repeated.get(pointer).cloned(),
            Rule::Required => {
                assert_eq!(value.pointer(pointer), None, "{pointer} is there");
                let (object, _) = pointer.rsplit_once('/').expect("a member");
                places.get(object).map(|place| place.value.clone())
            }
            Rule::UnknownProperty => {
                assert!(value.pointer(pointer).is_some(), "{pointer} is not there");
                places.get(pointer).and_then(|place| place.key.clone())
            }
            _ => {
                assert!(value.pointer(pointer).is_some(), "{pointer} is not there");
                places.get(pointer).map(|place| place.value.clone())
            }
        };
        assert_eq!(span, expected, "{violation}");
    }
}

/// Repeated, missing and unknown members and wrong types are told, and no others.
fn shape_is_told(root: Root, report: &Report, json: &str) {
    if report.omitted() > 0 {
        return;
    }
    let told = report.violations().iter().map(|violation| {
        let span = violation.span().expect("text has spans");
        let (rule, pointer) = (violation.rule().name(), violation.pointer());
        (rule, pointer.to_owned(), span.start, span.end)
    });
    let told: BTreeSet<Told> = told
        .filter(|(rule, ..)| shape::RULES.contains(rule))
        .collect();
    assert_eq!(told, shape::violations(root, json));
}

/// The embedded schema has the same verdict, but for the rules that no schema can state.
fn schema_agrees(root: Root, json: &str) {
    let validator = Validator::new()
        .allow(Rule::DuplicateKey)
        .and_then(|validator| validator.allow(Rule::InvalidUrl))
        .expect("neither is fixed");
    let value: Value = serde_json::from_str(json).expect("JSON");
    let valid = with_type_of!(root, T => validator.is_valid_json::<T>(json));
    assert_eq!(
        valid,
        root.compiled_schema().is_valid(&value),
        "{}",
        root.check_json(&validator, json)
    );
}
