//! Valid documents, and such as have faults.

use anchorbrowser_schema::strategy::{self, BrokenRequest};
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, SessionConfig, Task,
    TaskResponse, Validate,
};
use proptest::prelude::*;
use serde::Serialize;

use super::{cases, check, check_request, expected, json_of, oddly};

/// Nothing is found in the value, nor in its JSON text, however it is written.
fn nothing_is_found<T: Validate + Serialize + Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = T> + Clone + 'static,
) {
    proptest!(cases(500), |(value in values.clone(), odd in oddly(values))| {
        prop_assert!(value.check().is_empty(), "{}", value.check());
        for json in [json_of(&value), odd] {
            let (_, report) = check::<T>(&json).into_parts();
            prop_assert!(report.is_empty(), "{json}\n{report}");
        }
    });
}

#[test]
fn a_valid_request_has_no_violation() {
    nothing_is_found::<CreateTaskRequest>(strategy::create_task_request());
}

#[test]
fn a_valid_configuration_has_no_violation() {
    nothing_is_found::<SessionConfig>(strategy::session_config());
    nothing_is_found::<ProxyConfig>(strategy::proxy_config());
    nothing_is_found::<AnchorProxy>(strategy::anchor_proxy());
    nothing_is_found::<CustomProxy>(strategy::custom_proxy());
    nothing_is_found(strategy::recording());
    nothing_is_found(strategy::timeout());
    nothing_is_found(strategy::live_view());
}

#[test]
fn a_valid_response_has_no_violation() {
    nothing_is_found::<Task>(strategy::task());
    nothing_is_found::<TaskResponse>(strategy::task_response());
    nothing_is_found::<ErrorResponse>(strategy::error_response());
    nothing_is_found(strategy::api_error());
}

fn exactly_what_is_expected(broken: &BrokenRequest) -> Result<(), TestCaseError> {
    let report = check_request(&broken.json);
    prop_assert_eq!(expected(&report), &broken.expected[..], "{}", broken.json);
    prop_assert_eq!(report.is_valid(), broken.is_valid());
    prop_assert_eq!(report.omitted(), 0);
    prop_assert_eq!(
        CreateTaskRequest::from_json(&broken.json).is_ok(),
        broken.is_valid()
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases(5000))]

    #[test]
    fn independent_faults_give_exactly_their_union(broken in strategy::broken_request()) {
        exactly_what_is_expected(&broken)?;
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_text_that_is_not_json_gives_syntax_alone(malformed in strategy::malformed_request()) {
        exactly_what_is_expected(&malformed)?;
        let is_json = serde_json::from_str::<serde_json::Value>(&malformed.json).is_ok();
        prop_assert!(!is_json, "{}", malformed.json);
    }
}
