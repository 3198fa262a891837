//! Helps that depend on the likely mistake.

use std::borrow::Cow;

use anchorbrowser_schema::{CreateTaskRequest, DocumentType, Object as _, Rule, Validator};
use serde_json::json;

use crate::support::{check, rule_at};

#[test]
fn missing_padding_can_be_added() {
    let encode_again = "encode the source code again: the code was cut off or concatenated";
    let one_padding = "append `=`, or encode the source code again if the code was cut off";
    let two_paddings = "append `==`, or encode the source code again if the code was cut off";
    let another_padding =
        "append another `=`, or encode the source code again if the code was cut off";
    let table = [
        ("QQ", two_paddings),
        ("QUJDQQ", two_paddings),
        ("QUJ", one_padding),
        ("QUJDQUJ", one_padding),
        ("Q", encode_again),
        ("QQ=", another_padding),
        ("QUJ==", "remove one `=`"),
        ("QUJD=", "remove the `=`"),
        ("QUJD==", "remove the `=`"),
        ("QQ===", encode_again),
        ("Q=", encode_again),
        ("QQ==QUI", encode_again),
        ("QQ==QQ==", encode_again),
    ];
    for (code, help) in table {
        let report = Validator::new().check(&CreateTaskRequest::new("t").with_code(code));
        let violation = &report.violations()[0];
        assert_eq!(rule_at(violation), ["base64-padding", "/code"]);
        assert_eq!(violation.help().as_deref(), Some(help), "{code}");
    }
}

