//! What a server answers, and reads by serde.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, Detail, ProblemDetails, Report, Rule, Severity, Valid, Validator,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{any_json, anything, cases, check_request, json_of, key};

/// A violation without its place in the text.
type Told = (Rule, Severity, String, Detail);

fn told(report: &Report) -> Vec<Told> {
    let violations = report.violations().iter();
    violations
        .map(|v| {
            let pointer = v.pointer().to_owned();
            (v.rule(), v.severity(), pointer, v.detail().clone())
        })
        .collect()
}

fn sorted(mut told: Vec<Told>) -> Vec<Told> {
    told.sort_by_key(|(rule, _, pointer, _)| (*rule, pointer.clone()));
    told
}

/// A JSON Pointer from its form as a URI fragment.
fn from_fragment(fragment: &str) -> String {
    assert!(fluent_uri::UriRef::parse(fragment).is_ok(), "{fragment}");
    let mut bytes = Vec::new();
    let mut rest = fragment.strip_prefix('#').unwrap().bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Numbers among the faults that a double holds only rounded.
const ROUNDED: [&str; 2] = ["1e-400", "1.00000000000000000000001"];

/// Whether `serde_json` reads a text, and loses nothing of it but repeated keys in a `Value`. It
/// refuses `1e400`.
fn is_read_exactly(json: &str) -> bool {
    serde_json::from_str::<Value>(json).is_ok()
        && !ROUNDED.iter().any(|number| json.contains(number))
}

/// Requests, right and wrong ones, and objects with members of all sorts.
fn documents() -> impl Strategy<Value = String> {
    let object = proptest::collection::vec((key(), any_json()), 0..4);
    prop_oneof![
        4 => strategy::broken_request().prop_map(|broken| broken.json),
        1 => anything::<CreateTaskRequest>().prop_map(|task| json_of(&task)),
        1 => object.prop_map(|members| Value::Object(members.into_iter().collect()).to_string()),
        1 => any_json().prop_map(|json| json.to_string()),
    ]
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn problem_details_carry_the_violations_in_their_order(json in documents()) {
        let report = check_request(&json);
        let problem = serde_json::to_value(ProblemDetails::from(report.clone())).unwrap();
        let entries = problem["violations"].as_array().unwrap();
        prop_assert_eq!(entries.len(), report.violations().len());
        prop_assert_eq!(&problem["omitted"], report.omitted());
        for (entry, violation) in entries.iter().zip(report.violations()) {
            let position = violation.position().unwrap();
            let mut entry = entry.clone();
            let pointer = entry["pointer"].take();
            prop_assert_eq!(from_fragment(pointer.as_str().unwrap()), violation.pointer());
            let mut expected = json!({
                "rule": violation.rule(),
                "severity": violation.severity(),
                "pointer": null,
                "line": position.line,
                "column": position.column,
                "detail": violation.message(),
                "params": violation.detail(),
            });
            if let Some(help) = violation.help() {
                expected["help"] = help.into();
            }
            prop_assert_eq!(entry, expected);
        }
    }

    #[test]
    fn a_body_read_by_serde_json_is_judged_as_its_text(json in documents()) {
        prop_assume!(is_read_exactly(&json));
        let of_text = Validator::new().check_json::<CreateTaskRequest>(&json);
        let mut deserializer = serde_json::Deserializer::from_str(&json);
        let read = Validator::new().check_deserializer::<CreateTaskRequest, _>(&mut deserializer).unwrap();
        prop_assert_eq!(told(read.report()), told(of_text.report()), "{}", json);
        prop_assert!(read.report().violations().iter().all(|v| v.span().is_none()));
        prop_assert_eq!(read.value(), of_text.value());

        match (serde_json::from_str::<Valid<CreateTaskRequest>>(&json), of_text.into_valid()) {
            (Ok(read), Ok(expected)) => prop_assert_eq!(read, expected),
            (Err(error), Err(report)) => {
                prop_assert_eq!(error.to_string(), report.to_string());
            }
            (read, expected) => prop_assert!(false, "{:?}, but {:?}", read, expected),
        }
    }

    #[test]
    fn a_value_is_judged_as_its_text_but_for_repeated_keys(json in documents()) {
        prop_assume!(is_read_exactly(&json));
        let value: Value = serde_json::from_str(&json).unwrap();
        let read = Validator::new().check_deserializer::<CreateTaskRequest, _>(&value).unwrap();
        let of_text = Validator::new().check_json::<CreateTaskRequest>(&json);
        let mut expected = sorted(told(of_text.report()));
        expected.retain(|(rule, ..)| *rule != Rule::DuplicateKey);
        // Of an object with repeated keys only the last is kept, which both judge.
        expected.dedup();
        prop_assert_eq!(sorted(told(read.report())), expected, "{}", json);
        prop_assert_eq!(read.value(), of_text.value());
    }
}
