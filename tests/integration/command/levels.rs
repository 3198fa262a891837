//! Tests of rule levels, on the command line and in configuration files.

use serde_json::json;

use super::{TestDir, VALID};

/// An unknown member (warning), empty code (warning), and an invalid name (error).
const MIXED: &str = r#"{"name":"a b","language":"typescript","code":"","tags":[]}"#;

#[test]
fn levels_are_set_by_arguments() {
    let dir = TestDir::new(
        "levels_are_set_by_arguments",
        &[("mixed.json", MIXED.as_bytes())],
    );
    // Number of errors and warnings.
    let table: [(&[&str], usize, usize); 9] = [
        (&[], 1, 2),
        (&["--deny", "warnings"], 3, 0),
        (&["--deny", "empty-code"], 2, 1),
        (&["--allow", "empty-code"], 1, 1),
        (&["--warn", "pattern"], 0, 3),
        (
            &[
                "--allow",
                "pattern",
                "--allow=empty-code",
                "--allow=unknown-property",
            ],
            0,
            0,
        ),
        (&["--deny", "warnings", "--allow", "empty-code"], 2, 0),
        (&["--deny", "warnings", "--warn", "empty-code"], 3, 0),
        (
            &[
                "--allow", "pattern", "--warn", "pattern", "--deny", "pattern",
            ],
            1,
            2,
        ),
    ];
    for (levels, errors, warnings) in table {
        let outcome = dir.run(&[&["check", "--format", "json"], levels, &["mixed.json"]].concat());
        outcome.assert_code(i32::from(errors > 0));
        let summary = &outcome.json()["summary"];
        assert_eq!(
            [&summary["errors"], &summary["warnings"]],
            [&json!(errors), &json!(warnings)],
            "{levels:?}"
        );
    }
    dir.run(&["check", "--exit-zero", "mixed.json"])
        .assert_code(0);
}

#[test]
fn unknown_and_fixed_rules_are_rejected() {
    let dir = TestDir::new(
        "unknown_and_fixed_rules",
        &[("good.json", VALID.as_bytes())],
    );
    let table = [
        (
            ["--deny", "unknown-proprety"],
            "did you mean `unknown-property`?",
        ),
        (["--warn", "Type"], "`Type` is not a rule"),
        (
            ["--warn", "type"],
            "rule `type` is always an error; it cannot be set to `warn`",
        ),
        (
            ["--allow", "syntax"],
            "rule `syntax` is always an error; it cannot be set to `allow`",
        ),
    ];
    for (arguments, message) in table {
        let outcome = dir.run(&[&["check"], &arguments[..], &["good.json"]].concat());
        outcome.assert_code(2);
        assert!(outcome.stderr.contains(message), "{outcome:?}");
    }
    // This has no effect.
    dir.run(&["check", "--deny", "type", "good.json"])
        .assert_code(0);
}

#[test]
fn nearest_configuration_applies() {
    let dir = TestDir::new(
        "nearest_configuration",
        &[
            (
                "anchorbrowser-schema.toml",
                b"max-violations = 1\n[levels]\npattern = \"warn\"\n",
            ),
            ("mixed.json", MIXED.as_bytes()),
            ("deep/er/mixed.json", MIXED.as_bytes()),
            (
                "own/anchorbrowser-schema.toml",
                b"type = \"session-config\"\nexclude = [\"skip/**\"]\n",
            ),
            ("own/session.json", b"{}"),
            ("own/skip/mixed.json", MIXED.as_bytes()),
            ("some/anchorbrowser-schema.toml", b"include = [\"*.req\"]\n"),
            ("some/task.req", VALID.as_bytes()),
            ("some/package.json", b"{}"),
        ],
    );
    let summary = |arguments: &[&str]| {
        let outcome = dir.run(&[&["check", "--format", "json"], arguments].concat());
        outcome.json()["summary"].clone()
    };
    let expected = |documents: usize, valid: usize, errors: usize, warnings: usize| json!({"documents": documents, "valid": valid, "errors": errors, "warnings": warnings, "failed": 0});
    assert_eq!(summary(&["mixed.json"]), expected(1, 1, 0, 3));
    assert_eq!(summary(&["deep"]), expected(1, 1, 0, 3));
    assert_eq!(summary(&["own"]), expected(1, 1, 0, 0));
    assert_eq!(summary(&["some", "--glob", "*"]), expected(1, 1, 0, 0));
    assert_eq!(summary(&["some"]), expected(1, 1, 0, 0));
    assert_eq!(
        summary(&["own/skip/mixed.json"]),
        expected(1, 1, 0, 4),
        "named files are read, as a session"
    );
    // The command line takes precedence over the file, and can select another file or none.
    assert_eq!(
        summary(&["--deny", "pattern", "mixed.json"]),
        expected(1, 0, 1, 2)
    );
    assert_eq!(
        summary(&["--type", "CreateTaskRequest", "own/session.json"]),
        expected(1, 0, 2, 0)
    );
    assert_eq!(
        summary(&["--no-config", "mixed.json"]),
        expected(1, 0, 1, 2)
    );
    assert_eq!(
        summary(&[
            "--config",
            "own/anchorbrowser-schema.toml",
            "deep/er/mixed.json"
        ]),
        expected(1, 1, 0, 4)
    );
    let listed = dir
        .run(&["check", "--format", "jsonl", "mixed.json"])
        .lines();
    assert_eq!(listed[0]["omitted"], 2);
}

#[test]
fn invalid_configurations_are_reported() {
    let table: [(&[u8], &str); 9] = [
        (
            b"[levels]\nunknown-proprety = \"deny\"",
            "`unknown-proprety` is not a rule; did you mean `unknown-property`?",
        ),
        (
            b"[levels]\nsyntax = \"warn\"",
            "rule `syntax` is always an error; it cannot be set to `warn`",
        ),
        (
            b"[levels]\npattern = \"error\"",
            "line 2: `error` is not a level; use `deny`, `warn` or `allow`",
        ),
        (
            b"type = \"Session\"",
            "line 1: `Session` is not a document type",
        ),
        (
            b"\nlevel = 1",
            "line 2: unknown key `level`; use `type`, `include`, `exclude`, `revision`, `levels`, ",
        ),
        (b"include = [\"a[\"]", "a["),
        (b"type = ", ": line 1: "),
        (b"\xff", "the file is not valid UTF-8"),
        (
            b"max-violations = -1",
            "line 1: a limit must be 0 or more, but is `-1`",
        ),
    ];
    for (number, (text, reason)) in table.iter().enumerate() {
        let dir = TestDir::new(
            &format!("invalid_configurations_{number}"),
            &[
                ("anchorbrowser-schema.toml", text),
                ("good.json", VALID.as_bytes()),
            ],
        );
        let outcome = dir.run(&["check", "good.json"]);
        outcome.assert_code(2);
        let stderr = &outcome.stderr;
        assert!(
            stderr.starts_with("error: cannot read `good.json`: invalid configuration file `"),
            "{stderr}"
        );
        assert!(
            stderr.contains("anchorbrowser-schema.toml`: ") && stderr.contains(reason),
            "{stderr}"
        );
    }
    let dir = TestDir::new("missing_configuration", &[("good.json", VALID.as_bytes())]);
    dir.run(&["check", "--config", "missing.toml", "good.json"])
        .assert_code(2);
}
