//! Levels, limits, revisions, pointer prefixes and origins change a report only as documented.

#![no_main]

use std::fmt::Debug;

use anchorbrowser_schema::{
    Level, Object, Origin, Position, Report, Revision, Rule, Severity, Validator, ViolationKind,
};
use anchorbrowser_schema_fuzz::{document_types, with_type_of};
use libfuzzer_sys::fuzz_target;

/// Bytes before the document: document type, revision, limit, and three rules with their levels.
const HEADER: usize = 6;

fuzz_target!(|input: &[u8]| {
    let Some((&[selector, revision, limit, ref levels @ ..], document)) =
        input.split_first_chunk::<HEADER>()
    else {
        return;
    };
    let revision = Revision::all()
        .nth(usize::from(revision) % Revision::all().count())
        .expect("a revision");
    let default = Validator::new()
        .revision(revision)
        .max_violations(usize::MAX)
        .max_pointer_bytes(usize::MAX);
    let mut validator = default.clone();
    for byte in levels {
        let (rule, level) = level(*byte);
        validator = validator.clone().level(rule, level).unwrap_or(validator);
    }
    with_type_of!(document_types::selected(selector), T => {
        check::<T>(&default, &validator, usize::from(limit), document);
    });
});

/// The rule and the level that a byte selects.
fn level(byte: u8) -> (Rule, Level) {
    let rules = Rule::all().count();
    let levels = [Level::Deny, Level::Warn, Level::Allow];
    let rule = Rule::all().nth(usize::from(byte) % rules).expect("a rule");
    (rule, levels[usize::from(byte) / rules % levels.len()])
}

fn check<T: Object + Debug + PartialEq>(
    default: &Validator,
    validator: &Validator,
    limit: usize,
    document: &[u8],
) {
    let complete = default.check_json::<T>(document);
    let report = validator.check_json::<T>(document);
    check_levels(validator, &complete, &report);
    let verdict = validator.is_valid_json::<T>(document);
    assert_eq!(verdict, report.is_valid(), "{report}");
    assert_eq!(validator.read_json::<T>(document).report(), &report);
    let accepted = validator.accept_json::<T>(document);
    assert_eq!(
        accepted.is_ok(),
        complete.is_valid() && report.is_valid(),
        "a lower level proves nothing: {complete}"
    );
    check_limits(validator, &report, limit, |validator| {
        validator.check_json::<T>(document)
    });
    let short = validator.clone().max_input_bytes(limit);
    if document.len() <= limit {
        assert_eq!(short.check_json::<T>(document), report);
    } else {
        let report = short.check_json::<T>(document);
        let found: Vec<_> = report.iter().map(|v| (v.rule(), v.span())).collect();
        assert!(
            matches!(found[..], [("syntax", Some(span))] if span.start == limit && span.end == limit),
            "{found:?}"
        );
    }
    check_places(&report, limit);
}

/// A level changes the severity of its own rule, and nothing else.
fn check_levels(validator: &Validator, complete: &Report, report: &Report) {
    let expected: Vec<_> = complete
        .iter()
        .filter_map(|violation| {
            let rule: Rule = violation.rule().parse().expect("a rule of this version");
            let severity = match validator.level_of(rule) {
                Level::Deny => Severity::Error,
                Level::Warn => Severity::Warning,
                _ => return None,
            };
            Some((severity, details(violation)))
        })
        .collect();
    let found: Vec<_> = report.iter().map(|v| (v.severity(), details(v))).collect();
    assert_eq!(found, expected);
    assert_eq!(report.error_count(), report.errors().count());
    assert_eq!(report.warning_count(), report.warnings().count());
}

/// Everything about a violation except its severity.
fn details(
    violation: &anchorbrowser_schema::Violation,
) -> (ViolationKind, String, impl PartialEq + Debug + use<>) {
    (
        violation.kind().clone(),
        violation.pointer().to_owned(),
        (violation.span(), violation.position(), violation.end()),
    )
}

/// A limited report is the beginning of the complete one, with the same counts.
fn check_limits(
    validator: &Validator,
    complete: &Report,
    limit: usize,
    check: impl Fn(&Validator) -> Report,
) {
    let mut left = limit;
    let fits = |violation: &&anchorbrowser_schema::Violation| {
        let rest = left.checked_sub(violation.pointer().len());
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    let by_count = complete.iter().take(limit).count();
    let by_bytes = complete.iter().take_while(fits).count();
    let limited = [
        (validator.clone().max_violations(limit), by_count),
        (validator.clone().max_pointer_bytes(limit), by_bytes),
    ];
    for (validator, listed) in limited {
        let report = check(&validator);
        assert_eq!(report.violations(), &complete.violations()[..listed]);
        assert_eq!(report.omitted(), complete.violations().len() - listed);
        assert_eq!(report.error_count(), complete.error_count());
        assert_eq!(report.warning_count(), complete.warning_count());
    }
}

/// A prefix is prepended to every pointer, and an origin moves every position.
fn check_places(report: &Report, offset: usize) {
    let moved = report
        .clone()
        .with_pointer_prefix("/jobs/0")
        .expect("a JSON Pointer")
        .with_origin(Origin::new(offset, Position::new(3, 5)));
    assert_eq!(moved.violations().len(), report.violations().len());
    for (moved, violation) in moved.iter().zip(report) {
        assert_eq!(moved.pointer(), format!("/jobs/0{}", violation.pointer()));
        let (span, expected) = (moved.span(), violation.span());
        assert_eq!(
            span.map(|span| (span.start, span.end)),
            expected.map(|span| (span.start + offset, span.end + offset))
        );
        let place = |position: Option<Position>| position.map(|p| (p.line, p.column));
        let expected = place(violation.position()).map(|(line, column)| {
            let column = if line == 1 { column + 4 } else { column };
            (line + 2, column)
        });
        assert_eq!(place(moved.position()), expected);
    }
}
