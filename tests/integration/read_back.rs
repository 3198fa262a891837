//! Reports that are read back, also those of newer versions.

use std::fmt::Debug;
use std::fs;

use anchorbrowser_schema::{
    CreateTaskRequest, DocumentType, JsonType, Level, Position, Report, Revision, Rule, Severity,
    Span, Validate, Validator, Violation, ViolationKind,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::{check, check_request, unknown_revision, violating_documents};

/// Asserts that a report is the same after it is written and read.
#[track_caller]
pub(crate) fn expect_round_trip(report: &Report) {
    let json = serde_json::to_string(report).unwrap();
    let read: Report =
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(&read, report, "{json}");
    assert_eq!(read.to_string(), report.to_string());
    for (read, violation) in read.violations().iter().zip(report.violations()) {
        assert_eq!(
            (read.message(), read.help()),
            (violation.message(), violation.help())
        );
    }
    let tree: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        &serde_json::from_value::<Report>(tree).unwrap(),
        report,
        "{json}"
    );
    let pretty = serde_json::to_string_pretty(report).unwrap();
    assert_eq!(
        &serde_json::from_str::<Report>(&pretty).unwrap(),
        report,
        "{json}"
    );
    let mut bytes = Vec::new();
    ciborium::into_writer(report, &mut bytes).unwrap();
    assert_eq!(
        &ciborium::from_reader::<Report, _>(&bytes[..]).unwrap(),
        report,
        "{json}"
    );
}

/// All documents in `schemas/examples`, with their types.
fn examples() -> Vec<(DocumentType, String)> {
    let directories = ["valid", "invalid", "warnings", "beyond-schema", "responses"];
    let files = directories.into_iter().flat_map(|directory| {
        let entries = fs::read_dir(format!("schemas/examples/{directory}")).unwrap();
        entries.map(|entry| entry.unwrap().path())
    });
    let documents = files.map(|path| {
        let document_type = match path.file_stem().unwrap().to_str().unwrap() {
            "task" => DocumentType::Task,
            "task-response" => DocumentType::TaskResponse,
            "error-response" => DocumentType::ErrorResponse,
            _ => DocumentType::CreateTaskRequest,
        };
        (document_type, fs::read_to_string(path).unwrap())
    });
    documents.collect()
}

#[test]
fn reports_of_examples_round_trip() {
    let examples = examples();
    assert!(examples.len() > 40, "{}", examples.len());
    for (document_type, json) in examples {
        expect_round_trip(&check(document_type, json));
    }
}

#[test]
fn reports_of_every_rule_round_trip() {
    for (_, document_type, json) in violating_documents() {
        let report = check(document_type, &json);
        expect_round_trip(&report);
        for violation in report {
            let json = serde_json::to_string(&violation).unwrap();
            assert_eq!(serde_json::from_str::<Violation>(&json).unwrap(), violation);
        }
    }
    // Helps that depend on more than the parameters.
    for json in [
        "{",
        "{,",
        r#"{"code": "cn-V_"}"#,
        r#"{"code": "cn\n"}"#,
        r#"{"code": "c!n-V"}"#,
        r#"{"timeout": {}, "nmae": 1, "x": 2}"#,
    ] {
        expect_round_trip(&check_request(json));
    }
}

#[test]
fn reports_of_typed_values_with_limits_and_sources_round_trip() {
    let task = CreateTaskRequest::new("")
        .with_code("?")
        .with_language("cobol");
    expect_round_trip(&Report::default());
    expect_round_trip(&CreateTaskRequest::new("t").check());
    expect_round_trip(&task.check());
    expect_round_trip(&Validator::new().max_violations(1).check(&task));
    expect_round_trip(&task.check().with_source("tasks.jsonl", 7));
    expect_round_trip(&task.check().with_index(0));
    expect_round_trip(
        &check_request("[]")
            .with_source("tasks.json", 1)
            .with_index(2),
    );
    expect_round_trip(&check_request("{}").with_pointer_prefix("/jobs/0").unwrap());
    let origin = anchorbrowser_schema::Origin::new(12, Position::new(2, 3));
    expect_round_trip(&Validator::new().syntax_error(
        "YAML 1.2",
        "a mapping is not closed",
        origin,
    ));
    let read: Report = serde_json::from_value(json!({
        "source": "a", "line": 3, "index": 4, "revision": "2025", "valid": true, "errors": 0,
        "warnings": 0, "omitted": 0, "violations": [],
    }))
    .unwrap();
    assert_eq!(
        (read.source_name(), read.line(), read.index()),
        (Some("a"), Some(3), Some(4))
    );
    assert!(read.is_empty());
}

