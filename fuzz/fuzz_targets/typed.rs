//! Typed values against their own JSON: both ways in break the same rules.

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

/// A document of any type.
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
        Document::AnchorProxy(value) => agrees_with_its_json(&value),
        Document::CustomProxy(value) => {
            check(&value);
            secrets_leave_no_trace(&value);
        }
        Document::Task(value) => check(&value),
        Document::TaskResponse(value) => check(&value),
        Document::ErrorResponse(value) => check(&value),
        Document::ApiError(value) => check(&value),
    }
});

/// An Anchor proxy whose type is `custom` reads as a custom proxy from JSON, where either kind may
/// stand; everything else is checked.
fn check<T: Validate + Serialize + PartialEq + Debug>(value: &T) {
    if !holds_disguised_proxy(&serde_json::to_value(value).expect("a value serialises")) {
        agrees_with_its_json(value);
    }
}

fn holds_disguised_proxy(json: &Value) -> bool {
    let Value::Object(members) = json else {
        return false;
    };
    let is_custom = members.get("type").is_some_and(|text| text == "custom");
    is_custom && !members.contains_key("server") || members.values().any(holds_disguised_proxy)
}

fn agrees_with_its_json<T: Validate + Serialize + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("a value serialises");
    let outcome = Validator::new().check_json::<T>(&json);
    let report = value.check();
    assert_eq!(told(&report), told(outcome.report()), "{json}");
    assert_eq!(outcome.value(), Some(value), "it reads what was written");

    assert_eq!(report, value.check(), "the same value, the same report");
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

fn told(report: &Report) -> BTreeSet<(Rule, &'static str, String, String)> {
    let violations = report.violations().iter();
    violations
        .map(|violation| {
            let params = serde_json::to_string(violation.detail()).expect("parameters serialise");
            (
                violation.rule(),
                violation.severity().name(),
                violation.pointer().to_owned(),
                params,
            )
        })
        .collect()
}

/// Another user name and password change nothing in the report, nor in what `Debug` shows.
fn secrets_leave_no_trace(proxy: &CustomProxy) {
    let mut other = proxy.clone();
    other.username = "x".repeat(proxy.username.len());
    other.password = Password::from(format!("{}x", proxy.password.expose()));
    assert_eq!(proxy.check(), other.check());
    assert_eq!(format!("{proxy:?}"), format!("{other:?}"));
}
