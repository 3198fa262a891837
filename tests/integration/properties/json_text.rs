//! JSON text: notation that does not matter, and the positions of violations.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, Report, Revision, Rule, Validate, ViolationKind, redact,
};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    any_json, arbitrary_value, cases, check, json_of, rule_set, split_pointer, unusual_json,
};
use crate::support::{check_request, rule_of, start};

/// The pointers and kinds of violations, without their positions.
fn details(report: &Report) -> Vec<(String, ViolationKind)> {
    let violations = report.violations().iter();
    let mut details: Vec<_> = violations
        .map(|v| (v.pointer().to_owned(), v.kind().clone()))
        .collect();
    details.sort_by(|(a, x), (b, y)| (a, x.rule()).cmp(&(b, y.rule())));
    details
}

/// Requests, valid or not, as plain JSON text and in unusual notation.
fn plain_and_unusual_json() -> impl Strategy<Value = (String, String)> {
    let tasks = prop_oneof![
        strategy::create_task_request(Revision::default()),
        arbitrary_value::<CreateTaskRequest>(),
    ];
    tasks.prop_flat_map(|task| (Just(json_of(&task)), unusual_json(Just(task))))
}

/// A document without and with an unknown member in one of its objects, and the pointer of the
/// member.
fn with_unknown_member() -> impl Strategy<Value = (Value, Value, String)> {
    let objects = prop_oneof![
        Just(""),
        Just("/browserConfiguration"),
        Just("/browserConfiguration/recording"),
        Just("/browserConfiguration/proxy"),
        Just("/browserConfiguration/timeout"),
        Just("/browserConfiguration/live_view"),
    ];
    let tasks = prop_oneof![
        strategy::create_task_request(Revision::default()),
        arbitrary_value::<CreateTaskRequest>(),
    ];
    (tasks, objects, any::<String>(), any_json()).prop_filter_map(
        "the object is missing",
        |(task, object, key, member)| {
            let known = serde_json::to_value(task).unwrap();
            let mut extended = known.clone();
            let key = format!("x{key}");
            let token = redact(&key).replace('~', "~0").replace('/', "~1");
            extended
                .pointer_mut(object)?
                .as_object_mut()?
                .insert(key, member);
            Some((known, extended, format!("{object}/{token}")))
        },
    )
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn whitespace_member_order_and_escapes_do_not_matter((plain, unusual) in plain_and_unusual_json()) {
        let (plain, unusual) = (check::<CreateTaskRequest>(&plain), check::<CreateTaskRequest>(&unusual));
        prop_assert_eq!(details(plain.report()), details(unusual.report()));
        prop_assert_eq!(plain.value(), unusual.value());
    }

    #[test]
    fn an_unknown_member_adds_only_its_own_warning((known, extended, pointer) in with_unknown_member()) {
        let without = check::<CreateTaskRequest>(&known.to_string());
        let with = check::<CreateTaskRequest>(&extended.to_string());
        let mut expected = rule_set(without.report());
        expected.insert((Rule::UnknownProperty, pointer));
        prop_assert_eq!(rule_set(with.report()), expected);
        prop_assert_eq!(without.value().is_some(), with.value().is_some());
        if let Some(task) = with.value() {
            // The member is kept.
            prop_assert_eq!(serde_json::to_value(task).unwrap(), extended);
        }
        prop_assert_eq!(without.report().error_count(), with.report().error_count());
    }

    #[test]
    fn the_notation_of_an_integer_does_not_matter(
        minutes in prop_oneof![any::<i64>(), -3..700_i64],
        zeros in 0..30_usize,
        shift in 0..30_usize,
        upper_case in any::<bool>(),
    ) {
        let e = if upper_case { 'E' } else { 'e' };
        let plain = format!("{{\"max_duration\":{minutes}}}");
        let expected = check::<anchorbrowser_schema::Timeout>(&plain);
        prop_assert!(expected.value().is_some());
        // A leading 0 must not be followed by digits.
        let shift = if minutes == 0 { 0 } else { shift };
        let (zeros, shifted) = ("0".repeat(zeros), "0".repeat(shift));
        for unusual in [
            format!("{minutes}.0{zeros}"),
            format!("{minutes}{e}{zeros}0"),
            format!("{minutes}{e}+0"),
            format!("{minutes}.{zeros}0{e}-0"),
            format!("{minutes}{shifted}{e}-{shift}"),
        ] {
            let unusual = check::<anchorbrowser_schema::Timeout>(&format!("{{\"max_duration\":{unusual}}}"));
            prop_assert_eq!(unusual.value(), expected.value());
            prop_assert_eq!(details(unusual.report()), details(expected.report()));
        }
    }
}

