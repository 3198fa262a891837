//! Reports and violations as JSON: their members and the order of those.

use anchorbrowser_schema::{
    CreateTaskRequest, DocumentType, Edit, Fix, JsonType, Origin, Position, Rule, Span, Validate,
    Validator,
};
use serde_json::{Value, json};

use crate::support::{
    check, check_request, check_with, counts, params, rules_at, start, violating_documents,
};

const REPORT: [&str; 6] = [
    "revision",
    "valid",
    "errors",
    "warnings",
    "omitted",
    "violations",
];
const VIOLATION: [&str; 10] = [
    "rule", "severity", "pointer", "message", "help", "params", "span", "line", "column", "end",
];

/// The keys of a pretty-printed object, in order.
fn keys(pretty: &str) -> Vec<&str> {
    let lines = pretty.lines().filter_map(|line| line.strip_prefix("  \""));
    lines
        .filter_map(|line| line.split_once("\": "))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn members_are_in_order() {
    for (rule, document_type, json) in violating_documents() {
        let report = check(document_type, &json);
        assert_eq!(
            keys(&serde_json::to_string_pretty(&report).unwrap()),
            REPORT
        );
        for violation in report.violations() {
            let pretty = serde_json::to_string_pretty(violation).unwrap();
            let has_help = violation.help().is_some();
            let expected = VIOLATION
                .into_iter()
                .filter(|key| *key != "help" || has_help);
            assert_eq!(keys(&pretty), expected.collect::<Vec<_>>(), "{rule}");
            let span = violation.span().unwrap();
            let position = violation.position().unwrap();
            let json = serde_json::to_value(violation).unwrap();
            assert!(json["params"].is_object(), "{rule}");
            assert_eq!(json["span"], json!({"start": span.start, "end": span.end}));
            assert_eq!(
                (&json["line"], &json["column"]),
                (&json!(position.line), &json!(position.column),)
            );
            let end = violation.end().unwrap();
            assert_eq!(json["end"], json!({"line": end.line, "column": end.column}));
            assert_eq!(json["help"].as_str(), violation.help().as_deref());
        }
    }
}

#[test]
fn violations_of_typed_values_have_no_span_and_position() {
    let task = CreateTaskRequest::new("")
        .with_code("")
        .with_language("cobol");
    let report = task.check();
    assert_eq!(report.violations().len(), 4);
    for violation in report.violations() {
        let pretty = serde_json::to_string_pretty(violation).unwrap();
        let actual = keys(&pretty);
        let help = violation.help().map(|_| "help");
        let expected: Vec<&str> = VIOLATION[..4]
            .iter()
            .copied()
            .chain(help)
            .chain(["params"])
            .collect();
        assert_eq!(actual, expected);
        assert!(params(violation).is_object());
    }
}

/// The report of [`a_report_has_this_json`], whose message `@` is that of the violation.
const PRETTY: &str = r#"{
  "revision": "2025",
  "valid": false,
  "errors": 3,
  "warnings": 1,
  "omitted": 0,
  "violations": [
    {
      "rule": "pattern",
      "severity": "error",
      "pointer": "/name",
      "message": "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 3 is `ö`",
      "help": "use only ASCII letters, digits, hyphens and underscores",
      "params": {
        "pattern": "^[a-zA-Z0-9_-]+$",
        "index": 2,
        "character": "ö"
      },
      "span": {
        "start": 12,
        "end": 21
      },
      "line": 2,
      "column": 11,
      "end": {
        "line": 2,
        "column": 18
      }
    },
    {
      "rule": "type",
      "severity": "error",
      "pointer": "/description",
      "message": "`/description` must be a string, but is null",
      "help": "leave the member out instead of setting it to `null`",
      "params": {
        "expected": "string",
        "found": "null"
      },
      "span": {
        "start": 66,
        "end": 70
      },
      "line": 3,
      "column": 18,
      "end": {
        "line": 3,
        "column": 22
      }
    },
    {
      "rule": "unknown-property",
      "severity": "warning",
      "pointer": "/tags",
      "message": "@",
      "params": {
        "property": "tags"
      },
      "span": {
        "start": 72,
        "end": 78
      },
      "line": 3,
      "column": 24,
      "end": {
        "line": 3,
        "column": 30
      }
    },
    {
      "rule": "country-not-allowed",
      "severity": "error",
      "pointer": "/browserConfiguration/proxy/country_code",
      "message": "`/browserConfiguration/proxy/country_code` must be a country that `anchor_gov` offers, but is `gb`",
      "help": "choose another country, or a type that offers `gb`: `anchor_residential` or `anchor_mobile`",
      "params": {
        "country": "gb",
        "type": "anchor_gov",
        "offered_by": [
          "anchor_residential",
          "anchor_mobile"
        ]
      },
      "span": {
        "start": 175,
        "end": 179
      },
      "line": 4,
      "column": 92,
      "end": {
        "line": 4,
        "column": 96
      }
    }
  ]
}"#;

#[test]
fn a_report_has_this_json() {
    let json = "{\n  \"name\": \"größe\", \"language\": \"typescript\",\n  \
                \"description\": null, \"tags\": [],\n  \
                \"browserConfiguration\": {\"proxy\": {\"active\": true, \"type\": \"anchor_gov\", \
                \"country_code\": \"gb\"}}\n}";
    let report = check_request(json);
    let message = report.violations()[2].message();
    let actual = serde_json::to_string_pretty(&report).unwrap();
    assert_eq!(actual, PRETTY.replacen('@', &message, 1));
}