/// A report of a version that does not exist yet.
fn newer_report() -> Value {
    json!({
        "source": "tasks.jsonl",
        "line": 3,
        "index": 5,
        "revision": "2031",
        "valid": false,
        "errors": 3,
        "warnings": 4,
        "omitted": 2,
        "violations": [
            {
                "rule": "policy",
                "severity": "error",
                "pointer": "/name",
                "message": "`/name` must begin with `team-`",
                "help": "begin it with `team-`",
                "params": {"prefix": "team-", "limits": [1, 2.5, null, {"a": true}]},
                "span": {"start": 9, "end": 14},
                "line": 1,
                "column": 10,
                "end": {"line": 1, "column": 15},
                "fix": {"safe": false, "title": "…", "edits": [{"span": {"start": 9, "end": 9}, "text": "team-"}]},
            },
            {
                // A known rule with other parameters.
                "rule": "min-length",
                "severity": "error",
                "pointer": "/name",
                "message": "`/name` is too short",
                "params": {"least": 3},
            },
            {
                // A known rule with more parameters, and another message.
                "rule": "pattern",
                "severity": "warning",
                "pointer": "/name",
                "message": "`/name` is not a name",
                "params": {"pattern": "^[a-z]+$", "index": 1, "character": "-", "class": "punctuation"},
            },
            {
                // A known rule whose help differs.
                "rule": "empty-code",
                "severity": "warning",
                "pointer": "/code",
                "message": "`/code` must contain code, but is empty",
                "help": "write some",
                "params": {},
            },
            {
                // A known rule without its help.
                "rule": "required",
                "severity": "error",
                "pointer": "/language",
                "message": "`/language` is required, but missing",
                "params": {"property": "language"},
            },
        ],
        "duration": 1.5,
        "tool": {"name": "anchorbrowser-schema", "version": "9.0.0"},
    })
}

#[test]
fn reports_of_newer_versions_are_read_and_written_again() {
    let json = newer_report();
    let report: Report = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&report).unwrap(), json);
    let of_text: Report = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(of_text, report);
    let written = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&written).unwrap(), report);
    let mut bytes = Vec::new();
    ciborium::into_writer(&report, &mut bytes).unwrap();
    let of_cbor: Report = ciborium::from_reader(&bytes[..]).unwrap();
    assert_eq!(serde_json::to_value(&of_cbor).unwrap(), json);

    assert_eq!(report.revision(), "2031");
    assert!(!report.is_valid());
    assert_eq!(
        (
            report.error_count(),
            report.warning_count(),
            report.omitted()
        ),
        (3, 4, 2)
    );
    assert_eq!(report.counts_by_rule()["policy"], 1);
    let [policy, min_length, pattern, empty_code, required] = report.violations() else {
        panic!("{report}");
    };
    assert_eq!((policy.rule(), policy.kind().rule()), ("policy", None));
    let ViolationKind::Other(other) = policy.kind() else {
        panic!("{policy:?}");
    };
    assert_eq!(other.rule(), "policy");
    let params: Value = serde_json::from_str(other.params()).unwrap();
    assert_eq!(params, json["violations"][0]["params"]);
    assert_eq!(policy.message(), "`/name` must begin with `team-`");
    assert_eq!(policy.help().as_deref(), Some("begin it with `team-`"));
    assert_eq!(policy.span(), Some(Span::new(9, 14)));
    assert_eq!(policy.position(), Some(Position::new(1, 10)));
    assert_eq!(
        policy.to_string(),
        "error[policy]: `/name` must begin with `team-`"
    );
    // The rule has its name, but its parameters are not those of this version.
    assert_eq!(
        (min_length.rule(), min_length.kind().rule()),
        ("min-length", None)
    );
    assert_eq!(min_length.help(), None);
    assert_eq!(pattern.kind().rule(), Some(Rule::Pattern));
    assert_eq!(pattern.message(), "`/name` is not a name");
    assert_eq!(pattern.help(), None);
    assert_eq!(empty_code.help().as_deref(), Some("write some"));
    assert_eq!(
        (required.kind().rule(), required.help()),
        (Some(Rule::Required), None)
    );
}

#[test]
fn members_of_a_newer_report_are_kept_exactly() {
    let json = r#"{"revision":"2025","valid":true,"errors":0,"warnings":1,"omitted":0,"violations":[{"rule":"new","severity":"warning","pointer":"/x","message":"m","params":{"b":1e400,"a":2.50},"z":[1E2]}],"y":-0,"x":{"b":1,"a":2}}"#;
    let report: Report = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&report).unwrap(), json);
}

