//! Valid documents have no violation; injected faults have exactly their own.

use anchorbrowser_schema::strategy::{self, BrokenRequest, Expected};
use anchorbrowser_schema::{CreateTaskRequest, Revision, Validate, Validator};
use proptest::prelude::*;
use serde::Serialize;

use super::{cases, json_of, unusual_json};

/// Asserts that neither the values nor their JSON text have a violation.
fn expect_no_violation<T, S>(values: impl Fn(Revision) -> S)
where
    T: Validate + Serialize + Clone + std::fmt::Debug + 'static,
    S: Strategy<Value = T> + Clone + 'static,
{
    for revision in Revision::all() {
        let (validator, values) = (Validator::new().revision(revision), values(revision));
        proptest!(cases(300), |(value in values.clone(), unusual in unusual_json(values))| {
            let report = validator.check(&value);
            prop_assert!(report.is_empty(), "{report}");
            prop_assert!(validator.is_valid(&value));
            for json in [json_of(&value), unusual] {
                let report = validator.check_json::<T>(&json);
                prop_assert!(report.is_empty(), "{json}\n{report}");
                prop_assert!(validator.is_valid_json::<T>(&json));
            }
        });
    }
}

#[test]
fn a_valid_request_has_no_violation() {
    expect_no_violation(strategy::create_task_request);
}

#[test]
fn a_valid_configuration_has_no_violation() {
    expect_no_violation(strategy::session_config);
    expect_no_violation(strategy::proxy_config);
    expect_no_violation(strategy::anchor_proxy);
    expect_no_violation(strategy::custom_proxy);
    expect_no_violation(|_| strategy::recording());
    expect_no_violation(|_| strategy::timeout());
    expect_no_violation(strategy::live_view);
    expect_no_violation(|_| strategy::scoped_access());
}

#[test]
fn a_valid_response_has_no_violation() {
    expect_no_violation(strategy::task);
    expect_no_violation(strategy::task_response);
    expect_no_violation(|_| strategy::error_response());
    expect_no_violation(|_| strategy::api_error());
}

fn has_expected_violations(
    revision: Revision,
    request: &BrokenRequest,
) -> Result<(), TestCaseError> {
    let validator = Validator::new().revision(revision);
    let report = validator.check_json::<CreateTaskRequest>(&request.json);
    prop_assert_eq!(
        Expected::all_of(&report),
        &request.expected[..],
        "{}",
        request.json
    );
    prop_assert_eq!(report.is_valid(), request.is_valid());
    prop_assert_eq!(report.omitted(), 0);
    let accepted = validator.accept_json::<CreateTaskRequest>(&request.json);
    prop_assert_eq!(accepted.is_ok(), request.is_valid());
    prop_assert_eq!(
        validator.is_valid_json::<CreateTaskRequest>(&request.json),
        request.is_valid()
    );
    Ok(())
}

#[test]
fn injected_faults_have_exactly_the_union_of_their_violations() {
    for revision in Revision::all() {
        proptest!(cases(3000), |(request in strategy::broken_request(revision))| {
            has_expected_violations(revision, &request)?;
        });
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn malformed_json_violates_only_syntax(request in strategy::malformed_request()) {
        has_expected_violations(Revision::default(), &request)?;
        let is_json = serde_json::from_str::<serde_json::Value>(&request.json).is_ok();
        prop_assert!(!is_json, "{}", request.json);
    }
}
