//! Valid documents have no violation; injected faults have exactly their own.

use anchorbrowser_schema::strategy::{self, BrokenRequest, Expected};
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, SessionConfig, Task,
    TaskResponse, Validate,
};
use proptest::prelude::*;
use serde::Serialize;

use super::{cases, check, json_of, unusual_json};
use crate::support::check_request;

/// Asserts that neither the values nor their JSON text have a violation.
fn expect_no_violation<T: Validate + Serialize + Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = T> + Clone + 'static,
) {
    proptest!(cases(500), |(value in values.clone(), unusual in unusual_json(values))| {
        prop_assert!(value.check().is_empty(), "{}", value.check());
        for json in [json_of(&value), unusual] {
            let (_, report) = check::<T>(&json).into_parts();
            prop_assert!(report.is_empty(), "{json}\n{report}");
        }
    });
}

#[test]
fn a_valid_request_has_no_violation() {
    expect_no_violation::<CreateTaskRequest>(strategy::create_task_request());
}

#[test]
fn a_valid_configuration_has_no_violation() {
    expect_no_violation::<SessionConfig>(strategy::session_config());
    expect_no_violation::<ProxyConfig>(strategy::proxy_config());
    expect_no_violation::<AnchorProxy>(strategy::anchor_proxy());
    expect_no_violation::<CustomProxy>(strategy::custom_proxy());
    expect_no_violation(strategy::recording());
    expect_no_violation(strategy::timeout());
    expect_no_violation(strategy::live_view());
}

#[test]
fn a_valid_response_has_no_violation() {
    expect_no_violation::<Task>(strategy::task());
    expect_no_violation::<TaskResponse>(strategy::task_response());
    expect_no_violation::<ErrorResponse>(strategy::error_response());
    expect_no_violation(strategy::api_error());
}

fn has_expected_violations(request: &BrokenRequest) -> Result<(), TestCaseError> {
    let report = check_request(&request.json);
    prop_assert_eq!(
        Expected::all_of(&report),
        &request.expected[..],
        "{}",
        request.json
    );
    prop_assert_eq!(report.is_valid(), request.is_valid());
    prop_assert_eq!(report.omitted(), 0);
    prop_assert_eq!(
        CreateTaskRequest::from_json(&request.json).is_ok(),
        request.is_valid()
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases(5000))]

    #[test]
    fn injected_faults_have_exactly_the_union_of_their_violations(request in strategy::broken_request()) {
        has_expected_violations(&request)?;
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn malformed_json_violates_only_syntax(request in strategy::malformed_request()) {
        has_expected_violations(&request)?;
        let is_json = serde_json::from_str::<serde_json::Value>(&request.json).is_ok();
        prop_assert!(!is_json, "{}", request.json);
    }
}
