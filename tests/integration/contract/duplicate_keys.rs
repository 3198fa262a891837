//! `duplicate-key`: repeated keys, and the values that a repeated key supersedes.

use super::expect_all;

#[test]
fn other_rules_apply_to_the_last_value_of_a_duplicate_key() {
    expect_all(
        r#"
            CreateTaskRequest {"name": "a b", "n\u0061me": "t", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
            CreateTaskRequest {"name": "t", "n\u0061me": "a b", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
            - pattern /name "a b"
            CreateTaskRequest {"name": "t", "name": null, "language": "typescript"}
            - duplicate-key /name "name"
            - type /name null
            CreateTaskRequest {"name": {"a": 1}, "name": "t", "language": "typescript"}
            - duplicate-key /name "name"
            # Reported once, at the first repeated key.
            CreateTaskRequest {"name": 1, "n\u0061me": 2, "na\u006de": "t", "language": "typescript"}
            - duplicate-key /name "n\u0061me"
        "#,
    );
}

#[test]
fn only_duplicate_keys_are_reported_in_a_superseded_object() {
    expect_all(
        r#"
            SessionConfig {"timeout": {"max_duration": 0, "x": 1}, "timeout": {"idle_timeout": -5}}
            - duplicate-key /timeout "timeout"
            - timeout-value /timeout/idle_timeout -5
            SessionConfig {"timeout": {"max_duration": 1}, "timeout": {"idle_timeout": 5}}
            - duplicate-key /timeout "timeout"
            SessionConfig {"recording": {"active": 1, "\u0061ctive": 2}, "record\u0069ng": {"active": true}}
            - duplicate-key /recording/active "\u0061ctive"
            - duplicate-key /recording "record\u0069ng"
            # Equal pointers in the superseded object and in the last one.
            SessionConfig {"recording": {"active": 1, "\u0061ctive": 2}, "record\u0069ng": {"active": true, "a\u0063tive": 5}}
            - duplicate-key /recording/active "\u0061ctive"
            - duplicate-key /recording "record\u0069ng"
            - type /recording/active 5
            SessionConfig {"recording": {"active": 1}, "record\u0069ng": {"x": 1}, "recordin\u0067": {}}
            - duplicate-key /recording "record\u0069ng"
            SessionConfig {"recording": {"active": 1}, "recording": 5}
            - duplicate-key /recording "recording"
            - type /recording 5
            SessionConfig {"recording": 5, "recording": {"active": 1}}
            - duplicate-key /recording "recording"
            - type /recording/active 1
            SessionConfig {"recording": [{"a": 1, "\u0061": 2}], "recording": {}}
            - duplicate-key /recording/0/a "\u0061"
            - duplicate-key /recording "recording"
            SessionConfig {"proxy": {"type": "custom"}, "proxy": {"active": true, "server": "h"}}
            - duplicate-key /proxy "proxy"
            - unknown-property /proxy/server "server"
            # A duplicate key inside a superseded object.
            CreateTaskRequest {"browserConfiguration": {"proxy": {"x": 1}, "prox\u0079": {"type": 5}}, "name": "t", "browserConfiguration": {"proxy": {"active": true}, "\u0070roxy": {}}, "language": "typescript"}
            - duplicate-key /browserConfiguration/proxy "prox\u0079"
            - duplicate-key /browserConfiguration "browserConfiguration"
            - required /browserConfiguration/proxy/active {}
        "#,
    );
}

#[test]
fn duplicate_keys_are_reported_in_every_object() {
    expect_all(
        r#"
            SessionConfig {"x": [{"a": 1, "\u0061": 2}, {"a": 1}, [{"b": {}, "\u0062": {"c": 1, "\u0063": 2}}]]}
            - unknown-property /x "x"
            - duplicate-key /x/0/a "\u0061"
            - duplicate-key /x/2/0/b "\u0062"
            - duplicate-key /x/2/0/b/c "\u0063"
            SessionConfig {"x": 1, "\u0078": 2}
            - duplicate-key /x "\u0078"
            - unknown-property /x "\u0078"
            SessionConfig {"key": 1, "\u006bey": 2, "k\u0065y": 3}
            - duplicate-key /key "\u006bey"
            - unknown-property /key "k\u0065y"
            SessionConfig {"initial_url": {"a": 1, "\u0061": 2}}
            - type /initial_url {"a": 1, "\u0061": 2}
            - duplicate-key /initial_url "\u0061"
            SessionConfig {"timeout": [{"a": 1, "a": 2}]}
            - type /timeout [{"a": 1, "a": 2}]
            - duplicate-key /timeout/0/a "a"
            SessionConfig [{"a": 1, "a": 2}]
            - type "" (document)
            - duplicate-key /0/a "a"
            SessionConfig {"": {"a/b": 1, "a\u002fb": 2, "~": 1, "\u007e": 2, "~1": 1, "\u007e1": 2, "": 1, "": 2}}
            - unknown-property / ""
            - duplicate-key //a~1b "a\u002fb"
            - duplicate-key //~0 "\u007e"
            - duplicate-key //~01 "\u007e1"
            - duplicate-key // ""
        "#,
    );
}

#[test]
fn an_array_index_and_a_key_with_equal_pointers_are_reported_once() {
    expect_all(
        r#"
            SessionConfig {"x": [{"a": 1, "\u0061": 2}], "x": {"0": {"a": 1, "a": 2}}}
            - duplicate-key /x/0/a "\u0061"
            - duplicate-key /x "x"
            - unknown-property /x "x"
        "#,
    );
}

#[test]
fn verdicts_agree_at_each_level() {
    use anchorbrowser_schema::{CreateTaskRequest, Level, Rule, Validator};

    let documents = [
        r#"{"name": "t", "name": "t", "language": "typescript"}"#,
        r#"{"name": "t", "language": "typescript", "browserConfiguration": {"recording": {"active": 1}, "recording": {"active": true}}}"#,
        r#"{"name": "t", "language": "typescript", "x": {"a": 1, "a": 2}, "code": "?"}"#,
    ];
    for json in documents {
        for level in [Level::Allow, Level::Warn, Level::Deny] {
            let validator = Validator::new().level(Rule::DuplicateKey, level).unwrap();
            let report = validator.check_json::<CreateTaskRequest>(json);
            let verdict = validator.is_valid_json::<CreateTaskRequest>(json);
            assert_eq!(verdict, report.is_valid(), "{level:?} {json}");
            // It also enforces the default levels.
            let accepted = validator.accept_json::<CreateTaskRequest>(json);
            assert_eq!(accepted.unwrap_err(), report, "{level:?} {json}");
        }
    }
}
