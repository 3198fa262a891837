//! Property tests over generated documents.

use std::collections::BTreeSet;

use ::arbitrary::{Arbitrary, Unstructured};
use anchorbrowser_schema::{Outcome, Report, Rule, Validate, Validator, strategy};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;

use crate::support::{cases, rule_of};

mod arbitrary;
mod faults;
mod json_text;
mod positions;
mod read_back;
mod rules;
#[cfg(feature = "jsonschema")]
pub(crate) mod schema;
mod secrets;
mod server;
mod settings;
mod typed;
mod unknown_members;

fn check<T: Validate>(json: &str) -> Outcome<T> {
    Validator::new().read_json(json)
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Any value, valid or not, generated from bytes.
fn arbitrary_value<T: for<'a> Arbitrary<'a> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..400).prop_map(|bytes| T::arbitrary(&mut Unstructured::new(&bytes)).unwrap())
}

/// JSON text of the values, with unusual whitespace, escapes and order of members.
fn unusual_json<T: Serialize>(values: impl Strategy<Value = T>) -> impl Strategy<Value = String> {
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
            vec((any_key(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        any::<String>(),
        Just("type".to_owned()),
        Just("name".to_owned())
    ]
}

/// The violated rules and their pointers.
fn rule_set(report: &Report) -> BTreeSet<(Rule, String)> {
    let violations = report.violations().iter();
    violations
        .map(|v| (rule_of(v), v.pointer().to_owned()))
        .collect()
}

/// Splits a JSON Pointer into that of the parent and the last token, unescaped.
fn split_pointer(pointer: &str) -> (&str, String) {
    let (parent, token) = pointer.rsplit_once('/').unwrap();
    (parent, token.replace("~1", "/").replace("~0", "~"))
}
