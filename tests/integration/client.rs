//! The client side: building requests and reading responses.

use std::borrow::Cow;

use anchorbrowser_schema::{
    AnchorProxy, ApiError, CountryCode, CreateTaskRequest, CustomProxy, DocumentType,
    ErrorResponse, Language, LiveView, Nullable, Object, Password, ProxyType, Recording, Report,
    Rule, SessionConfig, Task, TaskResponse, Timeout, Valid, Validate, Validator,
};
use serde_json::{Value, json};

use crate::support::{check, rules_at};

const TASK: &str = include_str!("../../schemas/examples/responses/task.json");

#[test]
fn every_member_can_be_set() {
    let anchor = AnchorProxy::new()
        .with_active(false)
        .with_type(ProxyType::ANCHOR_PROXY)
        .with_country_code(CountryCode::DE)
        .with_region("be")
        .with_city("berlin");
    let task = CreateTaskRequest::new("t")
        .with_language(Language::TYPESCRIPT)
        .with_source_code("run();")
        .with_description("d")
        .with_browser_configuration(
            SessionConfig::new()
                .with_initial_url("https://example.com/")
                .with_recording(false)
                .with_proxy(anchor)
                .with_timeout(
                    Timeout::new()
                        .with_max_duration(30)
                        .with_idle_timeout(Timeout::NO_LIMIT),
                )
                .with_live_view(LiveView::new().with_read_only(true)),
        );
    let full = json!({
        "name": "t",
        "language": "typescript",
        "code": "cnVuKCk7",
        "description": "d",
        "browserConfiguration": {
            "initial_url": "https://example.com/",
            "recording": {"active": false},
            "proxy": {
                "active": false,
                "type": "anchor_proxy",
                "country_code": "de",
                "region": "be",
                "city": "berlin",
            },
            "timeout": {"max_duration": 30, "idle_timeout": -1},
            "live_view": {"read_only": true},
        },
    });
    assert_eq!(serde_json::to_value(&task).unwrap(), full);
    assert!(task.check().is_empty());
    let custom = SessionConfig::new()
        .with_proxy(CustomProxy::new("proxy.example.com:8080", "u", "p").with_active(false));
    assert_eq!(
        serde_json::to_value(&custom).unwrap(),
        json!({"proxy": {
            "type": "custom",
            "server": "proxy.example.com:8080",
            "username": "u",
            "password": "p",
            "active": false,
        }})
    );
    assert!(custom.check().is_empty());
}

/// The constants are the defaults of the API document; missing members are not serialized.
#[test]
fn defaults_are_those_of_the_api() {
    assert_eq!(Timeout::DEFAULT_MAX_DURATION, 20);
    assert_eq!(Timeout::DEFAULT_IDLE_TIMEOUT, 5);
    assert_eq!(AnchorProxy::DEFAULT_COUNTRY_CODE, CountryCode::US);
    const {
        assert!(Recording::DEFAULT_ACTIVE && !LiveView::DEFAULT_READ_ONLY);
    }
    let session = SessionConfig::new()
        .with_recording(Recording::new())
        .with_timeout(Timeout::new())
        .with_live_view(LiveView::new())
        .with_proxy(AnchorProxy::new());
    assert_eq!(
        serde_json::to_value(CreateTaskRequest::new("t").with_browser_configuration(session))
            .unwrap(),
        json!({
            "name": "t",
            "language": "typescript",
            "browserConfiguration": {
                "recording": {},
                "timeout": {},
                "live_view": {},
                "proxy": {"active": true},
            },
        })
    );
}

