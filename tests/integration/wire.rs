//! Reports and violations as JSON: their members, in this order.

use anchorbrowser_schema::{
    CreateTaskRequest, JsonType, Origin, Position, Report, Root, Rule, Span, Validate, Validator,
};
use serde_json::{Value, json};

use crate::support::{broken, rules_at};

const REPORT: [&str; 5] = ["valid", "errors", "warnings", "omitted", "violations"];
const VIOLATION: [&str; 9] = [
    "rule", "severity", "pointer", "message", "help", "params", "span", "line", "column",
];

/// The keys of an object of JSON text, in its order: those that stand two spaces from `margin`.
fn keys(pretty: &str, margin: usize) -> Vec<&str> {
    let indent = format!("{}\"", " ".repeat(margin + 2));
    let lines = pretty.lines().filter_map(|line| line.strip_prefix(&indent));
    lines
        .filter_map(|line| line.split_once("\": "))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn members_stand_in_order() {
    for (rule, root, json) in broken() {
        let report = root.check_json(&Validator::new(), &json);
        assert_eq!(
            keys(&serde_json::to_string_pretty(&report).unwrap(), 0),
            REPORT
        );
        for violation in report.violations() {
            let pretty = serde_json::to_string_pretty(violation).unwrap();
            let has_help = violation.help().is_some();
            let expected = VIOLATION
                .into_iter()
                .filter(|key| *key != "help" || has_help);
            assert_eq!(keys(&pretty, 0), expected.collect::<Vec<_>>(), "{rule}");
            let span = violation.span().unwrap();
            let position = violation.position().unwrap();
            let told = serde_json::to_value(violation).unwrap();
            assert!(told["params"].is_object(), "{rule}");
            assert_eq!(told["span"], json!({"start": span.start, "end": span.end}));
            assert_eq!(
                (&told["line"], &told["column"]),
                (&json!(position.line), &json!(position.column),)
            );
            assert_eq!(told["help"].as_str(), violation.help().as_deref());
        }
    }
}

#[test]
fn typed_values_have_no_place_in_a_text() {
    let task = CreateTaskRequest::new("")
        .with_code("")
        .with_language("cobol");
    let report = task.check();
    assert_eq!(report.violations().len(), 4);
    for violation in report.violations() {
        let pretty = serde_json::to_string_pretty(violation).unwrap();
        let found = keys(&pretty, 0);
        let help = violation.help().map(|_| "help");
        let expected: Vec<&str> = VIOLATION[..4]
            .iter()
            .copied()
            .chain(help)
            .chain(["params"])
            .collect();
        assert_eq!(found, expected);
        assert!(serde_json::to_value(violation).unwrap()["params"].is_object());
    }
}

#[test]
fn a_whole_report_reads_so() {
    let json = "{\n  \"name\": \"größe\", \"language\": \"typescript\",\n  \
                \"description\": null, \"tags\": [],\n  \
                \"browserConfiguration\": {\"proxy\": {\"active\": true, \"type\": \"anchor_gov\", \
                \"country_code\": \"gb\"}}\n}";
    let report = Root::CreateTaskRequest.check_json(&Validator::new(), json);
    let expected = r#"{
  "valid": false,
  "errors": 3,
  "warnings": 1,
  "omitted": 0,
  "violations": [
    {
      "rule": "pattern",
      "severity": "error",
      "pointer": "/name",
      "message": "`/name` must match `^[a-zA-Z0-9_-]+$`, but its character 3 is `ö`",
      "help": "use ASCII letters, digits, hyphens and underscores alone",
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
      "column": 11
    },
    {
      "rule": "type",
      "severity": "error",
      "pointer": "/description",
      "message": "`/description` must be a string, but is null",
      "help": "leave the member out instead of setting it to `null`, if it is optional",
      "params": {
        "expected": "string",
        "found": "null"
      },
      "span": {
        "start": 66,
        "end": 70
      },
      "line": 3,
      "column": 18
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
      "column": 24
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
      "column": 92
    }
  ]
}"#;
    let message = report.violations()[2].message();
    let found = serde_json::to_string_pretty(&report).unwrap();
    assert_eq!(found, expected.replacen('@', &message, 1));
}

