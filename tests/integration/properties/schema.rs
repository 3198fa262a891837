//! The embedded schemas, judged by an independent validator, against the rules.
//!
//! Neither can say all that the other does. A schema sees no `syntax`, no `duplicate-key` and no
//! `invalid-url`; its judge reads numbers into doubles. It tells a missing member, and a city
//! without its region, at the object that lacks the member.

use std::collections::BTreeSet;

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, Report, Root, Rule,
    SessionConfig, Severity, TaskResponse, Validator,
};
use arbitrary::Arbitrary;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde_json::Value;

use super::{any_json, anything, cases, split};

const BEYOND_SCHEMA: [Rule; 3] = [Rule::Syntax, Rule::DuplicateKey, Rule::InvalidUrl];

/// The places where the rules find errors that a schema can see.
fn by_rules(report: &Report, document: &Value) -> BTreeSet<String> {
    let violations = report.violations().iter();
    violations
        .filter(|v| v.severity() == Severity::Error && !BEYOND_SCHEMA.contains(&v.rule()))
        .filter(|v| v.rule() != Rule::IntegerRange || !is_rounded(document.pointer(v.pointer())))
        .map(|v| match v.rule() {
            Rule::Required | Rule::CityRequiresRegion => split(v.pointer()).0.to_owned(),
            _ => v.pointer().to_owned(),
        })
        .collect()
}

/// Whether a double made an integer of 64 bits of it.
fn is_rounded(number: Option<&Value>) -> bool {
    number.is_some_and(|number| {
        number.is_f64() && number.as_f64() == Some(-9_223_372_036_854_775_808.0)
    })
}

pub(crate) fn by_schema(root: Root, document: &Value) -> BTreeSet<String> {
    let errors = root.compiled_schema().iter_errors(document);
    errors
        .map(|error| error.instance_path().to_string())
        .collect()
}

fn agree(root: Root, json: &str) -> Result<(), TestCaseError> {
    // Only `1e400` is JSON, yet no double.
    let Ok(document) = serde_json::from_str::<Value>(json) else {
        return Ok(());
    };
    let report = root.check_json(&Validator::new(), json);
    let (rules, schema) = (by_rules(&report, &document), by_schema(root, &document));
    prop_assert_eq!(rules, schema, "{}\n{}", json, report);
    Ok(())
}

fn any_of_them_agree<T>(root: Root)
where
    T: for<'a> Arbitrary<'a> + Serialize + std::fmt::Debug,
{
    proptest!(cases(400), |(value in anything::<T>())| agree(root, &super::json_of(&value))?);
}

#[test]
fn broken_requests_are_refused_at_the_same_places() {
    proptest!(cases(2500), |(broken in strategy::broken_request())| {
        // A double takes `1e-400` for 0, and the integers that it rounds for others.
        if !["1e-400", "1.00000000000000000000001"].iter().any(|number| broken.json.contains(number)) {
            agree(Root::CreateTaskRequest, &broken.json)?;
        }
    });
}

#[test]
fn arbitrary_documents_are_refused_at_the_same_places() {
    any_of_them_agree::<CreateTaskRequest>(Root::CreateTaskRequest);
    any_of_them_agree::<SessionConfig>(Root::SessionConfig);
    any_of_them_agree::<ProxyConfig>(Root::ProxyConfig);
    any_of_them_agree::<AnchorProxy>(Root::AnchorProxy);
    any_of_them_agree::<CustomProxy>(Root::CustomProxy);
    any_of_them_agree::<TaskResponse>(Root::TaskResponse);
    any_of_them_agree::<ErrorResponse>(Root::ErrorResponse);
}

#[test]
fn valid_documents_are_accepted_by_both() {
    proptest!(cases(400), |(task in strategy::create_task_request(), response in strategy::task_response())| {
        let task = serde_json::to_value(task).unwrap();
        prop_assert_eq!(by_schema(Root::CreateTaskRequest, &task), BTreeSet::new());
        let response = serde_json::to_value(response).unwrap();
        prop_assert_eq!(by_schema(Root::TaskResponse, &response), BTreeSet::new());
    });
}

/// Every place in a document, deepest last.
fn places(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    for (key, member) in value.as_object().into_iter().flatten() {
        let step = key.replace('~', "~0").replace('/', "~1");
        self::places(member, &format!("{place}/{step}"), places);
    }
}

/// Replaces the value at one place, or takes it away.
fn disturbed(mut document: Value, at: Index, with: Option<Value>) -> Value {
    let mut places = Vec::new();
    self::places(&document, "", &mut places);
    let place = at.get(&places).clone();
    match with {
        Some(value) => *document.pointer_mut(&place).unwrap() = value,
        None if place.is_empty() => {}
        None => {
            let (parent, key) = split(&place);
            document
                .pointer_mut(parent)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(&key);
        }
    }
    document
}

/// Texts that mean something in some member.
const TEXTS: &[&str] = &[
    "",
    "custom",
    "anchor_proxy",
    "anchor_gov",
    "gb",
    "li",
    "US",
    "2025-02-29T00:00:00Z",
    "QQ==",
];

/// Documents of several roots, right but for up to three places.
pub(crate) fn disturbed_documents() -> impl Strategy<Value = (Root, Value)> {
    let value = prop_oneof![
        any_json(),
        select(TEXTS).prop_map(Value::from),
        (-3..70_i64).prop_map(Value::from),
    ];
    let disturbances =
        proptest::collection::vec((any::<Index>(), proptest::option::of(value)), 1..4);
    let tasks = strategy::create_task_request()
        .prop_map(|task| (Root::CreateTaskRequest, serde_json::to_value(task).unwrap()));
    let responses = strategy::task_response()
        .prop_map(|response| (Root::TaskResponse, serde_json::to_value(response).unwrap()));
    let errors = strategy::error_response()
        .prop_map(|error| (Root::ErrorResponse, serde_json::to_value(error).unwrap()));
    let custom = strategy::custom_proxy()
        .prop_map(|proxy| (Root::CustomProxy, serde_json::to_value(proxy).unwrap()));
    let anchor = strategy::anchor_proxy()
        .prop_map(|proxy| (Root::AnchorProxy, serde_json::to_value(proxy).unwrap()));
    let documents = prop_oneof![4 => tasks, 4 => responses, 1 => errors, 1 => custom, 1 => anchor];
    (documents, disturbances).prop_map(|((root, document), disturbances)| {
        let disturb = |document, (at, with)| disturbed(document, at, with);
        (root, disturbances.into_iter().fold(document, disturb))
    })
}

#[test]
fn disturbed_documents_are_refused_at_the_same_places() {
    proptest!(cases(2000), |((root, document) in disturbed_documents())| {
        agree(root, &document.to_string())?;
    });
}
