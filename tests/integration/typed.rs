//! Checks of typed values: the same rules at the same pointers as for their JSON.

use std::borrow::Cow;
use std::fmt::Debug;

use anchorbrowser_schema::{
    AnchorProxy, ApiError, CreateTaskRequest, CustomProxy, ErrorResponse, LiveView, ProxyConfig,
    Recording, Report, SessionConfig, Task, TaskResponse, Timeout, Validate, Validator,
    ViolationKind,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::support::{expect_counts, is_error, rule_of, rules_at};

/// Asserts the violations of a value for every way to check it: in the order of the members of the
/// document for the value, and the same violations in the order of the source for its JSON.
#[track_caller]
fn expect<T>(value: &T, rows: &[[&str; 2]])
where
    T: Validate + Serialize + Clone + Debug + PartialEq,
{
    let report = value.check();
    assert_eq!(rules_at(&report), rows, "{value:?}");
    expect_counts(&report);
    for violation in report.violations() {
        assert_eq!((violation.span(), violation.position()), (None, None));
        assert_eq!(violation.severity(), rule_of(violation).default_severity());
    }
    let is_valid = !rows.iter().any(|[rule, _]| is_error(rule));
    let validator = Validator::new();
    assert_eq!(validator.is_valid(value), is_valid);
    assert_eq!(validator.check(value), report);
    assert_eq!(
        value.validate(),
        if is_valid {
            Ok(())
        } else {
            Err(report.clone())
        }
    );
    let valid = value
        .clone()
        .into_valid()
        .map(anchorbrowser_schema::Valid::into_inner);
    assert_eq!(
        valid,
        if is_valid {
            Ok(value.clone())
        } else {
            Err(report.clone())
        }
    );

    let json = serde_json::to_string(value).unwrap();
    assert_eq!(T::from_json(&json).is_ok(), is_valid, "{json}");
    assert_eq!(validator.is_valid_json::<T>(&json), is_valid, "{json}");
    let outcome = validator.read_json::<T>(&json);
    assert_eq!(outcome.value(), Some(value), "{json}");
    let (mut actual, mut expected) = (rules_at(outcome.report()), rows.to_vec());
    actual.sort_unstable();
    expected.sort_unstable();
    assert_eq!(actual, expected, "{json}");
    assert_eq!(messages(outcome.report()), messages(&report), "{json}");
}

/// The messages and helps of a report, sorted.
fn messages(report: &Report) -> Vec<(String, Option<Cow<'_, str>>)> {
    let violations = report.violations().iter();
    let mut messages: Vec<_> = violations.map(|v| (v.message(), v.help())).collect();
    messages.sort_unstable();
    messages
}

fn deserialize<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

#[test]
fn violations_of_a_request_are_in_the_order_of_its_members() {
    let table: [(CreateTaskRequest, &[[&str; 2]]); 6] = [
        (CreateTaskRequest::new("t"), &[]),
        (CreateTaskRequest::new("t").with_source_code("run();"), &[]),
        (
            CreateTaskRequest::new("t").with_code(""),
            &[["empty-code", "/code"]],
        ),
        (
            CreateTaskRequest::new("é".repeat(256)),
            &[["max-length", "/name"], ["pattern", "/name"]],
        ),
        (
            // Set in a different order than in the document.
            CreateTaskRequest::new("")
                .with_browser_configuration(SessionConfig::new().with_initial_url(""))
                .with_description("d".repeat(1001))
                .with_language("TypeScript")
                .with_code("Q R="),
            &[
                ["min-length", "/name"],
                ["pattern", "/name"],
                ["base64-alphabet", "/code"],
                ["base64-padding", "/code"],
                ["enum", "/language"],
                ["max-length", "/description"],
                ["uri", "/browserConfiguration/initial_url"],
            ],
        ),
        (
            CreateTaskRequest::new("t")
                .with_source_code([0xff])
                .with_browser_configuration(
                    SessionConfig::new().with_timeout(Timeout::new().with_max_duration(0)),
                ),
            &[
                ["code-not-text", "/code"],
                [
                    "timeout-value",
                    "/browserConfiguration/timeout/max_duration",
                ],
            ],
        ),
    ];
    for (task, rows) in table {
        expect(&task, rows);
    }
}

#[test]
fn violations_of_a_session_are_in_the_order_of_its_members() {
    let timeout = Timeout::new().with_idle_timeout(3).with_max_duration(2);
    let proxy = AnchorProxy::gov().with_city("c").with_country_code("gb");
    let session = SessionConfig::new()
        .with_live_view(LiveView::new().with_read_only(false))
        .with_timeout(timeout)
        .with_proxy(proxy)
        .with_recording(Recording::new().with_active(true))
        .with_initial_url("ftp://u@h/");
    expect(
        &session,
        &[
            ["url-credentials", "/initial_url"],
            ["url-scheme", "/initial_url"],
            ["country-not-allowed", "/proxy/country_code"],
            ["city-requires-region", "/proxy/city"],
            ["city-unsupported", "/proxy/city"],
            ["timeout-order", "/timeout/idle_timeout"],
        ],
    );
    expect(&SessionConfig::new(), &[]);
    expect(&Recording::new().with_active(false), &[]);
    expect(&LiveView::new().with_read_only(true), &[]);
}

#[test]
fn timeouts_are_checked() {
    let (max, idle) = ("/max_duration", "/idle_timeout");
    let table: [(i64, i64, &[[&str; 2]]); 7] = [
        (20, 5, &[]),
        (-1, 500, &[]),
        (5, -1, &[]),
        (5, 6, &[["timeout-order", idle]]),
        (0, 6, &[["timeout-value", max]]),
        (
            i64::MIN,
            0,
            &[["timeout-value", max], ["timeout-value", idle]],
        ),
        (i64::MAX - 1, i64::MAX, &[["timeout-order", idle]]),
    ];
    for (max_duration, idle_timeout, rows) in table {
        let timeout = Timeout::new()
            .with_max_duration(max_duration)
            .with_idle_timeout(idle_timeout);
        expect(&timeout, rows);
    }
    expect(&Timeout::new().with_idle_timeout(500), &[]);
}

#[test]
fn anchor_proxies_are_checked_alone_and_as_proxy_config() {
    let table: [(AnchorProxy, &[[&str; 2]]); 9] = [
        (AnchorProxy::new(), &[]),
        (AnchorProxy::new().with_country_code("bt"), &[]),
        (AnchorProxy::mobile().with_country_code("bt"), &[]),
        (
            AnchorProxy::gov().with_country_code("gb"),
            &[["country-not-allowed", "/country_code"]],
        ),
        (
            AnchorProxy::gov().with_country_code("UK"),
            &[["country-unknown", "/country_code"]],
        ),
        (AnchorProxy::proxy().with_region("r").with_city("c"), &[]),
        (
            AnchorProxy::proxy().with_city("c"),
            &[["city-requires-region", "/city"]],
        ),
        (
            AnchorProxy::residential().with_region("r").with_city("c"),
            &[["city-unsupported", "/city"]],
        ),
        (
            AnchorProxy::new()
                .with_city("c")
                .with_country_code("zz")
                .with_type("datacenter"),
            &[
                ["enum", "/type"],
                ["country-unknown", "/country_code"],
                ["city-requires-region", "/city"],
            ],
        ),
    ];
    for (proxy, rows) in table {
        expect(&ProxyConfig::from(proxy.clone()), rows);
        expect(&proxy, rows);
    }
}

#[test]
fn an_anchor_proxy_must_not_have_type_custom() {
    let proxy = AnchorProxy::new().with_type("custom").with_city("c");
    let rows = [["enum", "/type"], ["city-requires-region", "/city"]];
    expect(&proxy, &rows);
    // Its JSON would be read as a custom proxy.
    let config = ProxyConfig::Anchor(proxy);
    let report = config.check();
    assert_eq!(rules_at(&report), rows);
    assert!(matches!(
        report.violations()[0].kind(),
        ViolationKind::Enum(kind) if !kind.allowed.contains(&"custom".into())
    ));
    assert_eq!(config.validate(), Err(report.clone()));
    assert_eq!(config.clone().into_valid().map(drop), Err(report));
    let report = SessionConfig::new().with_proxy(config).check();
    assert_eq!(
        rules_at(&report),
        [
            ["enum", "/proxy/type"],
            ["city-requires-region", "/proxy/city"]
        ]
    );
}

#[test]
fn custom_proxies_are_checked_alone_and_as_proxy_config() {
    let table: [(CustomProxy, &[[&str; 2]]); 3] = [
        (CustomProxy::new("h:1", "u", "p"), &[]),
        (CustomProxy::new("h:1", "", ""), &[]),
        (
            CustomProxy::new("h", "u", "p"),
            &[["proxy-server-format", "/server"]],
        ),
    ];
    for (proxy, rows) in table {
        expect(&proxy, rows);
        expect(&ProxyConfig::from(proxy), rows);
    }
}

#[test]
fn responses_are_checked() {
    let valid = r#"{"id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "name": "t", "teamId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "latestVersion": "1", "code": "?", "language": "typescript", "deleted": true, "createdAt": "2025-03-01T09:30:00Z", "updatedAt": "2025-03-01T09:30:00Z"}"#;
    let invalid = r#"{"updatedAt": "", "createdAt": "soon", "deleted": true, "browserConfiguration": {"proxy": {"active": true, "country_code": "zz"}},
        "language": "", "code": "?", "latestVersion": "", "description": "", "teamId": "b", "name": "", "id": "a"}"#;
    let rows = [
        ["uuid", "/id"],
        ["min-length", "/name"],
        ["pattern", "/name"],
        ["uuid", "/teamId"],
        ["enum", "/language"],
        [
            "country-unknown",
            "/browserConfiguration/proxy/country_code",
        ],
        ["date-time", "/createdAt"],
        ["date-time", "/updatedAt"],
    ];
    expect(&deserialize::<Task>(valid), &[]);
    expect(&deserialize::<Task>(invalid), &rows);
    let pointers = rows.map(|[_, pointer]| format!("/data{pointer}"));
    let rows: Vec<[&str; 2]> = rows
        .iter()
        .zip(&pointers)
        .map(|([rule, _], pointer)| [rule, pointer.as_str()])
        .collect();
    let response = |task: &str| deserialize::<TaskResponse>(&format!(r#"{{"data": {task}}}"#));
    expect(&response(valid), &[]);
    expect(&response(invalid), &rows);
    expect(&TaskResponse::default(), &[]);
    expect(&ErrorResponse::default(), &[]);
    expect(
        &deserialize::<ErrorResponse>(r#"{"error": {"code": 0, "message": ""}}"#),
        &[],
    );
    expect(&ApiError::default(), &[]);
}