#[test]
fn strings_of_every_kind_are_accepted() {
    let owned = "de".to_owned();
    let country = CountryCode::DE;
    for converted in [
        CountryCode::from("de"),
        CountryCode::from(&owned),
        CountryCode::from(owned.clone()),
        CountryCode::from(Cow::Borrowed("de")),
        "de".parse().unwrap(),
    ] {
        assert_eq!(converted, country);
    }
    assert_eq!(String::from(country), owned);
    assert_eq!(String::from(ProxyType::from("orbit")), "orbit");
    assert_eq!(String::from(Language::TYPESCRIPT), "typescript");
    for request in [
        CreateTaskRequest::new(&owned),
        CreateTaskRequest::new(Cow::Borrowed("de")),
        CreateTaskRequest::new(Box::<str>::from("de")),
    ] {
        assert_eq!(request.name, owned);
    }
    for password in [
        Password::from(&owned),
        Password::from(Cow::Borrowed("de")),
        Password::from("de"),
    ] {
        assert_eq!(password.expose(), owned);
    }
    // Anything that converts into a string, such as a parsed URL.
    let url = url::Url::parse("https://example.com").unwrap();
    let session = SessionConfig::new().with_initial_url(url);
    assert_eq!(session.initial_url.as_deref(), Some("https://example.com/"));
}

#[test]
fn sources_are_encoded_and_decoded() {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    for source in [b"", &b"r"[..], b"ru", b"run", b"run();\n", &every_byte] {
        let task = CreateTaskRequest::new("t").with_source_code(source);
        assert_eq!(task.decode_code().unwrap().as_deref(), Some(source));
    }
    let task = CreateTaskRequest::new("t").with_source_code("größe");
    assert_eq!(task.code.as_deref(), Some("Z3LDtsOfZQ=="));
    assert_eq!(CreateTaskRequest::new("t").decode_code(), Ok(None));
    let task = Task::from_json(TASK).unwrap();
    let source = String::from_utf8(task.decode_code().unwrap()).unwrap();
    assert!(source.starts_with("// Prints the headline of a news page."));
}

#[test]
fn invalid_base64_is_not_decoded() {
    let table = [
        (
            "cnVu\nKCk7\n",
            Rule::Base64Alphabet,
            "`/code` is not base64: 2 invalid characters, the first at character 5",
        ),
        (
            "-_-_",
            Rule::Base64Alphabet,
            "`/code` is not base64: 4 invalid characters, the first at character 1",
        ),
        (
            "cnVuKCk",
            Rule::Base64Padding,
            "`/code` must be base64 in groups of four, padded with `=` only at the end, but has 7 \
             symbols and 0 `=`",
        ),
        (
            "QR==",
            Rule::Base64TrailingBits,
            "`/code` must be canonical base64, but its last symbol has unused bits that are not \
             zero",
        ),
    ];
    for (code, rule, message) in table {
        let error = CreateTaskRequest::new("t")
            .with_code(code)
            .decode_code()
            .unwrap_err();
        assert_eq!((error.rule(), error.kind().rule()), (rule, Some(rule)));
        assert_eq!(error.to_string(), message);
        let mut task = Task::from_json(TASK).unwrap().into_inner();
        task.code = code.to_owned();
        assert_eq!(task.decode_code(), Err(error.clone()));
        assert!(!format!("{error:?}{error}").contains(code));
    }
}

#[test]
fn a_valid_value_is_made_from_json_or_a_typed_value() {
    let validator = Validator::new();
    let json = r#"{"name":"t","language":"typescript"}"#;
    let task = CreateTaskRequest::new("t");
    let valid: [Valid<CreateTaskRequest>; 7] = [
        CreateTaskRequest::from_json(json).unwrap(),
        CreateTaskRequest::from_json(json.as_bytes()).unwrap(),
        validator.accept_json(json).unwrap(),
        validator.read_json(json).into_valid().unwrap(),
        task.clone().into_valid().unwrap(),
        validator.accept(task.clone()).unwrap(),
        serde_json::from_str(json).unwrap(),
    ];
    for valid in valid {
        assert_eq!(*valid, task);
        assert_eq!(valid.as_ref(), &task);
        assert_eq!(valid.into_inner(), task);
    }
    let invalid = CreateTaskRequest::new("a b");
    let report = invalid.check();
    assert!(!report.is_valid() && !invalid.is_valid() && !validator.is_valid(&invalid));
    assert_eq!(invalid.validate(), Err(report.clone()));
    assert_eq!(validator.validate(&invalid), Err(report.clone()));
    assert_eq!(validator.accept(invalid.clone()), Err(report.clone()));
    assert_eq!(invalid.into_valid(), Err(report));
    let json = r#"{"name":"a b","language":"typescript"}"#;
    let report = validator.check_json::<CreateTaskRequest>(json);
    let checks: [Result<Valid<CreateTaskRequest>, Report>; 3] = [
        CreateTaskRequest::from_json(json),
        validator.accept_json(json),
        validator.read_json(json).into_valid(),
    ];
    assert_eq!(checks, [(); 3].map(|()| Err(report.clone())));
}

