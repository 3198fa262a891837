//! Typed values and their JSON text.

use anchorbrowser_schema::strategy;
use anchorbrowser_schema::{
    AnchorProxy, CreateTaskRequest, CustomProxy, ErrorResponse, ProxyConfig, ProxyType, Rule,
    SessionConfig, Task, TaskResponse, Validate, Validator, Violation,
};
use arbitrary::Arbitrary;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{anything, cases, check, expected, json_of, told};

/// Rules that only a text can break.
const OF_TEXT_ALONE: [Rule; 2] = [Rule::DuplicateKey, Rule::UnknownProperty];

/// Whether an Anchor proxy stands where either kind may stand and says that it is `custom`: as
/// JSON text it is a custom proxy, which no typed value can tell.
fn says_custom(proxy: &ProxyConfig) -> bool {
    matches!(proxy, ProxyConfig::Anchor(proxy) if proxy.proxy_type.as_ref().is_some_and(|t| t == "custom"))
}

fn agree<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Validate + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = json_of(value);
    let outcome = check::<T>(&json);
    let report = value.check();
    prop_assert_eq!(expected(&report), expected(outcome.report()), "{}", json);
    prop_assert_eq!(outcome.value(), Some(value), "{}", json);
    prop_assert_eq!(T::from_json(&json).is_ok(), report.is_valid());
    prop_assert_eq!(value.validate().is_ok(), report.is_valid());
    let read: T = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(&read, value);
    Ok(())
}

fn any_and_their_json_agree<T>()
where
    T: for<'a> Arbitrary<'a>
        + Validate
        + Serialize
        + DeserializeOwned
        + PartialEq
        + std::fmt::Debug,
{
    proptest!(cases(800), |(value in anything::<T>())| agree(&value)?);
}

#[test]
fn a_request_and_its_json_say_the_same() {
    proptest!(cases(2000), |(task in anything::<CreateTaskRequest>())| {
        let proxy = task.browser_configuration.as_ref().and_then(|session| session.proxy.as_ref());
        if !proxy.is_some_and(says_custom) {
            agree(&task)?;
        }
    });
}

#[test]
fn a_configuration_and_its_json_say_the_same() {
    proptest!(cases(800), |(session in anything::<SessionConfig>())| {
        if !session.proxy.as_ref().is_some_and(says_custom) {
            agree(&session)?;
        }
    });
    proptest!(cases(800), |(proxy in anything::<ProxyConfig>())| {
        if !says_custom(&proxy) {
            agree(&proxy)?;
        }
    });
    any_and_their_json_agree::<AnchorProxy>();
    any_and_their_json_agree::<CustomProxy>();
}

#[test]
fn a_response_and_its_json_say_the_same() {
    proptest!(cases(800), |(response in anything::<TaskResponse>())| {
        let session = response.data.as_ref().and_then(|task| task.browser_configuration.as_ref());
        if !session.and_then(|session| session.proxy.as_ref()).is_some_and(says_custom) {
            agree(&response)?;
        }
    });
    proptest!(cases(500), |(task in strategy::task())| agree::<Task>(&task)?);
    any_and_their_json_agree::<ErrorResponse>();
}

