//! The server side: problem details, and checks through serde.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    CreateTaskRequest, ProblemDetails, Report, Revision, Rule, Severity, Valid, Validator,
    ViolationKind,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{any_json, any_key, arbitrary_value, cases, json_of};
use crate::support::{check_request, rule_of};

/// A violation without its position.
type Details = (Rule, Severity, String, ViolationKind);

fn details(report: &Report) -> Vec<Details> {
    let violations = report.violations().iter();
    violations
        .map(|v| {
            let pointer = v.pointer().to_owned();
            (rule_of(v), v.severity(), pointer, v.kind().clone())
        })
        .collect()
}

fn sorted(mut details: Vec<Details>) -> Vec<Details> {
    details.sort_by_key(|(rule, _, pointer, _)| (*rule, pointer.clone()));
    details
}

/// The JSON Pointer of a URI fragment.
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

/// Numbers of faults that a double rounds, or that `arbitrary_precision` writes in another notation.
const ROUNDED: [&str; 4] = [
    "1e400",
    "1e-400",
    "1.00000000000000000000001",
    "-9223372036854775809",
];

/// Whether `serde_json` reads JSON text exactly, apart from duplicate keys in a `Value`.
fn is_read_exactly(json: &str) -> bool {
    serde_json::from_str::<Value>(json).is_ok()
        && !ROUNDED.iter().any(|number| json.contains(number))
}

/// Requests, valid or not, objects with arbitrary members, and other JSON values.
fn documents() -> impl Strategy<Value = String> {
    let object = proptest::collection::vec((any_key(), any_json()), 0..4);
    prop_oneof![
        4 => strategy::broken_request(Revision::default()).prop_map(|broken| broken.json),
        1 => arbitrary_value::<CreateTaskRequest>().prop_map(|task| json_of(&task)),
        1 => object.prop_map(|members| Value::Object(members.into_iter().collect()).to_string()),
        1 => any_json().prop_map(|json| json.to_string()),
    ]
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn problem_details_list_the_violations_in_order(json in documents()) {
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
                "params": violation.kind(),
            });
            if let Some(help) = violation.help() {
                expected["help"] = help.into();
            }
            prop_assert_eq!(entry, expected);
        }
    }

    #[test]
    fn a_deserializer_of_json_text_has_the_violations_of_the_text(json in documents()) {
        let of_json = Validator::new().read_json::<CreateTaskRequest>(&json);
        let mut deserializer = serde_json::Deserializer::from_str(&json);
        let read = Validator::new().read_deserializer::<CreateTaskRequest, _>(&mut deserializer).unwrap();
        prop_assert_eq!(details(read.report()), details(of_json.report()), "{}", json);
        prop_assert!(read.report().violations().iter().all(|v| v.span().is_none()));
        prop_assert_eq!(read.value(), of_json.value());

        match (serde_json::from_str::<Valid<CreateTaskRequest>>(&json), of_json.into_valid()) {
            (Ok(read), Ok(expected)) => prop_assert_eq!(read, expected),
            (Err(error), Err(report)) => {
                let report = report.to_string();
                let (counts, violations) = report.split_once('\n').unwrap();
                prop_assert_eq!(error.to_string(), format!("{violations}\n{counts}"));
            }
            (read, expected) => prop_assert!(false, "{:?}, expected {:?}", read, expected),
        }
    }

    #[test]
    fn a_value_has_the_violations_of_its_json_except_duplicate_keys(json in documents()) {
        prop_assume!(is_read_exactly(&json));
        let value: Value = serde_json::from_str(&json).unwrap();
        let read = Validator::new().read_deserializer::<CreateTaskRequest, _>(&value).unwrap();
        let of_json = Validator::new().read_json::<CreateTaskRequest>(&json);
        let mut expected = sorted(details(of_json.report()));
        expected.retain(|(rule, ..)| *rule != Rule::DuplicateKey);
        // Only the last value of a duplicate key is kept, and both check that one.
        expected.dedup();
        prop_assert_eq!(sorted(details(read.report())), expected, "{}", json);
        prop_assert_eq!(read.value(), of_json.value());
    }
}