#[test]
fn a_report_may_be_moved_after_it_was_read() {
    let report: Report = serde_json::from_value(newer_report()).unwrap();
    let moved = report.with_pointer_prefix("/jobs/0").unwrap();
    assert_eq!(moved.violations()[0].pointer(), "/jobs/0/name");
    assert_eq!(moved.clone().into_violations().len(), 5);
    assert_eq!(moved.errors().count(), 3);
    assert_eq!(moved.warnings().count(), 2);
}

/// A report with one error and one warning that are listed, after a change.
fn changed(member: &str, value: Value) -> Result<Report, String> {
    let mut json = json!({
        "revision": "2025", "valid": false, "errors": 1, "warnings": 1, "omitted": 0,
        "violations": [
            {"rule": "a", "severity": "error", "pointer": "", "message": "", "params": {}},
            {"rule": "b", "severity": "warning", "pointer": "", "message": "", "params": {}},
        ],
    });
    match value {
        Value::Null => drop(json.as_object_mut().unwrap().remove(member)),
        value => json[member] = value,
    }
    serde_json::from_value(json).map_err(|error| error.to_string())
}

#[test]
fn inconsistent_counts_are_rejected() {
    assert!(changed("valid", json!(false)).is_ok());
    let table = [
        ("valid", json!(true)),
        ("errors", json!(0)),
        ("errors", json!(2)),
        ("warnings", json!(0)),
        ("warnings", json!(2)),
        ("omitted", json!(1)),
        ("violations", json!([])),
    ];
    for (member, value) in table {
        let error = changed(member, value).unwrap_err();
        assert_eq!(
            error, "the counts of the report contradict its violations",
            "{member}"
        );
    }
    let all_omitted = json!({
        "revision": "2025", "valid": true, "errors": 0, "warnings": 2, "omitted": 2, "violations": [],
    });
    assert!(serde_json::from_value::<Report>(all_omitted).is_ok());
    // The counts may be as large as they like, but not overflow.
    let huge = format!(
        r#"{{"revision":"2025","valid":false,"errors":{0},"warnings":{0},"omitted":{0},"violations":[]}}"#,
        usize::MAX
    );
    let _ = serde_json::from_str::<Report>(&huge);
}

#[test]
fn missing_members_and_wrong_types_are_rejected() {
    for member in [
        "revision",
        "valid",
        "errors",
        "warnings",
        "omitted",
        "violations",
    ] {
        assert_eq!(
            changed(member, Value::Null).unwrap_err(),
            format!("missing field `{member}`")
        );
        assert!(changed(member, json!({"a": 1})).is_err(), "{member}");
    }
    let violation = json!({
        "rule": "a", "severity": "error", "pointer": "", "message": "", "params": {},
        "span": {"start": 1, "end": 2}, "line": 1, "column": 1,
    });
    let read = |violation: &Value| serde_json::from_value::<Violation>(violation.clone());
    assert!(read(&violation).is_ok());
    for member in [
        "rule", "severity", "pointer", "message", "span", "line", "column",
    ] {
        let mut without = violation.clone();
        without.as_object_mut().unwrap().remove(member);
        assert_eq!(
            read(&without).unwrap_err().to_string(),
            format!("missing field `{member}`")
        );
        let mut wrong = violation.clone();
        wrong[member] = json!(["a"]);
        assert!(read(&wrong).is_err(), "{member}");
    }
    let mut note = violation.clone();
    note["severity"] = "note".into();
    assert_eq!(
        read(&note).unwrap_err().to_string(),
        "unknown variant `note`, expected `warning` or `error`"
    );
    for json in ["null", "[]", "5", r#""valid""#] {
        assert!(serde_json::from_str::<Report>(json).is_err(), "{json}");
        assert!(serde_json::from_str::<Violation>(json).is_err(), "{json}");
    }
}

#[track_caller]
fn expect_value<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &Value) {
    assert_eq!(&serde_json::to_value(value).unwrap(), json);
    assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), value);
    assert_eq!(
        &serde_json::from_str::<T>(&json.to_string()).unwrap(),
        value
    );
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    assert_eq!(&ciborium::from_reader::<T, _>(&bytes[..]).unwrap(), value);
}