/// The JSON value at the span of a violation.
fn value_at_span(json: &str, violation: &anchorbrowser_schema::Violation) -> Value {
    let span = violation.span().unwrap();
    let text = &json[span.start..span.end];
    assert_eq!(text.trim(), text);
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_span_is_that_of_the_value_key_or_object(request in strategy::broken_request(Revision::default())) {
        let json = &request.json;
        let Ok(document) = serde_json::from_str::<Value>(json) else { return Ok(()) };
        for violation in check_request(json).violations() {
            let pointer = violation.pointer();
            match rule_of(violation) {
                Rule::UnknownProperty | Rule::DuplicateKey => {
                    let (_, key) = split_pointer(pointer);
                    let found = value_at_span(json, violation);
                    // A key inside the code is not in the pointer.
                    prop_assert!(found == key || found == "a" && pointer == "/code", "{}", found);
                    let span = violation.span().unwrap();
                    prop_assert!(json[span.end..].trim_start().starts_with(':'));
                    let before = json[..span.start].trim_end();
                    prop_assert!(before.ends_with(['{', ',']), "{}", before);
                }
                Rule::Required => {
                    let (object, key) = split_pointer(pointer);
                    let object = document.pointer(object).unwrap();
                    prop_assert_eq!(&value_at_span(json, violation), object);
                    prop_assert!(object.get(key).is_none());
                }
                _ => {
                    prop_assert_eq!(Some(&value_at_span(json, violation)), document.pointer(pointer));
                    let span = violation.span().unwrap();
                    let before = json[..span.start].trim_end();
                    prop_assert!(before.is_empty() || before.ends_with(':'));
                }
            }
        }
    }

    #[test]
    fn a_report_is_in_the_order_of_the_source(request in strategy::broken_request(Revision::default())) {
        let report = check_request(&request.json);
        let order = |v: &anchorbrowser_schema::Violation| {
            (start(v), v.rule().to_owned(), v.pointer().to_owned())
        };
        prop_assert!(report.violations().is_sorted_by_key(order), "{report}");
    }

    #[test]
    fn lines_end_at_lf_and_columns_count_characters(request in strategy::broken_request(Revision::default())) {
        for violation in check_request(&request.json).violations() {
            let before = &request.json[..start(violation)];
            let line = before.rsplit('\n').next().unwrap();
            let position = violation.position().unwrap();
            prop_assert_eq!(position.line, before.matches('\n').count() + 1);
            prop_assert_eq!(position.column, line.chars().count() + 1);
        }
    }

    #[test]
    fn a_duplicate_key_is_reported_at_its_second_occurrence(copies in 2..5_usize, others in 0..4_usize) {
        let member = |index: usize| format!("\"k\":{index}");
        let before: Vec<String> = (0..others).map(|index| format!("\"o{index}\":0")).collect();
        let repeated = (0..copies).map(member);
        let members: Vec<String> = before.into_iter().chain(repeated).collect();
        let json = format!("{{\"name\":\"t\",\"language\":\"typescript\",\"x\":{{{}}}}}", members.join(","));
        let report = CreateTaskRequest::from_json(&json).unwrap_err();
        let duplicates: Vec<_> = report.violations().iter().filter(|v| v.rule() == Rule::DuplicateKey).collect();
        prop_assert_eq!(duplicates.len(), 1);
        prop_assert_eq!(start(duplicates[0]), json.find("\"k\":1").unwrap());
    }
}
