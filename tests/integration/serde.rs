//! The plain types' own serde: what they write is what the API takes, what they read is more.

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

const TASK: &str = r#"{"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","name":"t","teamId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","latestVersion":"draft","code":"","language":"typescript","deleted":false,"createdAt":"2025-03-01T09:30:00Z","updatedAt":"2025-03-02T09:30:00Z"}"#;

/// Checks that a value is written so, and read from it again.
#[track_caller]
fn expect_written<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
}

/// Checks that a text is read, as what is written so.
#[track_caller]
fn expect_read<T: Serialize + DeserializeOwned>(json: &str, written: &str) {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "{json}");
    // Other formats hand on values that are owned.
    let value: T = serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "{json}");
}

#[track_caller]
fn expect_refused<T: DeserializeOwned + Debug>(texts: &[&str]) {
    for json in texts {
        let read = serde_json::from_str::<T>(json);
        assert!(read.is_err(), "{json}: {read:?}");
    }
}

#[test]
fn requests_are_written_by_their_names_on_the_wire() {
    expect_written(
        &CreateTaskRequest::new("t"),
        r#"{"name":"t","language":"typescript"}"#,
    );
    expect_written(
        &CreateTaskRequest::new("t")
            .with_source("run();")
            .with_language("cobol")
            .with_description("d")
            .with_browser(SessionConfig::new()),
        r#"{"name":"t","code":"cnVuKCk7","language":"cobol","description":"d","browserConfiguration":{}}"#,
    );
    expect_written(&SessionConfig::new(), "{}");
    expect_written(
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
    expect_written(&Recording::new(), "{}");
    expect_written(&Timeout::new(), "{}");
    expect_written(&LiveView::new(), "{}");
}

#[test]
fn proxies_are_written_by_their_kind() {
    let anchor = AnchorProxy::proxy()
        .with_active(false)
        .with_country(CountryCode::US)
        .with_region("ca")
        .with_city("los-angeles");
    let anchor_json = r#"{"active":false,"type":"anchor_proxy","country_code":"us","region":"ca","city":"los-angeles"}"#;
    expect_written(&anchor, anchor_json);
    expect_written(&ProxyConfig::from(anchor), anchor_json);
    expect_written(&AnchorProxy::new(), r#"{"active":true}"#);
    let custom = CustomProxy::new("h:1", "u", "p");
    let custom_json =
        r#"{"type":"custom","server":"h:1","username":"u","password":"p","active":true}"#;
    expect_written(&custom, custom_json);
    expect_written(&ProxyConfig::from(custom), custom_json);
    expect_written(&Password::from("p"), r#""p""#);
    expect_written(&ProxyType::from("datacenter"), r#""datacenter""#);
    expect_written(&CountryCode::from("zz"), r#""zz""#);
    expect_written(&Language::TYPESCRIPT, r#""typescript""#);
}

#[test]
fn responses_are_written_by_their_names_on_the_wire() {
    let task: Task = serde_json::from_str(TASK).unwrap();
    expect_written(&task, TASK);
    let mut response = TaskResponse::default();
    expect_written(&response, "{}");
    response.data = Some(task);
    expect_written(&response, &format!(r#"{{"data":{TASK}}}"#));
    let mut response = ErrorResponse::default();
    expect_written(&response, "{}");
    response.error = Some(ApiError::default());
    expect_written(&response, r#"{"error":{}}"#);
    let mut error = ApiError::default();
    error.code = Some(409);
    error.message = Some("taken".to_owned());
    expect_written(&error, r#"{"code":409,"message":"taken"}"#);
}

#[test]
fn null_is_read_as_absence() {
    expect_read::<CreateTaskRequest>(
        r#"{"name": "t", "code": null, "language": "typescript", "description": null, "browserConfiguration": null}"#,
        r#"{"name":"t","language":"typescript"}"#,
    );
    expect_read::<SessionConfig>(
        r#"{"initial_url": null, "recording": null, "proxy": null, "timeout": null, "live_view": null}"#,
        "{}",
    );
    expect_read::<Timeout>(r#"{"max_duration": null, "idle_timeout": null}"#, "{}");
    expect_read::<Recording>(r#"{"active": null}"#, "{}");
    expect_read::<LiveView>(r#"{"read_only": null}"#, "{}");
    let anchor =
        r#"{"active": true, "type": null, "country_code": null, "region": null, "city": null}"#;
    expect_read::<AnchorProxy>(anchor, r#"{"active":true}"#);
    expect_read::<ProxyConfig>(anchor, r#"{"active":true}"#);
    expect_read::<TaskResponse>(r#"{"data": null}"#, "{}");
    expect_read::<ErrorResponse>(r#"{"error": null}"#, "{}");
    expect_read::<ApiError>(r#"{"code": null, "message": null}"#, "{}");
}

#[test]
fn members_and_values_of_tomorrow_are_read() {
    expect_read::<CreateTaskRequest>(
        r#"{"tags": ["a"], "name": "a b", "language": "rust", "code": "?"}"#,
        r#"{"name":"a b","code":"?","language":"rust"}"#,
    );
    expect_read::<SessionConfig>(
        r#"{"live_view": {"one_time_url": true}, "timeout": {"max_duration": -7, "x": {}}, "initial_url": "?"}"#,
        r#"{"initial_url":"?","timeout":{"max_duration":-7},"live_view":{}}"#,
    );
    let anchor = r#"{"sticky": 1, "city": "c", "country_code": "zz", "type": "anchor_orbit", "active": false, "server": 5}"#;
    expect_read::<ProxyConfig>(
        anchor,
        r#"{"active":false,"type":"anchor_orbit","country_code":"zz","city":"c"}"#,
    );
    expect_read::<AnchorProxy>(
        anchor,
        r#"{"active":false,"type":"anchor_orbit","country_code":"zz","city":"c"}"#,
    );
    expect_read::<ProxyConfig>(
        r#"{"server": "", "active": true, "country_code": 5, "password": "p", "username": "u", "type": "custom"}"#,
        r#"{"type":"custom","server":"","username":"u","password":"p","active":true}"#,
    );
    expect_read::<ErrorResponse>(
        r#"{"error": {"code": 1, "details": []}, "trace": "x"}"#,
        r#"{"error":{"code":1}}"#,
    );
    let task = TASK
        .replace("7c9e6679-7425-40de-944b-e07fc1f90ae7", "a team")
        .replace("2025-03", "soon");
    expect_read::<Task>(&task, &task);
}

#[test]
fn integral_numbers_are_read_however_they_are_written() {
    for (written, read) in [
        ("20", "20"),
        ("20.0", "20"),
        ("2e1", "20"),
        ("-0.0", "0"),
        ("-1.0", "-1"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808.0", "-9223372036854775808"),
    ] {
        let timeout = |member: &str, value: &str| format!(r#"{{"{member}":{value}}}"#);
        for member in ["max_duration", "idle_timeout"] {
            expect_read::<Timeout>(&timeout(member, written), &timeout(member, read));
        }
        expect_read::<ApiError>(&timeout("code", written), &timeout("code", read));
    }
    expect_refused::<Timeout>(&[
        r#"{"max_duration": 20.5}"#,
        r#"{"max_duration": 9223372036854775808}"#,
        r#"{"max_duration": 9223372036854775808.0}"#,
        r#"{"max_duration": 1e300}"#,
        r#"{"idle_timeout": "20"}"#,
        r#"{"idle_timeout": true}"#,
    ]);
}

#[test]
fn another_shape_is_refused() {
    expect_refused::<CreateTaskRequest>(&[
        "null",
        "{}",
        r#"{"name": "t"}"#,
        r#"{"name": null, "language": "typescript"}"#,
        r#"{"name": 5, "language": "typescript"}"#,
        r#"{"name": "t", "language": "typescript", "code": 5}"#,
        r#"{"name": "t", "language": "typescript", "browserConfiguration": 5}"#,
    ]);
    expect_refused::<ProxyConfig>(&[
        "{}",
        r#"{"active": null}"#,
        r#"{"active": "yes"}"#,
        r#"{"active": true, "region": 5}"#,
        r#"{"active": true, "type": 5}"#,
        r#"{"type": "custom", "active": true}"#,
        r#"{"type": "custom", "active": true, "server": "h:1", "username": "u", "password": 5}"#,
    ]);
    expect_refused::<CustomProxy>(&[
        r#"{"active": true, "server": "h:1", "username": "u", "password": "p"}"#,
        r#"{"active": true, "server": "h:1", "username": "u", "password": "p", "type": "anchor_gov"}"#,
    ]);
    expect_refused::<Task>(&["{}", &TASK.replace("false", "null")]);
}

#[test]
fn an_array_is_no_object() {
    expect_refused::<CreateTaskRequest>(&[
        r#"["t", null, "typescript", null, null]"#,
        r#"{"name": "t", "language": "typescript", "browserConfiguration": []}"#,
    ]);
    expect_refused::<SessionConfig>(&["[]", r#"["https://example.com/"]"#]);
    expect_refused::<SessionConfig>(&[
        r#"{"recording": [true]}"#,
        r#"{"proxy": [true]}"#,
        r#"{"timeout": [20, 5]}"#,
        r#"{"live_view": [false]}"#,
    ]);
    expect_refused::<Recording>(&["[]", "[true]"]);
    expect_refused::<Timeout>(&["[]", "[20, 5]"]);
    expect_refused::<LiveView>(&["[]", "[true]"]);
    expect_refused::<AnchorProxy>(&["[true]", r#"[true, "anchor_gov", "us", "r", "c"]"#]);
    expect_refused::<ProxyConfig>(&["[true]"]);
    expect_refused::<CustomProxy>(&[r#"["custom", "h:1", "u", "p", true]"#]);
    let members: Value = serde_json::from_str(TASK).unwrap();
    let mut values: Vec<Value> = members.as_object().unwrap().values().cloned().collect();
    values.extend([Value::Null, Value::Null]);
    expect_refused::<Task>(&["[]", &Value::from(values).to_string()]);
    expect_refused::<TaskResponse>(&["[]", "[null]", r#"{"data": []}"#]);
    expect_refused::<ErrorResponse>(&["[]", "[null]", r#"{"error": [409, "taken"]}"#]);
    expect_refused::<ApiError>(&["[]", r#"[409, "taken"]"#]);
}

/// A text's value, with integral floats as integers, without the members that are not known.
fn plain(json: &str) -> Value {
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
        plain(json)
    );
    assert_eq!(*T::from_json(&written).unwrap(), read);
    assert!(Validator::new().check(&read).is_empty());
}

#[test]
fn examples_make_the_round_trip() {
    let mut count = 0;
    for file in fs::read_dir("schemas/examples/valid").unwrap() {
        let json = fs::read_to_string(file.unwrap().path()).unwrap();
        expect_round_trip::<CreateTaskRequest>(&json);
        count += 1;
    }
    assert!(count > 10);
    let read = |file| fs::read_to_string(format!("schemas/examples/responses/{file}")).unwrap();
    expect_round_trip::<Task>(&read("task.json"));
    expect_round_trip::<TaskResponse>(&read("task-response.json"));
    expect_round_trip::<ErrorResponse>(&read("error-response.json"));
}

#[test]
fn what_breaks_a_rule_is_still_written_as_it_was_read() {
    for folder in ["invalid", "warnings", "beyond-schema"] {
        for file in fs::read_dir(format!("schemas/examples/{folder}")).unwrap() {
            let json = fs::read_to_string(file.unwrap().path()).unwrap();
            let outcome = Validator::new().check_json::<CreateTaskRequest>(&json);
            let (Some(value), _) = outcome.into_parts() else {
                continue;
            };
            let written = serde_json::to_string(&value).unwrap();
            assert_eq!(
                serde_json::from_str::<CreateTaskRequest>(&written).unwrap(),
                value
            );
            let again = Validator::new().check_json::<CreateTaskRequest>(&written);
            assert_eq!(again.value(), Some(&value), "{written}");
        }
    }
}
