//! Reports about arbitrary input, for every document type, are correct and consistent.

#![no_main]

use std::collections::BTreeSet;

use anchorbrowser_schema::{DocumentType, Report, Revision, Rule, Severity, Validator, Violation};
use anchorbrowser_schema_fuzz::shape::ShapeViolation;
use anchorbrowser_schema_fuzz::tree::Node;
use anchorbrowser_schema_fuzz::{document_types, number, shape, syntax, with_type_of};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((&selector, document)) = input.split_first() else {
        return;
    };
    let document_type = document_types::selected(selector);
    let validator = Validator::new();
    let report = validator.check_json_as(document_type, document);
    assert_eq!(
        report,
        validator.check_json_as(document_type, document),
        "the report is deterministic"
    );
    assert_eq!(
        report.is_valid(),
        with_type_of!(document_type, T => validator.is_valid_json::<T>(document)),
        "`is_valid_json` agrees with the report"
    );
    check_counts(&report);
    check_order(&report);
    check_spans_and_positions(&report, document);
    check_limits(document_type, &report, document);
    if syntax::is_json(document) {
        let json = str::from_utf8(document).expect("JSON is UTF-8");
        check_pointers(&report, json);
        if number::are_exact(document) {
            compare_with_shape(document_type, &report, json);
            compare_with_schema(document_type, json);
        }
    } else {
        check_syntax(&report, document);
    }
});

/// The violated rule.
fn rule(violation: &Violation) -> Rule {
    violation.kind().rule().expect("a known rule")
}