/// The rules and pointers of a report, sorted.
fn sorted_rules_at(report: &Report) -> Vec<[&str; 2]> {
    let mut rules = rules_at(report);
    rules.sort_unstable();
    rules
}

/// A response with members and values that the API document does not name.
#[test]
fn newer_responses_are_deserialized_and_can_be_checked() {
    let mut task: Value = serde_json::from_str(TASK).unwrap();
    task["tags"] = json!(["a"]);
    task["language"] = "python".into();
    task["description"] = Value::Null;
    task["id"] = "task-7".into();
    task["browserConfiguration"] = json!({
        "proxy": {"active": true, "type": "anchor_orbit", "country_code": "zz", "sticky": true},
        "live_view": {"read_only": null, "one_time_url": true},
        "timeout": {"max_duration": 20.0},
    });
    let json = json!({"data": task, "trace": 7}).to_string();
    let response: TaskResponse = serde_json::from_str(&json).unwrap();
    let read = response.data.as_ref().unwrap();
    assert_eq!(read.language, "python");
    assert_eq!(read.description, Some(Nullable::Null));
    let mut proxy = AnchorProxy::new()
        .with_type("anchor_orbit")
        .with_country_code("zz");
    proxy.set_unknown_member("sticky", &true).unwrap();
    let live_view = LiveView::new().with_one_time_url(true);
    assert_eq!(
        read.browser_configuration,
        Some(
            SessionConfig::new()
                .with_proxy(proxy)
                .with_live_view(live_view)
                .with_timeout(Timeout::new().with_max_duration(20))
        )
    );
    assert!(read.unknown_members().iter().eq([("tags", r#"["a"]"#)]));
    assert!(response.unknown_members().iter().eq([("trace", "7")]));
    let expected = [
        [
            "country-unknown",
            "/data/browserConfiguration/proxy/country_code",
        ],
        ["enum", "/data/browserConfiguration/proxy/type"],
        ["enum", "/data/language"],
        ["type", "/data/description"],
        [
            "unknown-property",
            "/data/browserConfiguration/live_view/one_time_url",
        ],
        [
            "unknown-property",
            "/data/browserConfiguration/proxy/sticky",
        ],
        ["unknown-property", "/data/tags"],
        ["unknown-property", "/trace"],
        ["uuid", "/data/id"],
    ];
    assert_eq!(sorted_rules_at(&response.check()), expected);
    // `null` is read as a missing member where no revision allows it, but is a violation in the text.
    let mut expected_of_json = [
        &expected[..],
        &[["type", "/data/browserConfiguration/live_view/read_only"]],
    ]
    .concat();
    expected_of_json.sort_unstable();
    let report = check(DocumentType::TaskResponse, &json);
    assert_eq!(sorted_rules_at(&report), expected_of_json);

    let json = r#"{"error": {"code": 429, "message": null, "retry_after": 3}, "trace": 7}"#;
    let response: ErrorResponse = serde_json::from_str(json).unwrap();
    let error = response.error.as_ref().unwrap();
    assert_eq!((error.code, error.message.as_deref()), (Some(429), None));
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"error":{"code":429,"retry_after":3},"trace":7}"#
    );
    assert_eq!(
        serde_json::to_value(ErrorResponse::from(ApiError::new(409, "taken"))).unwrap(),
        json!({"error": {"code": 409, "message": "taken"}})
    );
    let task = Task::from_json(TASK).unwrap().into_inner();
    assert_eq!(TaskResponse::from(task.clone()).data, Some(task));
}
