//! `schemas/report.schema.json`: reports as the library serializes them and the command prints them.

use std::fs;

use anchorbrowser_schema::{DocumentType, Validator};
use serde_json::{Value, json};

use crate::support::violating_documents;

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string("schemas/report.schema.json").unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    for example in schema["examples"].as_array().unwrap() {
        assert!(jsonschema::draft202012::is_valid(&schema, example));
    }
    jsonschema::draft202012::new(&schema).unwrap()
}

/// A report with every member.
fn full() -> Value {
    json!({
        "source": "tasks.json",
        "line": 3,
        "index": 1,
        "revision": "2025",
        "valid": false,
        "errors": 1,
        "warnings": 1,
        "omitted": 0,
        "violations": [
            {
                "rule": "min-length",
                "severity": "error",
                "pointer": "/name",
                "message": "must have at least 1 character, but has 0",
                "help": "name the task",
                "params": {"limit": 1, "actual": 0},
                "span": {"start": 60, "end": 62},
                "line": 3,
                "column": 11,
                "end": {"line": 3, "column": 13},
                "fix": {
                    "safe": false,
                    "title": "Name the task",
                    "edits": [{"span": {"start": 60, "end": 62}, "text": "\"task\""}]
                }
            },
            {
                "rule": "empty-code",
                "severity": "warning",
                "pointer": "/code",
                "message": "is empty",
                "params": {}
            }
        ]
    })
}

/// A report in which the value at `pointer` is replaced, or removed if `value` is `None`.
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut report = full();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    let members = match report.pointer_mut(parent).unwrap() {
        Value::Object(members) => members,
        other => {
            other[member.parse::<usize>().unwrap()] = value.unwrap();
            return report;
        }
    };
    match value {
        Some(value) => members.insert(member.to_owned(), value),
        None => members.remove(member),
    };
    report
}

#[test]
fn each_member_that_is_not_always_present_may_be_missing() {
    let schema = schema();
    assert!(schema.is_valid(&full()));
    for pointer in [
        "/source",
        "/line",
        "/index",
        "/violations/0/help",
        "/violations/0/end",
        "/violations/0/fix",
        "/violations/0/fix/edits",
    ] {
        assert!(schema.is_valid(&with(pointer, None)), "{pointer}");
    }
    let valid = json!({
        "revision": "2025", "valid": true, "errors": 0, "warnings": 0, "omitted": 0, "violations": []
    });
    assert!(schema.is_valid(&valid));
}

#[test]
fn reports_of_newer_versions_are_accepted() {
    let schema = schema();
    for (pointer, value) in [
        ("/revision", json!("2031")),
        ("/policy", json!({"name": "ours"})),
        ("/violations/0/rule", json!("policy")),
        (
            "/violations/0/params",
            json!({"limit": {"soft": 1}, "path": [null]}),
        ),
        ("/violations/0/related", json!([{"pointer": "/code"}])),
        ("/violations/0/span/unit", json!("byte")),
        ("/violations/0/end/offset", json!(62)),
        ("/violations/0/fix/kind", json!("rename")),
    ] {
        assert!(schema.is_valid(&with(pointer, Some(value))), "{pointer}");
    }
}

#[test]
fn other_documents_are_rejected() {
    let schema = schema();
    for required in [
        "/revision",
        "/valid",
        "/errors",
        "/warnings",
        "/omitted",
        "/violations",
        "/violations/0/rule",
        "/violations/0/severity",
        "/violations/0/pointer",
        "/violations/0/message",
        "/violations/0/params",
        "/violations/0/span",
        "/violations/0/span/end",
        "/violations/0/line",
        "/violations/0/end/column",
        "/violations/0/fix/safe",
        "/violations/0/fix/title",
    ] {
        assert!(!schema.is_valid(&with(required, None)), "{required}");
    }
    for (pointer, value) in [
        ("/source", json!(null)),
        ("/line", json!(0)),
        ("/index", json!(-1)),
        ("/revision", json!(2025)),
        ("/valid", json!(true)),
        ("/valid", json!("false")),
        ("/errors", json!(0)),
        ("/errors", json!(1.5)),
        ("/omitted", json!(-1)),
        ("/violations", json!({})),
        ("/violations/0", json!("min-length")),
        ("/violations/0/severity", json!("fatal")),
        ("/violations/0/pointer", json!("name")),
        ("/violations/0/pointer", json!("/a~2")),
        ("/violations/0/help", json!(null)),
        ("/violations/0/params", json!([])),
        ("/violations/0/span/start", json!("60")),
        ("/violations/0/column", json!(0)),
        ("/violations/0/fix/edits", json!([{"text": ""}])),
    ] {
        assert!(
            !schema.is_valid(&with(pointer, Some(value.clone()))),
            "{pointer} {value}"
        );
    }
}

#[test]
fn reports_of_the_library_are_valid() {
    let schema = schema();
    let mut count = 0;
    for (rule, root, json) in violating_documents() {
        let report = Validator::new().check_json_as(root, &json);
        let report = serde_json::to_value(&report).unwrap();
        assert!(schema.is_valid(&report), "{rule}: {report}");
        count += report["violations"].as_array().unwrap().len();
    }
    assert!(count > 20, "{count}");
    let valid = Validator::new().check_json_as(DocumentType::SessionConfig, "{}");
    assert!(schema.is_valid(&serde_json::to_value(&valid).unwrap()));
}

#[cfg(feature = "cli")]
#[test]
fn reports_of_the_command_are_valid() {
    let schema = schema();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_anchorbrowser-schema"))
        .args(["check", "--format", "jsonl", "schemas/examples"])
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let reports = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let reports: Vec<Value> = reports.collect();
    assert!(reports.len() > 40, "{}", reports.len());
    for report in &reports {
        assert!(report["source"].is_string(), "{report}");
        assert!(schema.is_valid(report), "{report}");
    }
}