fn check_counts(report: &Report) {
    let count = |severity| {
        let has_it = |violation: &&Violation| violation.severity() == severity;
        report.violations().iter().filter(has_it).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    assert!(errors <= report.error_count() && warnings <= report.warning_count());
    assert_eq!(
        errors + warnings + report.omitted(),
        report.error_count() + report.warning_count()
    );
    assert_eq!(report.is_valid(), report.error_count() == 0);
    assert_eq!(
        report.is_empty(),
        report.error_count() + report.warning_count() == 0
    );
    for violation in report.violations() {
        assert_eq!(violation.severity(), rule(violation).default_severity());
    }
}

/// Violations are sorted by the start of the span, then rule, then pointer, and are unique.
fn check_order(report: &Report) {
    fn key(violation: &Violation) -> (usize, &str, &str) {
        let start = violation.span().expect("a span").start;
        (start, violation.rule(), violation.pointer())
    }
    assert!(
        report.violations().is_sorted_by(|a, b| key(a) < key(b)),
        "the violations are sorted"
    );
    // Keys that may hold secrets are masked, so that two of them can look the same.
    let shown = report.iter().filter(|v| !v.pointer().contains('…'));
    let mut unique = BTreeSet::new();
    for violation in shown {
        let is_new = unique.insert((violation.rule(), violation.pointer()));
        assert!(is_new, "the violations are unique");
    }
}

fn check_spans_and_positions(report: &Report, document: &[u8]) {
    let well_formed = match str::from_utf8(document) {
        Ok(document) => document,
        Err(error) => str::from_utf8(&document[..error.valid_up_to()]).expect("well-formed"),
    };
    for violation in report.violations() {
        let span = violation.span().expect("a span");
        assert!(well_formed.get(span.start..span.end).is_some(), "{span:?}");
        let mut before = &well_formed[..span.start];
        // The end of the input is before its trailing line breaks.
        while span.start == document.len()
            && let Some(line) = before.strip_suffix('\n')
        {
            before = line.strip_suffix('\r').unwrap_or(line);
        }
        let line_start = before.rfind('\n').map_or(0, |line_end| line_end + 1);
        let position = violation.position().expect("a position");
        assert_eq!(position.line, 1 + before.matches('\n').count());
        assert_eq!(position.column, 1 + before[line_start..].chars().count());
    }
}

/// Limits shorten the list of violations, but do not change the counts.
fn check_limits(document_type: DocumentType, report: &Report, document: &[u8]) {
    for limit in 0..3 {
        let limited = Validator::new()
            .max_violations(limit)
            .check_json_as(document_type, document);
        assert_eq!(
            limited.violations(),
            &report.violations()[..limit.min(report.violations().len())]
        );
        assert_eq!(
            (limited.error_count(), limited.warning_count()),
            (report.error_count(), report.warning_count())
        );
    }
    let limited = Validator::new()
        .max_pointer_bytes(8)
        .check_json_as(document_type, document);
    let mut bytes = 0;
    let fitting = report.violations().iter().take_while(|violation| {
        bytes += violation.pointer().len();
        bytes <= 8
    });
    assert_eq!(
        limited.violations(),
        &report.violations()[..fitting.count()]
    );
    assert_eq!(
        (limited.error_count(), limited.warning_count()),
        (report.error_count(), report.warning_count())
    );
}

fn check_syntax(report: &Report, document: &[u8]) {
    let [violation] = report.violations() else {
        panic!("`syntax` is reported alone: {report}");
    };
    assert_eq!((rule(violation), violation.pointer()), (Rule::Syntax, ""));
    assert_eq!((report.error_count(), report.warning_count()), (1, 0));
    let span = violation.span().expect("a span");
    assert_eq!(span.start, span.end);
    syntax::assert_error_at(document, span.start);
}

/// The span is the value that the pointer resolves to (the last one if the key is repeated), the key
/// for rules about keys, or the enclosing object for a missing member.
fn check_pointers(report: &Report, json: &str) {
    let tree = Node::parse(json);
    let (spans, repeated) = (tree.spans(), tree.repeated_keys(&shape::SECRET));
    let zeroed = number::zero_numbers(json.as_bytes());
    let value: Value = serde_json::from_slice(&zeroed).expect("valid JSON");
    for violation in report.violations() {
        let span = violation.span().expect("a span");
        let (pointer, span) = (violation.pointer(), Some(span.start..span.end));
        if has_redacted_key(violation) {
            continue;
        }
        let expected = match rule(violation) {
            Rule::Syntax => panic!("`syntax` in valid JSON"),
            Rule::DuplicateKey => repeated.get(pointer).cloned(),
            Rule::Required => {
                assert_eq!(value.pointer(pointer), None, "{pointer} is present");
                let (object, _) = pointer.rsplit_once('/').expect("a member");
                spans.get(object).map(|spans| spans.value.clone())
            }
            Rule::UnknownProperty => {
                assert!(value.pointer(pointer).is_some(), "{pointer} is missing");
                spans.get(pointer).and_then(|spans| spans.key.clone())
            }
            _ => {
                assert!(value.pointer(pointer).is_some(), "{pointer} is missing");
                spans.get(pointer).map(|spans| spans.value.clone())
            }
        };
        assert_eq!(span, expected, "{violation}");
    }
}

/// Whether the pointer does not resolve because user info of a URL is masked in a key.
fn has_redacted_key(violation: &Violation) -> bool {
    violation.pointer().contains('…')
}

/// The reported repeated, missing and unknown members and wrong types are the expected ones.
fn compare_with_shape(document_type: DocumentType, report: &Report, json: &str) {
    if report.omitted() > 0 || report.violations().iter().any(has_redacted_key) {
        return;
    }
    let violations = report.violations().iter().map(|violation| {
        let span = violation.span().expect("a span");
        let (rule, pointer) = (rule(violation).name(), violation.pointer());
        (rule, pointer.to_owned(), span.start, span.end)
    });
    let violations: BTreeSet<ShapeViolation> = violations
        .filter(|(rule, ..)| shape::RULES.contains(rule))
        .collect();
    assert_eq!(violations, shape::violations(document_type, json));
}

/// The embedded schema has the same result, except for the rules that a schema cannot express.
fn compare_with_schema(document_type: DocumentType, json: &str) {
    let validator = Validator::new()
        .allow(Rule::DuplicateKey)
        .and_then(|validator| validator.allow(Rule::InvalidUrl))
        .expect("the levels of these rules can be lowered");
    let value: Value = serde_json::from_str(json).expect("valid JSON");
    let valid = with_type_of!(document_type, T => validator.is_valid_json::<T>(json));
    assert_eq!(
        valid,
        document_type
            .schema_accepts(Revision::default(), &value)
            .is_ok(),
        "{}",
        validator.check_json_as(document_type, json)
    );
}
