//! What another crate of a build enables in `serde_json` changes nothing of what is read.

use anchorbrowser_schema::{
    ApiError, CreateTaskRequest, Object, SessionConfig, Timeout, Valid, Validate, Validator,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::rules_at;

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Flattened {
    #[serde(flatten)]
    timeout: Timeout,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
enum Untagged {
    Timeout(Timeout),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "kind")]
enum Tagged {
    Timeout(Timeout),
}

/// The error message of reading a value in any way, or its JSON text.
fn read<T: DeserializeOwned + Serialize>(json: &str) -> Vec<Result<String, String>> {
    let value: Value = serde_json::from_str(json).unwrap();
    let read = [
        serde_json::from_str::<T>(json),
        serde_json::from_slice(json.as_bytes()),
        serde_json::from_reader(json.as_bytes()),
        serde_json::from_value(value.clone()),
    ];
    let text = |value: &T| serde_json::to_string(value).unwrap();
    read.into_iter()
        .map(|read| read.as_ref().map(text).map_err(ToString::to_string))
        .collect()
}

#[track_caller]
fn expect<T: DeserializeOwned + Serialize>(json: &str, expected: Result<&str, &str>) {
    for read in read::<T>(json) {
        match (read, expected) {
            (Ok(written), Ok(expected)) => assert_eq!(written, expected, "{json}"),
            (Err(error), Err(expected)) => assert!(error.starts_with(expected), "{json}: {error}"),
            (read, _) => panic!("{json}: {read:?}"),
        }
    }
}

/// The features are on: a number keeps its digits.
#[test]
fn numbers_are_represented_as_objects() {
    assert_eq!(json!({"b": 1, "a": 2}).to_string(), r#"{"b":1,"a":2}"#);
    let number: Value = serde_json::from_str("1e400").unwrap();
    assert_eq!(number.to_string(), "1e+400");
}

#[test]
fn integers_are_read_in_any_notation() {
    let out_of_range = "`/max_duration` must be from -9223372036854775808 to 9223372036854775807";
    let table = [
        ("20", Ok("20")),
        ("20.0", Ok("20")),
        ("2e1", Ok("20")),
        ("-0", Ok("0")),
        ("-0.0", Ok("0")),
        ("200E-1", Ok("20")),
        ("9223372036854775807", Ok("9223372036854775807")),
        ("9223372036854775808", Err(out_of_range)),
        ("1e400", Err(out_of_range)),
        (
            "20.5",
            Err("`/max_duration` must be an integer, but is a number"),
        ),
        (
            "1e-400",
            Err("`/max_duration` must be an integer, but is a number"),
        ),
        (
            "1.00000000000000000000001",
            Err("`/max_duration` must be an integer, but is a number"),
        ),
    ];
    for (number, expected) in table {
        let json = format!(r#"{{"max_duration":{number}}}"#);
        let written = expected.map(|integer| format!(r#"{{"max_duration":{integer}}}"#));
        let expected = written.as_deref().map_err(|error| *error);
        expect::<Timeout>(&json, expected);
        expect::<Flattened>(&json, expected);
        match expected {
            Ok(written) => expect::<Untagged>(&json, Ok(written)),
            Err(_) => expect::<Untagged>(&json, Err("data did not match any variant")),
        }
        let tagged = format!(r#"{{"kind":"Timeout",{}"#, &json[1..]);
        let written = expected.map(|json| format!(r#"{{"kind":"Timeout",{}"#, &json[1..]));
        expect::<Tagged>(&tagged, written.as_deref().map_err(|error| *error));
    }
    expect::<ApiError>(r#"{"code":4.09e2}"#, Ok(r#"{"code":409}"#));
}

#[test]
fn unknown_numbers_are_kept() {
    for number in [
        "2.50",
        "1e+400",
        "-0.0",
        "123456789012345678901234567890",
    ] {
        let json = format!(r#"{{"max_duration":1,"x":{number},"y":[{{"z":{number}}}]}}"#);
        expect::<Timeout>(&json, Ok(&json));
        // A `Value` passes long integers on as such, which the buffers of serde do not hold.
        if number.len() < 20 {
            expect::<Flattened>(&json, Ok(&json));
        }
        let timeout: Timeout = serde_json::from_str(&json).unwrap();
        assert_eq!(timeout.unknown_members().get("x"), Some(number));
    }
}

#[test]
fn the_order_of_unknown_members_is_kept() {
    let json = r#"{"active":true,"z":1,"a":{"z":1,"a":2},"b":3}"#;
    expect::<anchorbrowser_schema::ProxyConfig>(json, Ok(json));
}

#[test]
fn valid_values_are_read_in_any_notation() {
    let json = r#"{"name":"t","language":"typescript","browserConfiguration":{"timeout":{"max_duration":2e1}}}"#;
    let value: Value = serde_json::from_str(json).unwrap();
    let task: Valid<CreateTaskRequest> = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(task, CreateTaskRequest::from_json(json).unwrap());
    assert_eq!(task, serde_json::from_str(json).unwrap());
    let outcome = Validator::new().read_deserializer::<CreateTaskRequest, _>(&value);
    assert!(outcome.unwrap().report().is_empty());
}

/// A document can contain the object that represents a number.
#[test]
fn an_object_is_not_a_number() {
    let json = r#"{"timeout":{"max_duration":{"$serde_json::private::Number":"20"}}}"#;
    let report = SessionConfig::from_json(json).unwrap_err();
    assert_eq!(rules_at(&report), [["type", "/timeout/max_duration"]]);
    let error = serde_json::from_str::<SessionConfig>(json).unwrap_err();
    let expected = "`/timeout/max_duration` must be an integer, but is an object";
    assert_eq!(error.to_string(), expected);
}
