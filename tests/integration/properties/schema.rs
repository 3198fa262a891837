//! The embedded schemas, evaluated by an independent validator, agree with the rules.
//!
//! The comparison allows for what schemas cannot express. They do not cover `syntax`, `duplicate-key`
//! and `invalid-url`, and the validator reads numbers as doubles. A missing member, and a city
//! without a region, is an error of the object that lacks the member.

use std::collections::BTreeSet;

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, DocumentType, ErrorResponse, ProxyConfig, Report,
    Revision, Rule, SessionConfig, Severity, TaskResponse, Validator,
};
use arbitrary::Arbitrary;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde_json::Value;

use super::{any_json, arbitrary_value, cases, split_pointer};
use crate::support::rule_of;

const BEYOND_SCHEMA: [Rule; 3] = [Rule::Syntax, Rule::DuplicateKey, Rule::InvalidUrl];

/// The pointers of errors by the rules that a schema covers.
fn pointers_by_rules(report: &Report, document: &Value) -> BTreeSet<String> {
    let violations = report.violations().iter();
    violations
        .filter(|v| v.severity() == Severity::Error && !BEYOND_SCHEMA.contains(&rule_of(v)))
        .filter(|v| v.rule() != Rule::IntegerRange || !is_rounded(document.pointer(v.pointer())))
        .map(|v| match rule_of(v) {
            Rule::Required | Rule::CityRequiresRegion => split_pointer(v.pointer()).0.to_owned(),
            _ => v.pointer().to_owned(),
        })
        .collect()
}

/// Whether a double rounded the number to the smallest 64-bit integer.
fn is_rounded(number: Option<&Value>) -> bool {
    number.is_some_and(|number| {
        number.is_f64() && number.as_f64() == Some(-9_223_372_036_854_775_808.0)
    })
}

/// The pointers of errors by the embedded schema.
pub(crate) fn pointers_by_schema(
    revision: Revision,
    document_type: DocumentType,
    document: &Value,
) -> BTreeSet<String> {
    let errors = document_type.schema_accepts(revision, document).err();
    let pointers = errors
        .iter()
        .flat_map(anchorbrowser_schema::SchemaErrors::iter);
    pointers.map(|(pointer, _)| pointer.to_owned()).collect()
}

fn rules_and_schema_agree(
    revision: Revision,
    document_type: DocumentType,
    json: &str,
) -> Result<(), TestCaseError> {
    // `serde_json` rejects only `1e400`.
    let Ok(document) = serde_json::from_str::<Value>(json) else {
        return Ok(());
    };
    let report = Validator::new()
        .revision(revision)
        .check_json_as(document_type, json);
    let (rules, schema) = (
        pointers_by_rules(&report, &document),
        pointers_by_schema(revision, document_type, &document),
    );
    prop_assert_eq!(rules, schema, "{}\n{}", json, report);
    Ok(())
}

fn rules_and_schema_agree_on_arbitrary_values<T>(document_type: DocumentType)
where
    T: for<'a> Arbitrary<'a> + Serialize + std::fmt::Debug,
{
    for revision in Revision::all() {
        proptest!(cases(300), |(value in arbitrary_value::<T>())| {
            rules_and_schema_agree(revision, document_type, &super::json_of(&value))?;
        });
    }
}

#[test]
fn rules_and_schema_agree_on_requests_with_faults() {
    for revision in Revision::all() {
        proptest!(cases(1500), |(request in strategy::broken_request(revision))| {
            // As doubles these numbers are 0 and 1.
            if !["1e-400", "1.00000000000000000000001"].iter().any(|number| request.json.contains(number)) {
                rules_and_schema_agree(revision, DocumentType::CreateTaskRequest, &request.json)?;
            }
        });
    }
}