#[test]
fn an_empty_report_has_all_members() {
    let report = CreateTaskRequest::new("t").check();
    assert_eq!(
        serde_json::to_string(&report).unwrap(),
        r#"{"revision":"2025","valid":true,"errors":0,"warnings":0,"omitted":0,"violations":[]}"#
    );
}

#[test]
fn omitted_violations_are_counted() {
    let json = r#"{"x": 1, "name": 5, "y": 1}"#;
    let table = [
        (0, json!([]), 4),
        (1, json!(["required"]), 3),
        (3, json!(["required", "unknown-property", "type"]), 1),
        (
            4,
            json!(["required", "unknown-property", "type", "unknown-property"]),
            0,
        ),
    ];
    for (limit, expected, omitted) in table {
        let validator = Validator::new().max_violations(limit);
        let report = check_with(&validator, DocumentType::CreateTaskRequest, json);
        let report = serde_json::to_value(&report).unwrap();
        let violations = report["violations"].as_array().unwrap().iter();
        let rules: Vec<&Value> = violations.map(|v| &v["rule"]).collect();
        assert_eq!(json!(rules), expected);
        assert_eq!(report["omitted"], omitted);
        assert_eq!(
            (&report["valid"], &report["errors"], &report["warnings"]),
            (&json!(false), &json!(2), &json!(2),)
        );
    }
}

#[test]
fn input_in_another_notation_can_have_a_syntax_error() {
    let origin = Origin::new(12, Position::new(2, 3));
    let report = Validator::new().syntax_error("YAML 1.2", "a mapping is not closed", origin);
    let expected = json!({
        "revision": "2025",
        "valid": false,
        "errors": 1,
        "warnings": 0,
        "omitted": 0,
        "violations": [{
            "rule": "syntax",
            "severity": "error",
            "pointer": "",
            "message": "the document is not YAML 1.2: a mapping is not closed",
            "params": {
                "expected": "valid YAML 1.2",
            },
            "span": {"start": 12, "end": 12},
            "line": 2,
            "column": 3,
            "end": {"line": 2, "column": 3},
        }],
    });
    assert_eq!(serde_json::to_value(&report).unwrap(), expected);
}

#[test]
fn replaced_positions_change_the_order() {
    let json = r#"{"name": "a b", "language": "cobol", "x": 1}"#;
    let report = check_request(json);
    let report = report.with_fixes(|violation| {
        let edit = Edit::new(violation.span()?, "1");
        Some(Fix::new(true, "replace it").with_edits([edit]))
    });
    assert!(report.iter().all(|violation| violation.fix().is_some()));
    // In the other source the members are in the opposite order, and the edits do not apply to it.
    let report = report.map_spans(|span| {
        let start = 100 - span.start;
        (
            Span::new(start, start + 1),
            Position::new(span.start, 7)..Position::new(span.start, 8),
        )
    });
    let actual: Vec<_> = report
        .violations()
        .iter()
        .map(|v| (v.pointer(), start(v), v.position().unwrap().line))
        .collect();
    assert_eq!(
        actual,
        [("/x", 63, 37), ("/language", 72, 28), ("/name", 91, 9)]
    );
    assert_eq!(counts(&report), (2, 1, 0));
    assert!(report.iter().all(|violation| violation.fix().is_none()));
}

#[test]
fn control_and_bidi_characters_are_escaped_in_messages_only() {
    let json = r#"{"\u0007\u202e": 1}"#;
    let report = check(DocumentType::SessionConfig, json);
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains(r#""pointer":"/\u0007"#), "{text}");
    assert!(text.contains(r#""message":"`/\\u{7}\\u{202e}`"#), "{text}");
}

#[test]
fn an_origin_and_a_pointer_prefix_locate_a_document_in_its_source() {
    let json = "{\"name\": 5,\n\"language\": 6}";
    let origin = Origin::new(100, Position::new(7, 4));
    let report = check_request(json)
        .with_origin(origin)
        .with_pointer_prefix("/jobs/0")
        .unwrap();
    assert_eq!(
        rules_at(&report),
        [["type", "/jobs/0/name"], ["type", "/jobs/0/language"]]
    );
    let report = serde_json::to_value(&report).unwrap();
    let expected = [(109, 7, 13), (124, 8, 13)];
    for (violation, (start, line, column)) in report["violations"]
        .as_array()
        .unwrap()
        .iter()
        .zip(expected)
    {
        assert_eq!(violation["span"], json!({"start": start, "end": start + 1}));
        assert_eq!(
            (&violation["line"], &violation["column"]),
            (&json!(line), &json!(column))
        );
    }
}

#[test]
fn an_empty_prefix_changes_nothing() {
    for json in ["{", "[]", r#"{"name": ""}"#] {
        let report = check_request(json);
        let expected = report.to_string();
        let prefixed = report.with_pointer_prefix("").unwrap();
        assert_eq!(prefixed.to_string(), expected);
    }
}

#[test]
fn rules_severities_and_types_are_serialized_by_name() {
    for rule in Rule::all() {
        assert_eq!(serde_json::to_value(rule).unwrap(), rule.name());
        let severity = rule.default_severity();
        assert_eq!(serde_json::to_value(severity).unwrap(), severity.name());
    }
    let types = [
        (JsonType::Object, "object"),
        (JsonType::Array, "array"),
        (JsonType::Null, "null"),
        (JsonType::Boolean, "boolean"),
        (JsonType::Number, "number"),
        (JsonType::Integer, "integer"),
        (JsonType::String, "string"),
    ];
    for (json_type, name) in types {
        assert_eq!(serde_json::to_value(json_type).unwrap(), name);
        assert_eq!(
            (json_type.name(), format!("{json_type:>9}")),
            (name, format!("{name:>9}"))
        );
    }
}
