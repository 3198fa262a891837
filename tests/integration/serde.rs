//! `Serialize` and `Deserialize` of the plain types: they write the API's JSON and read leniently.

use std::fmt::Debug;
use std::fs;

use anchorbrowser_schema::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, ErrorResponse, Language,
    LiveView, Password, ProxyConfig, ProxyType, Recording, SessionConfig, Task, TaskResponse,
    Timeout, Valid, Validate, Validator,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::ROOT;

const TASK: &str = r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","name":"t","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","latestVersion":"draft","code":"","language":"typescript","deleted":false,"createdAt":"2025-03-01T09:30:00Z","updatedAt":"2025-03-02T09:30:00Z"}"#;

/// Asserts that a value is serialized as `json`, and that `json` is deserialized as the value.
#[track_caller]
fn expect_json<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
}

/// Asserts that `json` is deserialized, and that the value is serialized as `written`.
#[track_caller]
fn expect_normalized<T: Serialize + DeserializeOwned>(json: &str, written: &str) {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "{json}");
    // `Value` passes owned strings to the visitor.
    let value: T = serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "{json}");
}

#[track_caller]
fn expect_rejected<T: DeserializeOwned + Debug>(documents: &[&str]) {
    for json in documents {
        let result = serde_json::from_str::<T>(json);
        assert!(result.is_err(), "{json}: {result:?}");
    }
}

#[test]
fn requests_are_serialized_with_the_names_of_the_api() {
    expect_json(
        &CreateTaskRequest::new("t"),
        r#"{"name":"t","language":"typescript"}"#,
    );
    expect_json(
        &CreateTaskRequest::new("t")
            .with_source_code("run();")
            .with_language("cobol")
            .with_description("d")
            .with_browser_configuration(SessionConfig::new()),
        r#"{"name":"t","code":"cnVuKCk7","language":"cobol","description":"d","browserConfiguration":{}}"#,
    );
    expect_json(&SessionConfig::new(), "{}");
    expect_json(
        &SessionConfig::new()
            .with_initial_url("https://example.com/")
            .with_recording(Recording::new().with_active(false))
            .with_proxy(AnchorProxy::new())
            .with_timeout(
                Timeout::new()
                    .with_max_duration(-1)
                    .with_idle_timeout(i64::MIN),
            )
            .with_live_view(LiveView::new().with_read_only(true)),
        r#"{"initial_url":"https://example.com/","recording":{"active":false},"proxy":{"active":true},"timeout":{"max_duration":-1,"idle_timeout":-9223372036854775808},"live_view":{"read_only":true}}"#,
    );
    expect_json(&Recording::new(), "{}");
    expect_json(&Timeout::new(), "{}");
    expect_json(&LiveView::new(), "{}");
}

