//! The parameters of every rule, and the examples of [`violating_documents`].

use anchorbrowser_schema::{DocumentType, Rule, Severity};
use serde_json::json;

use crate::support::{check, find_violation, is_error, params, violating_documents, violation_of};

#[test]
fn every_rule_has_an_example_with_its_default_severity() {
    let names: Vec<&str> = violating_documents()
        .iter()
        .map(|(rule, ..)| *rule)
        .collect();
    assert_eq!(names, Rule::all().map(Rule::name).collect::<Vec<_>>());
    assert_eq!(names.len(), 28);
    for rule in Rule::all() {
        let severity = rule.default_severity();
        assert_eq!(severity == Severity::Error, is_error(rule.name()), "{rule}");
        assert_eq!(violation_of(rule.name()).severity(), severity);
    }
}

#[test]
fn every_rule_has_its_parameters() {
    let table = [
        ("syntax", json!({"expected": "a value"})),
        ("duplicate-key", json!({"key": "name"})),
        ("type", json!({"expected": "boolean", "found": "string"})),
        ("required", json!({"property": "language"})),
        (
            "enum",
            json!({
                "allowed": ["anchor_residential", "anchor_mobile", "anchor_gov", "anchor_proxy"],
                "found": "residential",
                "suggestion": "anchor_residential",
            }),
        ),
        ("min-length", json!({"limit": 1, "actual": 0})),
        ("max-length", json!({"limit": 255, "actual": 257})),
        (
            "pattern",
            json!({"pattern": "^[a-zA-Z0-9_-]+$", "index": 1, "character": " "}),
        ),
        ("base64-alphabet", json!({"index": 4, "count": 2})),
        ("base64-padding", json!({"symbols": 7, "padding": 0})),
        ("base64-trailing-bits", json!({})),
        ("uri", json!({"index": 21})),
        (
            "invalid-url",
            json!({"reason": "its port is not a number up to 65535"}),
        ),
        (
            "country-unknown",
            json!({"country": "uk", "suggestion": "gb"}),
        ),
        (
            "country-not-allowed",
            json!({
                "country": "gb",
                "type": "anchor_gov",
                "offered_by": ["anchor_residential", "anchor_mobile"],
            }),
        ),
        ("city-requires-region", json!({})),
        ("city-unsupported", json!({"type": "anchor_gov"})),
        (
            "integer-range",
            json!({"minimum": i64::MIN, "maximum": i64::MAX}),
        ),
        ("uuid", json!({})),
        ("date-time", json!({})),
        (
            "unknown-property",
            json!({"property": "countryCode", "suggestion": "country_code"}),
        ),
        ("timeout-value", json!({"minutes": 0})),
        (
            "timeout-order",
            json!({"idle_timeout": 21, "max_duration": 20}),
        ),
        ("url-scheme", json!({"scheme": "ftp"})),
        ("url-credentials", json!({})),
        ("proxy-server-format", json!({})),
        ("empty-code", json!({})),
        ("code-not-text", json!({})),
    ];
    assert_eq!(table.len(), Rule::all().len());
    for (rule, expected) in table {
        assert_eq!(params(&violation_of(rule)), expected, "{rule}");
    }
}

#[test]
fn optional_parameters_are_omitted() {
    use DocumentType::{AnchorProxy, CreateTaskRequest, SessionConfig};
    let pattern = "^[a-zA-Z0-9_-]+$";
    let long_description = format!(r#"{{"description": "{}"}}"#, "🎉".repeat(1001));
    let table = [
        (
            CreateTaskRequest,
            r#"{"name": ""}"#,
            "pattern",
            json!({"pattern": pattern}),
        ),
        (
            CreateTaskRequest,
            r#"{"name": "日本!"}"#,
            "pattern",
            json!({"pattern": pattern, "index": 0, "character": "日"}),
        ),
        (
            CreateTaskRequest,
            r#"{"language": "cobol"}"#,
            "enum",
            json!({"allowed": ["typescript"], "found": "cobol"}),
        ),
        (
            CreateTaskRequest,
            r#"{"language": "TypeScript"}"#,
            "enum",
            json!({"allowed": ["typescript"], "found": "TypeScript", "suggestion": "typescript"}),
        ),
        (
            CreateTaskRequest,
            &long_description,
            "max-length",
            json!({"limit": 1000, "actual": 1001}),
        ),
        (
            CreateTaskRequest,
            r#"{"code": "äcn-VuKC"}"#,
            "base64-alphabet",
            json!({"index": 0, "count": 2}),
        ),
        (
            CreateTaskRequest,
            r#"{"code": "QQ=Q="}"#,
            "base64-padding",
            json!({"symbols": 3, "padding": 2}),
        ),
        (
            CreateTaskRequest,
            r#"{"browser_configuration": {}}"#,
            "unknown-property",
            json!({"property": "browser_configuration", "suggestion": "browserConfiguration"}),
        ),
        (
            SessionConfig,
            r#"{"initial_url": "HT+TP:x"}"#,
            "url-scheme",
            json!({"scheme": "ht+tp"}),
        ),
        (
            SessionConfig,
            r#"{"live_view": {"readonly": true}}"#,
            "unknown-property",
            json!({"property": "readonly", "suggestion": "read_only"}),
        ),
        (
            SessionConfig,
            r#"{"timeout": {"max_duration": -9223372036854775808}}"#,
            "timeout-value",
            json!({"minutes": i64::MIN}),
        ),
        (
            AnchorProxy,
            r#"{"country_code": "US"}"#,
            "country-unknown",
            json!({"country": "US", "suggestion": "us"}),
        ),
        (
            AnchorProxy,
            r#"{"country_code": "zz"}"#,
            "country-unknown",
            json!({"country": "zz"}),
        ),
        (
            AnchorProxy,
            r#"{"tags": []}"#,
            "unknown-property",
            json!({"property": "tags"}),
        ),
    ];
    for (document_type, json, rule, expected) in table {
        let violation = find_violation(&check(document_type, json), rule);
        assert_eq!(params(&violation), expected, "{json}");
    }
}
