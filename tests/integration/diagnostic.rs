//! Reports as diagnostics of miette.

use anchorbrowser_schema::{CreateTaskRequest, Report, Validate, Validator};
use miette::{Diagnostic, NarratableReportHandler, Severity};

const INVALID: &str = r#"{
  "name": "a b",
  "code": "", "password": "hunter2"
}"#;

/// What a diagnostic says: its message, code, severity, help, the last part of its URL, and its labels.
type Said<'a> = (
    &'a str,
    &'a str,
    Severity,
    Option<&'a str>,
    Option<&'a str>,
    Vec<&'a str>,
);

#[track_caller]
fn expect(report: Report, source: &str, expected: &[Said<'_>]) {
    let diagnostic = report.into_diagnostic("task.json", source);
    let related = diagnostic.related().unwrap();
    let actual: Vec<_> = related
        .map(|violation| {
            let url = violation.url().map(|url| url.to_string());
            let labels = violation.labels().into_iter().flatten();
            (
                violation.to_string(),
                violation.code().unwrap().to_string(),
                violation.severity().unwrap(),
                violation.help().map(|help| help.to_string()),
                url.map(|url| url.rsplit_once('#').unwrap().1.to_owned()),
                labels
                    .map(|label| source[label.offset()..label.offset() + label.len()].to_owned())
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let actual: Vec<Said<'_>> = actual
        .iter()
        .map(|(message, code, severity, help, url, labels)| {
            let labels = labels.iter().map(String::as_str).collect();
            (
                &**message,
                &**code,
                *severity,
                help.as_deref(),
                url.as_deref(),
                labels,
            )
        })
        .collect();
    assert_eq!(actual, expected);
}

#[test]
fn each_violation_is_a_related_diagnostic() {
    expect(
        CreateTaskRequest::from_json(INVALID).unwrap_err(),
        INVALID,
        &[
            (
                "`/language` is required, but missing",
                "required",
                Severity::Error,
                Some("add the member `language`"),
                Some("variant.Required"),
                vec![INVALID],
            ),
            (
                "`/name` must match `^[a-zA-Z0-9_-]+$`, but character 2 is ` `",
                "pattern",
                Severity::Error,
                Some("use only ASCII letters, digits, hyphens and underscores"),
                Some("variant.Pattern"),
                vec!["\"a b\""],
            ),
            (
                "`/code` must contain code, but is empty",
                "empty-code",
                Severity::Warning,
                Some("leave the member out, or add code"),
                Some("variant.EmptyCode"),
                vec!["\"\""],
            ),
            (
                "`/password` is not a member that the API document defines",
                "unknown-property",
                Severity::Warning,
                None,
                Some("variant.UnknownProperty"),
                vec!["\"password\""],
            ),
        ],
    );
    // A typed value has no spans, and a newer version may have written a rule.
    let report = r#"{"revision": "2025", "valid": false, "errors": 1, "warnings": 0, "omitted": 0,
        "violations": [{"rule": "new", "severity": "error", "pointer": "/x", "message": "m", "params": {}}]}"#;
    let report: Report = serde_json::from_str(report).unwrap();
    expect(
        report,
        "",
        &[("m", "new", Severity::Error, None, None, vec![])],
    );
}

#[test]
fn the_report_has_counts_and_a_severity() {
    let one = Validator::new().max_violations(1);
    let table = [
        (
            INVALID,
            "`task.json`: 2 errors, 2 warnings (3 not listed)",
            Severity::Error,
        ),
        (
            r#"{"name": "t", "language": "typescript", "code": ""}"#,
            "`task.json`: 0 errors, 1 warning",
            Severity::Warning,
        ),
    ];
    for (json, message, severity) in table {
        let report = one.check_json::<CreateTaskRequest>(json);
        let diagnostic = report.into_diagnostic("task.json", json);
        assert_eq!(diagnostic.to_string(), message);
        assert_eq!(diagnostic.severity(), Some(severity));
    }
}

#[test]
fn excerpts_are_masked() {
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    let diagnostic = report.into_diagnostic("task.json", INVALID);
    let mut shown = String::new();
    let handler = NarratableReportHandler::new();
    handler.render_report(&mut shown, &diagnostic).unwrap();
    assert!(
        shown.contains(r#""code": "", "password": "*******""#),
        "{shown}"
    );
    assert!(shown.contains(r#""name": "a b","#), "{shown}");
    assert!(!format!("{shown}{diagnostic:?}").contains("hunter2"));
}

/// Renderers print the name of a file as it is.
#[test]
fn names_cannot_control_a_terminal() {
    let report = CreateTaskRequest::from_json(INVALID).unwrap_err();
    let diagnostic = report.into_diagnostic("\u{1b}[2J\u{202e}https://u:hunter2@h/a", INVALID);
    let mut shown = String::new();
    let handler = NarratableReportHandler::new();
    handler.render_report(&mut shown, &diagnostic).unwrap();
    let shown = format!("{shown}{diagnostic}{diagnostic:?}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("https://…@h/a"), "{shown}");
}