#[track_caller]
fn expect_error<T: DeserializeOwned + Debug>(json: &Value, message: &str) {
    let error = serde_json::from_value::<T>(json.clone()).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn named_values_round_trip() {
    for rule in Rule::all() {
        expect_value(&rule, &rule.name().into());
    }
    for level in [Level::Deny, Level::Warn, Level::Allow] {
        expect_value(&level, &level.name().into());
    }
    for severity in [Severity::Error, Severity::Warning] {
        expect_value(&severity, &severity.name().into());
    }
    for revision in Revision::all() {
        expect_value(&revision, &revision.name().into());
    }
    for document_type in DocumentType::all() {
        expect_value(&document_type, &document_type.name().into());
    }
    for json_type in [
        JsonType::Null,
        JsonType::Boolean,
        JsonType::Object,
        JsonType::Array,
        JsonType::Number,
        JsonType::Integer,
        JsonType::String,
    ] {
        expect_value(&json_type, &json_type.name().into());
    }
    // Document types are read by their names in kebab-case too.
    let kebab: DocumentType = serde_json::from_value("session-config".into()).unwrap();
    assert_eq!(kebab, DocumentType::SessionConfig);
    expect_value(&Span::new(3, 5), &json!({"start": 3, "end": 5}));
    expect_value(&Position::new(2, 7), &json!({"line": 2, "column": 7}));
}

#[test]
fn unknown_names_are_errors() {
    expect_error::<Rule>(
        &"unknown-proprety".into(),
        "`unknown-proprety` is not a rule; did you mean `unknown-property`?",
    );
    expect_error::<Revision>(&"2024".into(), &unknown_revision());
    expect_error::<DocumentType>(
        &"task_response".into(),
        "`task_response` is not a document type; use `CreateTaskRequest`, `SessionConfig`, \
         `ProxyConfig`, `AnchorProxy`, `CustomProxy`, `Task`, `TaskResponse` or `ErrorResponse`",
    );
    expect_error::<Level>(
        &"Deny".into(),
        "`Deny` is not a level; use `deny`, `warn` or `allow`",
    );
    expect_error::<Span>(&json!({"start": 3}), "missing field `end`");
    expect_error::<Position>(&json!({"line": 3}), "missing field `column`");
}

#[test]
fn violations_without_a_sound_location_or_parameters_are_errors() {
    let read = |changes: Value| {
        let mut json = json!({
            "rule": "policy", "severity": "error", "pointer": "/a~0~1", "message": "no",
            "params": {}, "span": {"start": 2, "end": 2}, "line": 1, "column": 1,
        });
        let members = changes.as_object().unwrap().clone();
        json.as_object_mut().unwrap().extend(members);
        let result = serde_json::from_value::<Violation>(json);
        result.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(read(json!({})), Ok(()));
    let location = "`line` and `column` must be at least 1";
    let pointer = "`pointer` must be a JSON Pointer";
    for (changes, expected) in [
        (json!({"line": 0}), location),
        (json!({"column": 0}), location),
        (
            json!({"span": {"start": 3, "end": 2}}),
            "`span` must not end before it starts",
        ),
        (json!({"pointer": "a"}), pointer),
        (json!({"pointer": "/a~"}), pointer),
        (json!({"pointer": "/~2"}), pointer),
        (json!({"params": [1]}), "`params` must be an object"),
    ] {
        assert_eq!(read(changes.clone()), Err(expected.into()), "{changes}");
    }
}

#[test]
fn text_that_is_read_cannot_control_a_terminal() {
    let json = json!({
        "rule": "\u{1b}[31m", "severity": "error", "pointer": "", "message": "a\nerror[x]: \u{202e}b",
        "help": "c\u{7}", "params": {},
    });
    let violation: Violation = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(violation.message(), r"a\nerror[x]: \u{202e}b");
    assert_eq!(violation.help().as_deref(), Some(r"c\u{7}"));
    assert_eq!(
        violation.to_string(),
        r"error[\u{1b}[31m]: a\nerror[x]: \u{202e}b"
    );
    // JSON has what was read.
    assert_eq!(serde_json::to_value(&violation).unwrap(), json);
}

#[test]
fn the_last_unknown_member_of_a_name_counts() {
    let json = r#"{"rule":"policy","severity":"error","pointer":"","message":"no","params":{},"fix":1,"a":2,"fix":3}"#;
    let violation: Violation = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::to_string(&violation).unwrap(),
        r#"{"rule":"policy","severity":"error","pointer":"","message":"no","params":{},"a":2,"fix":3}"#
    );
}

#[test]
fn counts_that_overflow_are_errors() {
    let json = json!({
        "revision": "2025", "valid": false, "errors": usize::MAX, "warnings": 1,
        "omitted": usize::MAX, "violations": [],
    });
    let error = serde_json::from_value::<Report>(json).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the counts of the report contradict its violations"
    );
}

#[test]
fn reports_of_changed_levels_round_trip() {
    let task = CreateTaskRequest::new("a b").with_code("");
    for validator in [
        Validator::new().warn(Rule::Pattern).unwrap(),
        Validator::new().deny(Rule::EmptyCode),
        Validator::new()
            .allow(Rule::Pattern)
            .unwrap()
            .max_violations(0),
    ] {
        expect_round_trip(&validator.check(&task));
    }
}
