//! Laws, over generated documents: each test is named after the law that it holds the crate to.

use std::collections::BTreeSet;

use anchorbrowser_schema::strategy::{self, Expected};
use anchorbrowser_schema::{CreateTaskRequest, Outcome, Report, Rule, Validate, Validator};
use arbitrary::{Arbitrary, Unstructured};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;

mod faults;
mod json_text;
mod rules;
pub(crate) mod schema;
mod secrets;
mod server;
mod settings;
mod typed;

/// So many cases, unless the environment's `PROPTEST_CASES` says otherwise.
fn cases(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let cases = asked.and_then(|asked| asked.parse().ok()).unwrap_or(cases);
    ProptestConfig {
        cases,
        failure_persistence: None,
        // What is rejected grows with the cases.
        max_global_rejects: cases.saturating_add(1024),
        ..ProptestConfig::default()
    }
}

fn check<T: Validate>(json: &str) -> Outcome<T> {
    Validator::new().check_json(json)
}

fn check_request(json: &str) -> Report {
    check::<CreateTaskRequest>(json).into_report()
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Any value, right or wrong, drawn from bytes.
fn anything<T: for<'a> Arbitrary<'a> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..400).prop_map(|bytes| T::arbitrary(&mut Unstructured::new(&bytes)).unwrap())
}

/// The JSON text of values of a strategy, oddly written.
fn oddly<T: Serialize>(values: impl Strategy<Value = T>) -> impl Strategy<Value = String> {
    values.prop_flat_map(|value| strategy::json_text(serde_json::to_value(value).unwrap()).unwrap())
}

/// Any JSON value.
fn any_json() -> impl Strategy<Value = serde_json::Value> + Clone {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e6..1e6).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((key(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        any::<String>(),
        Just("type".to_owned()),
        Just("name".to_owned())
    ]
}

/// Rules and their places.
fn told(report: &Report) -> BTreeSet<(Rule, String)> {
    let violations = report.violations().iter();
    violations
        .map(|v| (v.rule(), v.pointer().to_owned()))
        .collect()
}

/// The parent's JSON Pointer, and the last step, unescaped.
fn split(pointer: &str) -> (&str, String) {
    let (parent, step) = pointer.rsplit_once('/').unwrap();
    (parent, step.replace("~1", "/").replace("~0", "~"))
}

fn expected(report: &Report) -> Vec<Expected> {
    Expected::all_of(report)
}
