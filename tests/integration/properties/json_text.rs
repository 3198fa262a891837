//! The text of a document: what does not matter, and where things stand.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{CreateTaskRequest, Detail, Report, Rule, Validate};
use proptest::prelude::*;
use serde_json::Value;

use super::{any_json, anything, cases, check, check_request, json_of, oddly, split, told};

/// What is wrong and where in the document, yet not where in the text.
fn details(report: &Report) -> Vec<(String, Detail)> {
    let violations = report.violations().iter();
    let mut details: Vec<_> = violations
        .map(|v| (v.pointer().to_owned(), v.detail().clone()))
        .collect();
    details.sort_by(|(a, x), (b, y)| (a, x.rule()).cmp(&(b, y.rule())));
    details
}

/// Requests, valid ones and all sorts of others, in plain JSON text and in an odd one.
fn written_twice() -> impl Strategy<Value = (String, String)> {
    let tasks = prop_oneof![
        strategy::create_task_request(),
        anything::<CreateTaskRequest>(),
    ];
    tasks.prop_flat_map(|task| (Just(json_of(&task)), oddly(Just(task))))
}

/// A document with an unknown member somewhere: the text without it, the text with it, its place.
fn with_unknown_member() -> impl Strategy<Value = (Value, Value, String)> {
    let places = prop_oneof![
        Just(""),
        Just("/browserConfiguration"),
        Just("/browserConfiguration/recording"),
        Just("/browserConfiguration/proxy"),
        Just("/browserConfiguration/timeout"),
        Just("/browserConfiguration/live_view"),
    ];
    let tasks = prop_oneof![
        strategy::create_task_request(),
        anything::<CreateTaskRequest>(),
    ];
    (tasks, places, any::<String>(), any_json()).prop_filter_map(
        "there is no such object",
        |(task, place, key, member)| {
            let known = serde_json::to_value(task).unwrap();
            let mut more = known.clone();
            let key = format!("x{key}");
            let step = key.replace('~', "~0").replace('/', "~1");
            more.pointer_mut(place)?
                .as_object_mut()?
                .insert(key, member);
            Some((known, more, format!("{place}/{step}")))
        },
    )
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn spacing_member_order_and_escapes_change_nothing((plain, odd) in written_twice()) {
        let (plain, odd) = (check::<CreateTaskRequest>(&plain), check::<CreateTaskRequest>(&odd));
        prop_assert_eq!(details(plain.report()), details(odd.report()));
        prop_assert_eq!(plain.value(), odd.value());
    }

    #[test]
    fn an_unknown_member_changes_nothing_but_its_own_warning((known, more, place) in with_unknown_member()) {
        let without = check::<CreateTaskRequest>(&known.to_string());
        let with = check::<CreateTaskRequest>(&more.to_string());
        let mut expected = told(without.report());
        expected.insert((Rule::UnknownProperty, place));
        prop_assert_eq!(told(with.report()), expected);
        prop_assert_eq!(without.value(), with.value());
        prop_assert_eq!(without.report().errors(), with.report().errors());
    }

    #[test]
    fn an_integer_may_be_written_in_any_way(
        minutes in prop_oneof![any::<i64>(), -3..700_i64],
        zeros in 0..30_usize,
        shift in 0..30_usize,
        big in any::<bool>(),
    ) {
        let e = if big { 'E' } else { 'e' };
        let plain = format!("{{\"max_duration\":{minutes}}}");
        let expected = check::<anchorbrowser_schema::Timeout>(&plain);
        prop_assert!(expected.value().is_some());
        // Before other digits a 0 may not stand.
        let shift = if minutes == 0 { 0 } else { shift };
        let (zeros, shifted) = ("0".repeat(zeros), "0".repeat(shift));
        for odd in [
            format!("{minutes}.0{zeros}"),
            format!("{minutes}{e}{zeros}0"),
            format!("{minutes}{e}+0"),
            format!("{minutes}.{zeros}0{e}-0"),
            format!("{minutes}{shifted}{e}-{shift}"),
        ] {
            let odd = check::<anchorbrowser_schema::Timeout>(&format!("{{\"max_duration\":{odd}}}"));
            prop_assert_eq!(odd.value(), expected.value());
            prop_assert_eq!(details(odd.report()), details(expected.report()));
        }
    }
}

/// The value that a span cuts out, with nothing around it.
fn cut(json: &str, violation: &anchorbrowser_schema::Violation) -> Value {
    let span = violation.span().unwrap();
    let cut = &json[span.start..span.end];
    assert_eq!(cut.trim(), cut);
    serde_json::from_str(cut).unwrap_or_else(|error| panic!("{error}: {cut}"))
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_span_cuts_out_the_value_key_or_object(broken in strategy::broken_request()) {
        let json = &broken.json;
        let Ok(document) = serde_json::from_str::<Value>(json) else { return Ok(()) };
        for violation in check_request(json).violations() {
            let place = violation.pointer();
            match violation.rule() {
                Rule::UnknownProperty | Rule::DuplicateKey => {
                    let (_, key) = split(place);
                    prop_assert_eq!(cut(json, violation), Value::from(key));
                    let span = violation.span().unwrap();
                    prop_assert!(json[span.end..].trim_start().starts_with(':'));
                    let before = json[..span.start].trim_end();
                    prop_assert!(before.ends_with(['{', ',']), "{}", before);
                }
                Rule::Required => {
                    let (object, key) = split(place);
                    let object = document.pointer(object).unwrap();
                    prop_assert_eq!(&cut(json, violation), object);
                    prop_assert!(object.get(key).is_none());
                }
                _ => {
                    prop_assert_eq!(Some(&cut(json, violation)), document.pointer(place));
                    let span = violation.span().unwrap();
                    let before = json[..span.start].trim_end();
                    prop_assert!(before.is_empty() || before.ends_with(':'));
                }
            }
        }
    }

    #[test]
    fn a_report_on_text_stands_in_the_order_of_the_text(broken in strategy::broken_request()) {
        let report = check_request(&broken.json);
        let order = |v: &anchorbrowser_schema::Violation| {
            (v.span().unwrap().start, v.rule().name(), v.pointer().to_owned())
        };
        prop_assert!(report.violations().is_sorted_by_key(order), "{report}");
    }

    #[test]
    fn lines_end_at_lf_and_columns_count_characters(broken in strategy::broken_request()) {
        for violation in check_request(&broken.json).violations() {
            let before = &broken.json[..violation.span().unwrap().start];
            let line = before.rsplit('\n').next().unwrap();
            let position = violation.position().unwrap();
            prop_assert_eq!(position.line, before.matches('\n').count() + 1);
            prop_assert_eq!(position.column, line.chars().count() + 1);
        }
    }

    #[test]
    fn the_first_repeated_key_is_told(copies in 2..5_usize, others in 0..4_usize) {
        let member = |index: usize| format!("\"k\":{index}");
        let before: Vec<String> = (0..others).map(|index| format!("\"o{index}\":0")).collect();
        let repeated = (0..copies).map(member);
        let members: Vec<String> = before.into_iter().chain(repeated).collect();
        let json = format!("{{\"name\":\"t\",\"language\":\"typescript\",\"x\":{{{}}}}}", members.join(","));
        let report = CreateTaskRequest::from_json(&json).unwrap_err();
        let duplicates: Vec<_> = report.violations().iter().filter(|v| v.rule() == Rule::DuplicateKey).collect();
        prop_assert_eq!(duplicates.len(), 1);
        prop_assert_eq!(duplicates[0].span().unwrap().start, json.find("\"k\":1").unwrap());
    }
}