#[test]
fn an_anchor_proxy_that_says_custom_is_refused_either_way() {
    let proxy = AnchorProxy::new().with_type("custom");
    assert_eq!(proxy.check().errors(), 1);
    agree(&proxy).unwrap();
    let either = ProxyConfig::from(proxy);
    assert!(!either.check().is_valid());
    assert!(ProxyConfig::from_json(json_of(&either)).is_err());
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_value_read_from_a_broken_text_breaks_the_same_rules(broken in strategy::broken_request()) {
        let outcome = check::<CreateTaskRequest>(&broken.json);
        let no_value = broken.expected.iter().any(|expected| expected.rule.is_fixed());
        prop_assert_eq!(outcome.value().is_none(), no_value);
        if let Some(task) = outcome.value() {
            let mut expected_of_value = broken.expected.clone();
            expected_of_value.retain(|expected| !OF_TEXT_ALONE.contains(&expected.rule));
            prop_assert_eq!(expected(&task.check()), expected_of_value);
            agree(task)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn what_is_accepted_round_trips(task in strategy::create_task_request(), response in strategy::task_response()) {
        let json = json_of(&task);
        let read = CreateTaskRequest::from_json(&json).unwrap();
        prop_assert_eq!(&*read, &task);
        prop_assert_eq!(json_of(&read), json);
        let json = json_of(&response);
        prop_assert_eq!(TaskResponse::from_json(&json).unwrap().into_inner(), response);
    }

    #[test]
    fn what_is_accepted_writes_its_known_members_again(broken in strategy::broken_request()) {
        let Ok(task) = CreateTaskRequest::from_json(&broken.json) else { return Ok(()) };
        // A number that a double cannot hold stands in an unknown member.
        let Ok(mut known) = serde_json::from_str::<Value>(&broken.json) else { return Ok(()) };
        for (rule, pointer) in told(&super::check_request(&broken.json)) {
            if rule == Rule::UnknownProperty {
                let (parent, key) = super::split(&pointer);
                known.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(&key);
            }
        }
        make_integers_plain(&mut known);
        prop_assert_eq!(serde_json::to_value(&task).unwrap(), known);
    }

    #[test]
    fn serde_reads_what_the_reader_accepts_to_the_same_value(broken in strategy::broken_request()) {
        if let Ok(task) = CreateTaskRequest::from_json(&broken.json) {
            match serde_json::from_str::<CreateTaskRequest>(&broken.json) {
                Ok(read) => prop_assert_eq!(&*task, &read),
                Err(error) => prop_assert!(broken.json.contains("1e400"), "{error}\n{}", broken.json),
            }
        }
    }

    #[test]
    fn a_proxy_type_offers_what_is_allowed(proxy_type in strategy::proxy_type(), country in strategy::country_code(None)) {
        let proxy = AnchorProxy::new().with_type(proxy_type.clone()).with_country(country.clone());
        prop_assert_eq!(proxy.check().is_empty(), country.is_offered_by(&proxy_type));
        let untyped = AnchorProxy::new().with_type(ProxyType::from("other")).with_country(country);
        let rules: Vec<Rule> = untyped.check().violations().iter().map(Violation::rule).collect();
        prop_assert_eq!(rules, [Rule::Enum]);
    }
}

/// Writes `20.0` as `20`: they are the same number.
fn make_integers_plain(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(double) = number.as_f64().filter(|_| number.is_f64()) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "the faults' numbers are small"
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

/// A value that a glance takes for right is never judged, so it must break nothing that a glance
/// judges: no rule but `code-not-text`, whose level decides whether there is a glance at all.
fn keep_verdict<T: Validate + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let all = Rule::all().fold(Validator::new(), Validator::deny);
    let all_but_text = all.clone().warn(Rule::CodeNotText).unwrap();
    for validator in [Validator::new(), all, all_but_text] {
        let report = validator.check(value);
        prop_assert_eq!(validator.is_valid(value), report.is_valid(), "{:?}", value);
    }
    Ok(())
}

#[test]
fn a_glance_errs_on_the_safe_side() {
    proptest!(cases(2000), |(task in anything::<CreateTaskRequest>())| keep_verdict(&task)?);
    proptest!(cases(1000), |(task in strategy::create_task_request())| {
        keep_verdict(&task)?;
        prop_assert!(task.validate().is_ok());
    });
    proptest!(cases(4000), |(broken in strategy::broken_request())| {
        if let Some(task) = check::<CreateTaskRequest>(&broken.json).value() {
            keep_verdict(task)?;
        }
    });
    proptest!(cases(1000), |(proxy in anything::<ProxyConfig>())| keep_verdict(&proxy)?);
}