#[test]
fn help_for_a_wrong_type_depends_on_the_value() {
    use DocumentType::{AnchorProxy, CreateTaskRequest, SessionConfig};
    let add_quotes = Some("put it in double quotes");
    let table = [
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": 5}"#,
            add_quotes,
        ),
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": true}"#,
            add_quotes,
        ),
        (
            CreateTaskRequest,
            r#"{"language": "typescript", "name": ["t"]}"#,
            None,
        ),
        (
            AnchorProxy,
            r#"{"active": "true"}"#,
            Some("write `true` or `false` without quotes"),
        ),
        (
            AnchorProxy,
            r#"{"active": 1}"#,
            Some("write `true` or `false`"),
        ),
        (
            AnchorProxy,
            r#"{"active": {}}"#,
            Some("write `true` or `false`"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": "9"}}"#,
            Some("write the number without quotes"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": 1.5}}"#,
            Some("round it to an integer"),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": true}}"#,
            None,
        ),
        (SessionConfig, r#"{"timeout": 20}"#, None),
    ];
    for (document_type, json, help) in table {
        let report = check(document_type, json);
        let [violation] = report.violations() else {
            panic!("{json}: {report}")
        };
        assert_eq!(violation.rule(), Rule::Type, "{json}");
        assert_eq!(violation.help().as_deref(), help, "{json}");
    }
}

#[test]
fn help_for_an_unknown_member_names_the_object_that_has_it() {
    use DocumentType::{AnchorProxy, CreateTaskRequest, CustomProxy, SessionConfig};
    let into = |member| Some(format!("move it into `{member}`"));
    let session = || into("browserConfiguration");
    let use_custom = || Some("set the type to `custom` to use a proxy of your own".to_owned());
    let of_session = || {
        let help =
            "send it with the request that starts a session; a task has `browserConfiguration`";
        Some(help.to_owned())
    };
    let leave_out = |member| Some(format!("leave it out: only an Anchor proxy has a {member}"));
    let table = [
        (CreateTaskRequest, "initial_url", session()),
        (CreateTaskRequest, "recording", session()),
        (CreateTaskRequest, "proxy", session()),
        (CreateTaskRequest, "timeout", session()),
        (CreateTaskRequest, "live_view", session()),
        (
            CreateTaskRequest,
            "inputs",
            Some("send it with the request that runs the task".to_owned()),
        ),
        (CreateTaskRequest, "session", of_session()),
        (CreateTaskRequest, "browser", of_session()),
        (SessionConfig, "session", None),
        (CreateTaskRequest, "max_duration", None),
        (SessionConfig, "max_duration", into("timeout")),
        (SessionConfig, "idle_timeout", into("timeout")),
        (SessionConfig, "read_only", into("live_view")),
        (SessionConfig, "country_code", into("proxy")),
        (SessionConfig, "server", None),
        (AnchorProxy, "server", use_custom()),
        (AnchorProxy, "username", use_custom()),
        (AnchorProxy, "password", use_custom()),
        (AnchorProxy, "language", None),
        (CustomProxy, "country_code", leave_out("country")),
        (CustomProxy, "region", leave_out("region")),
        (CustomProxy, "city", leave_out("city")),
    ];
    for (document_type, member, expected) in table {
        let report = check(document_type, json!({ member: 1 }).to_string());
        let pointer = format!("/{member}");
        let mut violations = report.violations().iter();
        let violation = violations.find(|v| rule_at(v) == ["unknown-property", &pointer]);
        let help = violation.unwrap().help().map(Cow::into_owned);
        assert_eq!(help, expected, "{member}");
    }
}

#[test]
fn messages_and_helps_name_the_mistake() {
    use DocumentType::{CreateTaskRequest, CustomProxy, ProxyConfig, SessionConfig};
    const COUNTRY: &str =
        "`/country_code` must be the code of a country that a proxy type offers, but is ";
    const NOT_OFFERED: &str = "no proxy type offers it; `anchorbrowser-schema countries` \
                               lists those that are offered";
    const NO_CODE: &str = "use an ISO 3166-1 alpha-2 code in lower case, such as `us`; \
                           `anchorbrowser-schema countries` lists those that are offered";
    const TYPES: &str = "`/type` must be `anchor_residential`, `anchor_mobile`, `anchor_gov`, \
                         `anchor_proxy` or `custom`, but is ";
    let country = |found: &str| format!("{COUNTRY}{found}");
    let table: [(_, _, String, _); 11] = [
        (
            ProxyConfig,
            r#"{"country_code": "kp"}"#,
            country("`kp`"),
            Some(NOT_OFFERED),
        ),
        (
            ProxyConfig,
            r#"{"country_code": "aq"}"#,
            country("`aq`"),
            Some(NOT_OFFERED),
        ),
        (
            ProxyConfig,
            r#"{"country_code": "Nowhere"}"#,
            country("`Nowhere`"),
            Some(NO_CODE),
        ),
        (
            ProxyConfig,
            r#"{"country_code": ""}"#,
            country("empty"),
            Some(NO_CODE),
        ),
        (
            ProxyConfig,
            r#"{"type": "anchor_vpn"}"#,
            format!("{TYPES}`anchor_vpn`"),
            None,
        ),
        (
            CreateTaskRequest,
            r#"{"language": ""}"#,
            "`/language` must be `typescript`, but is empty".to_owned(),
            Some("use `typescript`"),
        ),
        (
            CreateTaskRequest,
            r#"{"name": null}"#,
            "`/name` must be a string, but is null".to_owned(),
            Some("replace `null` with a string"),
        ),
        (
            CreateTaskRequest,
            r#"{"description": null}"#,
            "`/description` must be a string, but is null".to_owned(),
            Some("leave the member out instead of setting it to `null`"),
        ),
        (
            SessionConfig,
            r#"{"initial_url": "example.com/path"}"#,
            "`/initial_url` must be a URI with a scheme, but has no scheme".to_owned(),
            Some("put `https://` before it"),
        ),
        (
            CustomProxy,
            r#"{"country_code": "us"}"#,
            "`/country_code` is a member of Anchor proxies, not of custom proxies".to_owned(),
            Some("leave it out: only an Anchor proxy has a country"),
        ),
        (
            SessionConfig,
            r#"{"recording": {"$schema": 1}}"#,
            "`/recording/$schema` is not a member that the API document defines".to_owned(),
            None,
        ),
    ];
    for (document_type, json, message, help) in table {
        let report = check(document_type, json);
        let mut violations = report.violations().iter();
        let violation = violations.find(|violation| violation.message() == message);
        let violation = violation.unwrap_or_else(|| panic!("{json}: {report}"));
        assert_eq!(violation.help().as_deref(), help, "{json}");
    }
    // Editors write it into the root.
    assert!(
        check(SessionConfig, r#"{"$schema": "a"}"#)
            .violations()
            .is_empty()
    );
}

/// The value of an unknown member is not checked, which matters only if it can have members of its
/// own.
#[test]
fn help_for_an_unknown_object_says_that_nothing_inside_was_checked() {
    use DocumentType::{CreateTaskRequest, SessionConfig};
    let table = [
        (
            CreateTaskRequest,
            r#"{"browser_configuration": {}}"#,
            "did you mean `browserConfiguration`? nothing inside it was checked",
        ),
        (
            CreateTaskRequest,
            "{\"proxy\" \n:\t{}}",
            "move it into `browserConfiguration`; nothing inside it was checked",
        ),
        (
            CreateTaskRequest,
            r#"{"config": {}}"#,
            "nothing inside it was checked",
        ),
        (
            CreateTaskRequest,
            r#"{"browser_configuration": [{}]}"#,
            "did you mean `browserConfiguration`?",
        ),
        (
            SessionConfig,
            r#"{"timeout": {"timeout": 1}}"#,
            "use `max_duration` or `idle_timeout`",
        ),
    ];
    for (document_type, json, help) in table {
        let report = check(document_type, json);
        let mut violations = report.violations().iter();
        let unknown = violations.find(|violation| violation.rule() == Rule::UnknownProperty);
        assert_eq!(unknown.unwrap().help().as_deref(), Some(help), "{json}");
    }
    let mut task = anchorbrowser_schema::CreateTaskRequest::new("t");
    task.set_unknown_member("config", &json!({})).unwrap();
    let report = Validator::new().check(&task);
    let help = report.violations()[0].help();
    assert_eq!(help.as_deref(), Some("nothing inside it was checked"));
}