#[test]
fn a_report_of_nothing_has_all_its_members() {
    let report = CreateTaskRequest::new("t").check();
    assert_eq!(
        serde_json::to_string(&report).unwrap(),
        r#"{"valid":true,"errors":0,"warnings":0,"omitted":0,"violations":[]}"#
    );
}

#[test]
fn what_is_omitted_is_counted() {
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
    for (most, rules, omitted) in table {
        let report =
            Root::CreateTaskRequest.check_json(&Validator::new().max_violations(most), json);
        let told = serde_json::to_value(&report).unwrap();
        let found: Vec<&Value> = told["violations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| &v["rule"])
            .collect();
        assert_eq!(json!(found), rules);
        assert_eq!(told["omitted"], omitted);
        assert_eq!(
            (&told["valid"], &told["errors"], &told["warnings"]),
            (&json!(false), &json!(2), &json!(2),)
        );
    }
}

#[test]
fn what_is_in_no_notation_is_an_error_of_syntax() {
    let origin = Origin::new(12, Position::new(2, 3));
    let report = Report::not_in_notation("YAML 1.2", "a mapping is not closed", origin);
    let expected = json!({
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
                "expected": "YAML 1.2",
            },
            "span": {"start": 12, "end": 12},
            "line": 2,
            "column": 3,
        }],
    });
    assert_eq!(serde_json::to_value(&report).unwrap(), expected);
}

#[test]
fn places_of_another_text_bring_its_order() {
    let json = r#"{"name": "a b", "language": "cobol", "x": 1}"#;
    let report = Root::CreateTaskRequest.check_json(&Validator::new(), json);
    // The members stand there in the opposite order.
    let report = report.with_places(|span| {
        let start = 100 - span.start;
        (Span::new(start, start + 1), Position::new(span.start, 7))
    });
    let found: Vec<_> = report
        .violations()
        .iter()
        .map(|found| {
            (
                found.pointer(),
                found.span().unwrap().start,
                found.position().unwrap().line,
            )
        })
        .collect();
    assert_eq!(
        found,
        [("/x", 63, 37), ("/language", 72, 28), ("/name", 91, 9)]
    );
    assert_eq!((report.errors(), report.warnings()), (2, 1));
}

#[test]
fn bidi_and_control_characters_stay_out_of_messages() {
    let json = r#"{"\u0007\u202e": 1}"#;
    let report = Root::SessionConfig.check_json(&Validator::new(), json);
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains(r#""pointer":"/\u0007"#), "{text}");
    assert!(text.contains(r#""message":"`/\\u{7}\\u{202e}`"#), "{text}");
}

#[test]
fn a_document_inside_a_source_is_told_by_its_place_there() {
    let json = "{\"name\": 5,\n\"language\": 6}";
    let origin = Origin::new(100, Position::new(7, 4));
    let report = Root::CreateTaskRequest
        .check_json(&Validator::new(), json)
        .with_origin(origin)
        .with_pointer_prefix("/jobs/0")
        .unwrap();
    assert_eq!(
        rules_at(&report),
        [["type", "/jobs/0/name"], ["type", "/jobs/0/language"]]
    );
    let told = serde_json::to_value(&report).unwrap();
    let expected = [(109, 7, 13), (124, 8, 13)];
    for (violation, (start, line, column)) in
        told["violations"].as_array().unwrap().iter().zip(expected)
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
        let report = Root::CreateTaskRequest.check_json(&Validator::new(), json);
        let told = report.to_string();
        assert_eq!(report.with_pointer_prefix("").unwrap().to_string(), told);
    }
}

#[test]
fn rules_and_severities_are_written_by_name() {
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
