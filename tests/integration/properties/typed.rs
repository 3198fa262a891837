//! Typed values and their JSON text have the same violations.

use anchorbrowser_schema::strategy::{self, Expected};
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, ProxyType, Revision,
    Rule, SessionConfig, Task, TaskResponse, Validate, Validator,
};
use arbitrary::Arbitrary;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{arbitrary_value, cases, check, json_of};
use crate::support::rule_of;

/// Whether an Anchor proxy has the type `custom`. Its JSON text is a custom proxy, so the
/// violations differ.
fn is_anchor_with_type_custom(proxy: &ProxyConfig) -> bool {
    matches!(proxy, ProxyConfig::Anchor(proxy) if proxy.proxy_type.as_ref().is_some_and(|t| t == "custom"))
}

fn agrees_with_its_json<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Validate + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for revision in Revision::all() {
        agrees_in(revision, value)?;
    }
    let read: T = serde_json::from_str(&json_of(value)).unwrap();
    prop_assert_eq!(&read, value);
    Ok(())
}

fn agrees_in<T>(revision: Revision, value: &T) -> Result<(), TestCaseError>
where
    T: Validate + Serialize + PartialEq + std::fmt::Debug,
{
    let validator = Validator::new().revision(revision);
    let json = json_of(value);
    let outcome = validator.read_json::<T>(&json);
    let report = validator.check(value);
    prop_assert_eq!(
        Expected::all_of(&report),
        Expected::all_of(outcome.report()),
        "{}",
        json
    );
    let is_shaped = !report
        .violations()
        .iter()
        .any(|violation| rule_of(violation).is_fixed());
    prop_assert_eq!(outcome.value(), is_shaped.then_some(value), "{}", json);
    prop_assert_eq!(validator.accept_json::<T>(&json).is_ok(), report.is_valid());
    prop_assert_eq!(validator.validate(value).is_ok(), report.is_valid());
    prop_assert_eq!(validator.is_valid(value), report.is_valid());
    Ok(())
}

fn arbitrary_values_agree_with_their_json<T>()
where
    T: for<'a> Arbitrary<'a>
        + Validate
        + Serialize
        + DeserializeOwned
        + PartialEq
        + std::fmt::Debug,
{
    proptest!(cases(800), |(value in arbitrary_value::<T>())| agrees_with_its_json(&value)?);
}

#[test]
fn a_request_and_its_json_have_the_same_violations() {
    proptest!(cases(2000), |(task in arbitrary_value::<CreateTaskRequest>())| {
        let proxy = task.browser_configuration.as_ref().and_then(|session| session.proxy.as_ref());
        if !proxy.is_some_and(is_anchor_with_type_custom) {
            agrees_with_its_json(&task)?;
        }
    });
}

#[test]
fn a_configuration_and_its_json_have_the_same_violations() {
    proptest!(cases(800), |(session in arbitrary_value::<SessionConfig>())| {
        if !session.proxy.as_ref().is_some_and(is_anchor_with_type_custom) {
            agrees_with_its_json(&session)?;
        }
    });
    proptest!(cases(800), |(proxy in arbitrary_value::<ProxyConfig>())| {
        if !is_anchor_with_type_custom(&proxy) {
            agrees_with_its_json(&proxy)?;
        }
    });
    arbitrary_values_agree_with_their_json::<AnchorProxy>();
    arbitrary_values_agree_with_their_json::<CustomProxy>();
}

#[test]
fn a_response_and_its_json_have_the_same_violations() {
    proptest!(cases(800), |(response in arbitrary_value::<TaskResponse>())| {
        let session = response.data.as_ref().and_then(|task| task.browser_configuration.as_ref());
        if !session.and_then(|session| session.proxy.as_ref()).is_some_and(is_anchor_with_type_custom) {
            agrees_with_its_json(&response)?;
        }
    });
    proptest!(cases(500), |(task in strategy::task(Revision::default()))| agrees_with_its_json::<Task>(&task)?);
    arbitrary_values_agree_with_their_json::<ErrorResponse>();
}