#[test]
fn both_kinds_of_proxy_are_serialized() {
    let anchor = AnchorProxy::proxy()
        .with_active(false)
        .with_country_code(CountryCode::US)
        .with_region("ca")
        .with_city("los-angeles");
    let anchor_json = r#"{"active":false,"type":"anchor_proxy","country_code":"us","region":"ca","city":"los-angeles"}"#;
    expect_json(&anchor, anchor_json);
    expect_json(&ProxyConfig::from(anchor), anchor_json);
    expect_json(&AnchorProxy::new(), r#"{"active":true}"#);
    let custom = CustomProxy::new("h:1", "u", "p");
    let custom_json =
        r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true}"#;
    expect_json(&custom, custom_json);
    expect_json(&ProxyConfig::from(custom), custom_json);
    expect_json(&Password::from("p"), r#""p""#);
    expect_json(&ProxyType::from("datacenter"), r#""datacenter""#);
    expect_json(&CountryCode::from("zz"), r#""zz""#);
    expect_json(&Language::TYPESCRIPT, r#""typescript""#);
}

#[test]
fn responses_are_serialized_with_the_names_of_the_api() {
    let task: Task = serde_json::from_str(TASK).unwrap();
    expect_json(&task, TASK);
    let mut response = TaskResponse::default();
    expect_json(&response, "{}");
    response.data = Some(task);
    expect_json(&response, &format!(r#"{{"data":{TASK}}}"#));
    let mut response = ErrorResponse::default();
    expect_json(&response, "{}");
    response.error = Some(ApiError::default());
    expect_json(&response, r#"{"error":{}}"#);
    let mut error = ApiError::default();
    error.code = Some(409);
    error.message = Some("taken".to_owned());
    expect_json(&error, r#"{"code":409,"message":"taken"}"#);
}

#[test]
fn null_is_deserialized_as_missing() {
    expect_normalized::<CreateTaskRequest>(
        r#"{"name": "t", "code": null, "language": "typescript", "description": null, "browserConfiguration": null}"#,
        r#"{"name":"t","language":"typescript"}"#,
    );
    expect_normalized::<SessionConfig>(
        r#"{"initial_url": null, "recording": null, "proxy": null, "timeout": null, "live_view": null}"#,
        "{}",
    );
    expect_normalized::<Timeout>(r#"{"max_duration": null, "idle_timeout": null}"#, "{}");
    expect_normalized::<Recording>(r#"{"active": null}"#, "{}");
    expect_normalized::<LiveView>(r#"{"read_only": null}"#, "{}");
    let anchor =
        r#"{"active": true, "type": null, "country_code": null, "region": null, "city": null}"#;
    expect_normalized::<AnchorProxy>(anchor, r#"{"active":true}"#);
    expect_normalized::<ProxyConfig>(anchor, r#"{"active":true}"#);
    expect_normalized::<TaskResponse>(r#"{"data": null}"#, "{}");
    expect_normalized::<ErrorResponse>(r#"{"error": null}"#, "{}");
    expect_normalized::<ApiError>(r#"{"code": null, "message": null}"#, "{}");
}

#[test]
fn unknown_members_and_values_are_deserialized() {
    expect_normalized::<CreateTaskRequest>(
        r#"{"tags": ["a"], "name": "a b", "language": "rust", "code": "?"}"#,
        r#"{"name":"a b","code":"?","language":"rust","tags":["a"]}"#,
    );
    expect_normalized::<SessionConfig>(
        r#"{"live_view": {"one_time_url": true}, "timeout": {"max_duration": -7, "x": {}}, "initial_url": "?"}"#,
        r#"{"initial_url":"?","timeout":{"max_duration":-7,"x":{}},"live_view":{"one_time_url":true}}"#,
    );
    let anchor = r#"{"server": 5, "city": "c", "country_code": "zz", "type": "anchor_orbit", "active": false, "sticky": 1}"#;
    // Unknown members come last, in their own order.
    let written = r#"{"active":false,"type":"anchor_orbit","country_code":"zz","city":"c","server":5,"sticky":1}"#;
    expect_normalized::<ProxyConfig>(anchor, written);
    expect_normalized::<AnchorProxy>(anchor, written);
    expect_normalized::<ProxyConfig>(
        r#"{"server": "", "active": true, "country_code": 5, "password": "p", "username": "u", "type": "custom"}"#,
        r#"{"type":"custom","server":"","username":"u","password":"p","active":true,"country_code":5}"#,
    );
    expect_normalized::<ErrorResponse>(
        r#"{"error": {"code": 1, "details": []}, "trace": "x"}"#,
        r#"{"error":{"code":1,"details":[]},"trace":"x"}"#,
    );
    let task = TASK
        .replace("7c9e6679-7425-40de-944b-e07fc1f90ae7", "a team")
        .replace("2025-03", "soon");
    expect_normalized::<Task>(&task, &task);
}

#[test]
fn integers_are_deserialized_from_any_notation() {
    for (number, integer) in [
        ("20", "20"),
        ("20.0", "20"),
        ("2e1", "20"),
        ("-0.0", "0"),
        ("-1.0", "-1"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808.0", "-9223372036854775808"),
    ] {
        let object = |member: &str, value: &str| format!(r#"{{"{member}":{value}}}"#);
        for member in ["max_duration", "idle_timeout"] {
            expect_normalized::<Timeout>(&object(member, number), &object(member, integer));
        }
        expect_normalized::<ApiError>(&object("code", number), &object("code", integer));
    }
    expect_rejected::<Timeout>(&[
        r#"{"max_duration": 20.5}"#,
        r#"{"max_duration": 9223372036854775808}"#,
        r#"{"max_duration": 9223372036854775808.0}"#,
        r#"{"max_duration": 1e300}"#,
        r#"{"idle_timeout": "20"}"#,
        r#"{"idle_timeout": true}"#,
    ]);
}

#[test]
fn missing_members_and_wrong_types_are_rejected() {
    expect_rejected::<CreateTaskRequest>(&[
        "null",
        "{}",
        r#"{"name": "t"}"#,
        r#"{"name": null, "language": "typescript"}"#,
        r#"{"name": 5, "language": "typescript"}"#,
        r#"{"name": "t", "language": "typescript", "code": 5}"#,
        r#"{"name": "t", "language": "typescript", "browserConfiguration": 5}"#,
    ]);
    expect_rejected::<ProxyConfig>(&[
        "{}",
        r#"{"active": null}"#,
        r#"{"active": "yes"}"#,
        r#"{"active": true, "region": 5}"#,
        r#"{"active": true, "type": 5}"#,
        r#"{"type": "custom", "active": true}"#,
        r#"{"type": "custom", "active": true, "server": "h:1", "username": "u", "password": 5}"#,
    ]);
    expect_rejected::<CustomProxy>(&[
        r#"{"active": true, "server": "h:1", "username": "u", "password": "p"}"#,
        r#"{"active": true, "server": "h:1", "username": "u", "password": "p", "type": "anchor_gov"}"#,
    ]);
    expect_rejected::<Task>(&["{}", &TASK.replace("false", "null")]);
}

#[track_caller]
fn expect_error<T: DeserializeOwned + Debug>(json: &str, message: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err();
    assert_eq!(error.to_string(), message, "{json}");
    let value: Value = serde_json::from_str(json).unwrap();
    let error = serde_json::from_value::<T>(value).unwrap_err();
    assert_eq!(error.to_string(), message, "{json}");
}

/// Errors name the member by its JSON Pointer, and show no value.
#[test]
fn errors_name_the_member() {
    let request = |members: &str| format!(r#"{{"name":"t","language":"typescript",{members}}}"#);
    expect_error::<CreateTaskRequest>(
        r#"{"language":"typescript"}"#,
        "`/name` is required, but missing",
    );
    expect_error::<CreateTaskRequest>(
        r#"{"name":5,"language":"typescript"}"#,
        "`/name` must be a string, but is a number",
    );
    expect_error::<CreateTaskRequest>(
        r#"{"name":null,"language":"typescript"}"#,
        "`/name` must be a string, but is null",
    );
    // `null` is accepted for an optional member, but not where another member is invalid.
    expect_error::<CreateTaskRequest>(
        &request(r#""code":null,"description":["secret"]"#),
        "`/description` must be a string, but is an array",
    );
    expect_error::<CreateTaskRequest>("[]", "the document must be an object, but is an array");
    expect_error::<CreateTaskRequest>("null", "the document must be an object, but is null");
    expect_error::<CreateTaskRequest>(
        &request(r#""browserConfiguration":{"proxy":{"active":"secret"}}"#),
        "`/browserConfiguration/proxy/active` must be a boolean, but is a string",
    );
    expect_error::<Timeout>(
        r#"{"max_duration":20.5}"#,
        "`/max_duration` must be an integer, but is a number",
    );
    expect_error::<Timeout>(
        r#"{"max_duration":9223372036854775808}"#,
        "`/max_duration` must be from -9223372036854775808 to 9223372036854775807, but is out of \
         range",
    );
    expect_error::<ProxyConfig>(
        r#"{"type":"custom","active":true,"server":"h:1","username":"u","password":{"a":"secret"}}"#,
        "`/password` must be a string, but is an object",
    );
    expect_error::<CustomProxy>(
        r#"{"type":"secret","active":true,"server":"h:1","username":"u","password":"p"}"#,
        "`/type` must be `custom`, but is not",
    );
    expect_error::<Task>(
        &TASK.replace("false", "\"secret\""),
        "`/deleted` must be a boolean, but is a string",
    );
    expect_error::<TaskResponse>(
        &format!(r#"{{"data":{}}}"#, TASK.replace(r#","deleted":false"#, "")),
        "`/data/deleted` is required, but missing",
    );
}

/// The last of repeated keys counts, as in `serde_json::Value`.
#[test]
fn of_repeated_keys_the_last_is_deserialized() {
    for (json, name) in [
        (r#"{"name":"a","language":"typescript","name":"b"}"#, "b"),
        (r#"{"name":5,"language":"typescript","n\u0061me":"b"}"#, "b"),
        (
            r#"{"name":"a","language":"x","name":"b","language":"typescript"}"#,
            "b",
        ),
    ] {
        let task: CreateTaskRequest = serde_json::from_str(json).unwrap();
        assert_eq!(task, CreateTaskRequest::new(name));
    }
    expect_error::<CreateTaskRequest>(
        r#"{"name":"a","language":"typescript","name":5}"#,
        "`/name` must be a string, but is a number",
    );
}

#[test]
fn arrays_are_rejected_in_place_of_objects() {
    expect_rejected::<CreateTaskRequest>(&[
        r#"["t", null, "typescript", null, null]"#,
        r#"{"name": "t", "language": "typescript", "browserConfiguration": []}"#,
    ]);
    expect_rejected::<SessionConfig>(&["[]", r#"["https://example.com/"]"#]);
    expect_rejected::<SessionConfig>(&[
        r#"{"recording": [true]}"#,
        r#"{"proxy": [true]}"#,
        r#"{"timeout": [20, 5]}"#,
        r#"{"live_view": [false]}"#,
    ]);
    expect_rejected::<Recording>(&["[]", "[true]"]);
    expect_rejected::<Timeout>(&["[]", "[20, 5]"]);
    expect_rejected::<LiveView>(&["[]", "[true]"]);
    expect_rejected::<AnchorProxy>(&["[true]", r#"[true, "anchor_gov", "us", "r", "c"]"#]);
    expect_rejected::<ProxyConfig>(&["[true]"]);
    expect_rejected::<CustomProxy>(&[r#"["custom", "h:1", "u", "p", true]"#]);
    let members: Value = serde_json::from_str(TASK).unwrap();
    let mut values: Vec<Value> = members.as_object().unwrap().values().cloned().collect();
    values.extend([Value::Null, Value::Null]);
    expect_rejected::<Task>(&["[]", &Value::from(values).to_string()]);
    expect_rejected::<TaskResponse>(&["[]", "[null]", r#"{"data": []}"#]);
    expect_rejected::<ErrorResponse>(&["[]", "[null]", r#"{"error": [409, "taken"]}"#]);
    expect_rejected::<ApiError>(&["[]", r#"[409, "taken"]"#]);
}

/// The value of a JSON text, with the integers of `timeout` in plain notation.
fn with_plain_integers(json: &str) -> Value {
    let mut value: Value = serde_json::from_str(json).unwrap();
    let timeout = value
        .pointer_mut("/browserConfiguration/timeout")
        .and_then(Value::as_object_mut);
    for number in timeout.into_iter().flat_map(|timeout| timeout.values_mut()) {
        let integral = number
            .as_f64()
            .filter(|float| float.fract() == 0.0)
            .unwrap();
        *number = format!("{integral}").parse().unwrap();
    }
    value
}

#[track_caller]
fn expect_round_trip<T>(json: &str)
where
    T: Validate + Serialize + DeserializeOwned + Debug + PartialEq + Clone,
{
    let checked: Valid<T> = T::from_json(json).unwrap_or_else(|report| panic!("{json}: {report}"));
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(*checked, read, "{json}");
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::to_string(&checked).unwrap(), written);
    assert_eq!(
        serde_json::from_str::<Value>(&written).unwrap(),
        with_plain_integers(json)
    );
    assert_eq!(*T::from_json(&written).unwrap(), read);
    assert!(Validator::new().check(&read).is_empty());
}

#[test]
fn valid_examples_round_trip() {
    let mut count = 0;
    for file in fs::read_dir(format!("{ROOT}/schemas/examples/valid")).unwrap() {
        let json = fs::read_to_string(file.unwrap().path()).unwrap();
        expect_round_trip::<CreateTaskRequest>(&json);
        count += 1;
    }
    assert!(count > 10);
    let read =
        |file| fs::read_to_string(format!("{ROOT}/schemas/examples/responses/{file}")).unwrap();
    expect_round_trip::<Task>(&read("task.json"));
    expect_round_trip::<TaskResponse>(&read("task-response.json"));
    expect_round_trip::<ErrorResponse>(&read("error-response.json"));
}

#[test]
fn examples_with_violations_round_trip() {
    for directory in ["invalid", "warnings", "beyond-schema"] {
        for file in fs::read_dir(format!("{ROOT}/schemas/examples/{directory}")).unwrap() {
            let json = fs::read_to_string(file.unwrap().path()).unwrap();
            let outcome = Validator::new().read_json::<CreateTaskRequest>(&json);
            let (Some(value), _) = outcome.into_parts() else {
                continue;
            };
            let written = serde_json::to_string(&value).unwrap();
            assert_eq!(
                serde_json::from_str::<CreateTaskRequest>(&written).unwrap(),
                value
            );
            let outcome = Validator::new().read_json::<CreateTaskRequest>(&written);
            assert_eq!(outcome.value(), Some(&value), "{written}");
        }
    }
}