#[test]
fn rules_and_schema_agree_on_arbitrary_documents() {
    rules_and_schema_agree_on_arbitrary_values::<CreateTaskRequest>(
        DocumentType::CreateTaskRequest,
    );
    rules_and_schema_agree_on_arbitrary_values::<SessionConfig>(DocumentType::SessionConfig);
    rules_and_schema_agree_on_arbitrary_values::<ProxyConfig>(DocumentType::ProxyConfig);
    rules_and_schema_agree_on_arbitrary_values::<AnchorProxy>(DocumentType::AnchorProxy);
    rules_and_schema_agree_on_arbitrary_values::<CustomProxy>(DocumentType::CustomProxy);
    rules_and_schema_agree_on_arbitrary_values::<TaskResponse>(DocumentType::TaskResponse);
    rules_and_schema_agree_on_arbitrary_values::<ErrorResponse>(DocumentType::ErrorResponse);
}

#[test]
fn the_schema_accepts_valid_documents() {
    for revision in Revision::all() {
        let (tasks, responses) = (
            strategy::create_task_request(revision),
            strategy::task_response(revision),
        );
        proptest!(cases(300), |(task in tasks, response in responses)| {
            let task = serde_json::to_value(task).unwrap();
            prop_assert_eq!(pointers_by_schema(revision, DocumentType::CreateTaskRequest, &task), BTreeSet::new());
            let response = serde_json::to_value(response).unwrap();
            prop_assert_eq!(pointers_by_schema(revision, DocumentType::TaskResponse, &response), BTreeSet::new());
        });
    }
}

/// Collects the pointers of a value and all members in it.
fn collect_pointers(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    pointers.push(pointer.to_owned());
    for (key, member) in value.as_object().into_iter().flatten() {
        let token = key.replace('~', "~0").replace('/', "~1");
        collect_pointers(member, &format!("{pointer}/{token}"), pointers);
    }
}

/// Replaces or removes the value at one pointer.
fn mutate(mut document: Value, at: Index, replacement: Option<Value>) -> Value {
    let mut pointers = Vec::new();
    collect_pointers(&document, "", &mut pointers);
    let pointer = at.get(&pointers).clone();
    match replacement {
        Some(value) => *document.pointer_mut(&pointer).unwrap() = value,
        None if pointer.is_empty() => {}
        None => {
            let (parent, key) = split_pointer(&pointer);
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

/// Strings with a meaning in some member.
const STRINGS: &[&str] = &[
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

/// Valid documents of several types with up to three mutations.
pub(crate) fn mutated_documents(
    revision: Revision,
) -> impl Strategy<Value = (DocumentType, Value)> {
    let value = prop_oneof![
        any_json(),
        select(STRINGS).prop_map(Value::from),
        (-3..70_i64).prop_map(Value::from),
    ];
    let mutations = proptest::collection::vec((any::<Index>(), proptest::option::of(value)), 1..4);
    let tasks = strategy::create_task_request(revision).prop_map(|task| {
        (
            DocumentType::CreateTaskRequest,
            serde_json::to_value(task).unwrap(),
        )
    });
    let responses = strategy::task_response(revision).prop_map(|response| {
        (
            DocumentType::TaskResponse,
            serde_json::to_value(response).unwrap(),
        )
    });
    let errors = strategy::error_response().prop_map(|error| {
        (
            DocumentType::ErrorResponse,
            serde_json::to_value(error).unwrap(),
        )
    });
    let custom = strategy::custom_proxy(revision).prop_map(|proxy| {
        (
            DocumentType::CustomProxy,
            serde_json::to_value(proxy).unwrap(),
        )
    });
    let anchor = strategy::anchor_proxy(revision).prop_map(|proxy| {
        (
            DocumentType::AnchorProxy,
            serde_json::to_value(proxy).unwrap(),
        )
    });
    let documents = prop_oneof![4 => tasks, 4 => responses, 1 => errors, 1 => custom, 1 => anchor];
    (documents, mutations).prop_map(|((document_type, document), mutations)| {
        let mutate = |document, (at, replacement)| mutate(document, at, replacement);
        (document_type, mutations.into_iter().fold(document, mutate))
    })
}

#[test]
fn rules_and_schema_agree_on_mutated_documents() {
    for revision in Revision::all() {
        proptest!(cases(1500), |((document_type, document) in mutated_documents(revision))| {
            rules_and_schema_agree(revision, document_type, &document.to_string())?;
        });
    }
}
