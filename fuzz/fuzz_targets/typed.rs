//! Typed values violate the same rules as their JSON.

#![no_main]

use std::collections::BTreeSet;
use std::fmt::Debug;

use anchorbrowser_schema::{
    AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, Password,
    ProxyConfig, Recording, Report, Rule, SessionConfig, Task, TaskResponse, Timeout, Validate,
    Validator,
};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde_json::Value;

/// A value of any type.
#[derive(Arbitrary, Debug)]
enum Document {
    CreateTaskRequest(CreateTaskRequest),
    SessionConfig(SessionConfig),
    Recording(Recording),
    Timeout(Timeout),
    LiveView(LiveView),
    ProxyConfig(ProxyConfig),
    AnchorProxy(AnchorProxy),
    CustomProxy(CustomProxy),
    Task(Task),
    TaskResponse(TaskResponse),
    ErrorResponse(ErrorResponse),
    ApiError(ApiError),
}

fuzz_target!(|document: Document| {
    match document {
        Document::CreateTaskRequest(value) => check(&value),
        Document::SessionConfig(value) => check(&value),
        Document::Recording(value) => check(&value),
        Document::Timeout(value) => check(&value),
        Document::LiveView(value) => check(&value),
        Document::ProxyConfig(value) => check(&value),
        Document::AnchorProxy(value) => compare_with_json(&value),
        Document::CustomProxy(value) => {
            check(&value);
            check_secrets(&value);
        }
        Document::Task(value) => check(&value),
        Document::TaskResponse(value) => check(&value),
        Document::ErrorResponse(value) => check(&value),
        Document::ApiError(value) => check(&value),
    }
});

/// Compares a value with its JSON, except for an Anchor proxy whose type is `custom` where both kinds
/// of proxy are allowed: from JSON, it is read as a custom proxy.
fn check<T: Validate + Serialize + PartialEq + Debug>(value: &T) {
    if !contains_ambiguous_proxy(&serde_json::to_value(value).expect("the value can be serialized"))
    {
        compare_with_json(value);
    }
}

fn contains_ambiguous_proxy(json: &Value) -> bool {
    let Value::Object(members) = json else {
        return false;
    };
    let is_custom = members.get("type").is_some_and(|text| text == "custom");
    is_custom && !members.contains_key("server") || members.values().any(contains_ambiguous_proxy)
}

fn compare_with_json<T: Validate + Serialize + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("the value can be serialized");
    let outcome = Validator::new().read_json::<T>(&json);
    let report = value.check();
    assert_eq!(violations(&report), violations(outcome.report()), "{json}");
    // `null` has the wrong type in the default revision, so that there is no value.
    let is_fixed = |rule: Option<Rule>| rule.is_some_and(Rule::is_fixed);
    let has_value = !report
        .iter()
        .any(|violation| is_fixed(violation.kind().rule()));
    assert_eq!(
        outcome.value(),
        has_value.then_some(value),
        "writing and reading again"
    );

    assert_eq!(report, value.check(), "the report is deterministic");
    assert_eq!(report.is_valid(), Validator::new().is_valid(value));
    assert_eq!(
        report.is_valid(),
        Validator::new().is_valid_json::<T>(&json)
    );
    assert_eq!(report.is_valid(), value.validate().is_ok());
    assert_eq!(report.is_valid(), T::from_json(&json).is_ok());
    for violation in report.violations() {
        assert_eq!((violation.span(), violation.position()), (None, None));
    }
}

fn violations(report: &Report) -> BTreeSet<(&str, &'static str, &str, String)> {
    report
        .violations()
        .iter()
        .map(|violation| {
            let params =
                serde_json::to_string(violation.kind()).expect("parameters can be serialized");
            (
                violation.rule(),
                violation.severity().name(),
                violation.pointer(),
                params,
            )
        })
        .collect()
}

/// The user name and password do not affect the report and the `Debug` output.
fn check_secrets(proxy: &CustomProxy) {
    let mut other = proxy.clone();
    other.username = "x".repeat(proxy.username.len());
    other.password = Password::from(format!("{}x", proxy.password.expose()));
    assert_eq!(proxy.check(), other.check());
    assert_eq!(format!("{proxy:?}"), format!("{other:?}"));
}