#[test]
fn an_anchor_proxy_with_type_custom_is_rejected_alone_and_as_proxy_config() {
    let proxy = AnchorProxy::new().with_type("custom");
    assert_eq!(proxy.check().error_count(), 1);
    agrees_with_its_json(&proxy).unwrap();
    let config = ProxyConfig::from(proxy);
    assert!(!config.check().is_valid());
    assert!(ProxyConfig::from_json(json_of(&config)).is_err());
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_value_read_from_an_invalid_request_has_the_same_violations(request in strategy::broken_request(Revision::default())) {
        let outcome = check::<CreateTaskRequest>(&request.json);
        let no_value = request.expected.iter().any(|expected| expected.rule.is_fixed());
        prop_assert_eq!(outcome.value().is_none(), no_value);
        if let Some(task) = outcome.value() {
            let mut expected = request.expected.clone();
            expected.retain(|expected| expected.rule != Rule::DuplicateKey);
            prop_assert_eq!(Expected::all_of(&task.check()), expected);
            agrees_with_its_json(task)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn valid_documents_round_trip(task in strategy::create_task_request(Revision::default()), response in strategy::task_response(Revision::default())) {
        let json = json_of(&task);
        let read = CreateTaskRequest::from_json(&json).unwrap();
        prop_assert_eq!(&*read, &task);
        prop_assert_eq!(json_of(&read), json);
        let json = json_of(&response);
        prop_assert_eq!(TaskResponse::from_json(&json).unwrap().into_inner(), response);
    }

    #[test]
    fn valid_requests_serialize_all_their_members(request in strategy::broken_request(Revision::default())) {
        let Ok(task) = CreateTaskRequest::from_json(&request.json) else { return Ok(()) };
        // A number in an unknown member may be outside the range of a double.
        let Ok(mut expected) = serde_json::from_str::<Value>(&request.json) else { return Ok(()) };
        let mut actual = serde_json::to_value(&task).unwrap();
        make_integers_plain(&mut expected);
        make_integers_plain(&mut actual);
        prop_assert_eq!(actual, expected);
    }

    #[test]
    fn serde_deserializes_valid_requests_as_the_same_value(request in strategy::broken_request(Revision::default())) {
        if let Ok(task) = CreateTaskRequest::from_json(&request.json) {
            let read: CreateTaskRequest = serde_json::from_str(&request.json).unwrap();
            prop_assert_eq!(&*task, &read);
        }
    }

    #[test]
    fn a_country_is_accepted_if_its_type_offers_it(proxy_type in strategy::proxy_type(Revision::default()), country in strategy::country_code(Revision::default(), None)) {
        let proxy = AnchorProxy::new().with_type(proxy_type.clone()).with_country_code(country.clone());
        prop_assert_eq!(proxy.check().is_empty(), Revision::V2025.types_offering(&country).any(|t| t == proxy_type));
        let untyped = AnchorProxy::new().with_type(ProxyType::from("other")).with_country_code(country);
        let rules: Vec<Rule> = untyped.check().violations().iter().map(rule_of).collect();
        prop_assert_eq!(rules, [Rule::Enum]);
    }
}

/// Replaces `20.0` by the equal number `20`.
fn make_integers_plain(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(double) = number
                .as_f64()
                .filter(|double| number.is_f64() || *double == 0.0)
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "the numbers of faults are small"
                )]
                let integer = double as i64;
                *value = Value::from(integer);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(make_integers_plain),
        Value::Object(members) => members.values_mut().for_each(make_integers_plain),
        _ => {}
    }
}

/// Asserts that the verdict, which a fast path may decide, agrees with the report. The levels include
/// those of rules that are checked only if they are denied.
fn verdict_agrees_with_report<T: Validate + std::fmt::Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let all = Rule::all().fold(Validator::new(), Validator::deny);
    let all_but_text = all.clone().warn(Rule::CodeNotText).unwrap();
    for validator in [Validator::new(), all, all_but_text] {
        let report = validator.check(value);
        prop_assert_eq!(validator.is_valid(value), report.is_valid(), "{:?}", value);
    }
    Ok(())
}

#[test]
fn the_verdict_agrees_with_the_report() {
    proptest!(cases(2000), |(task in arbitrary_value::<CreateTaskRequest>())| verdict_agrees_with_report(&task)?);
    proptest!(cases(1000), |(task in strategy::create_task_request(Revision::default()))| {
        verdict_agrees_with_report(&task)?;
        prop_assert!(task.validate().is_ok());
    });
    proptest!(cases(4000), |(request in strategy::broken_request(Revision::default()))| {
        if let Some(task) = check::<CreateTaskRequest>(&request.json).value() {
            verdict_agrees_with_report(task)?;
        }
    });
    proptest!(cases(1000), |(proxy in arbitrary_value::<ProxyConfig>())| verdict_agrees_with_report(&proxy)?);
}
