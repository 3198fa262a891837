//! Levels, by the command line and by configuration files.

use serde_json::json;

use super::{Folder, VALID};

/// An unknown member (warning), an empty code (warning), and a name that is not allowed (error).
const MIXED: &str = r#"{"name":"a b","language":"typescript","code":"","tags":[]}"#;

#[test]
fn levels_are_set_by_arguments() {
    let folder = Folder::new(
        "levels_are_set_by_arguments",
        &[("mixed.json", MIXED.as_bytes())],
    );
    // Errors and warnings.
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
        let outcome =
            folder.run(&[&["check", "--format", "json"], levels, &["mixed.json"]].concat());
        outcome.assert_code(i32::from(errors > 0));
        let summary = &outcome.json()["summary"];
        assert_eq!(
            [&summary["errors"], &summary["warnings"]],
            [&json!(errors), &json!(warnings)],
            "{levels:?}"
        );
    }
    folder
        .run(&["check", "--exit-zero", "mixed.json"])
        .assert_code(0);
}

#[test]
fn unknown_and_fixed_rules_are_told() {
    let folder = Folder::new(
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
    for (arguments, told) in table {
        let outcome = folder.run(&[&["check"], &arguments[..], &["good.json"]].concat());
        outcome.assert_code(2);
        assert!(outcome.stderr.contains(told), "{outcome:?}");
    }
    // It changes nothing.
    folder
        .run(&["check", "--deny", "type", "good.json"])
        .assert_code(0);
}

#[test]
fn the_nearest_configuration_counts() {
    let folder = Folder::new(
        "the_nearest_configuration",
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
        let outcome = folder.run(&[&["check", "--format", "json"], arguments].concat());
        outcome.json()["summary"].clone()
    };
    let told = |documents: usize, valid: usize, errors: usize, warnings: usize| json!({"documents": documents, "valid": valid, "errors": errors, "warnings": warnings, "failed": 0});
    assert_eq!(summary(&["mixed.json"]), told(1, 1, 0, 3));
    assert_eq!(summary(&["deep"]), told(1, 1, 0, 3));
    assert_eq!(summary(&["own"]), told(1, 1, 0, 0));
    assert_eq!(summary(&["some", "--glob", "*"]), told(1, 1, 0, 0));
    assert_eq!(summary(&["some"]), told(1, 1, 0, 0));
    assert_eq!(
        summary(&["own/skip/mixed.json"]),
        told(1, 1, 0, 4),
        "named files are read; it is a session"
    );
    // The command line goes before the file; another file or none can be asked for.
    assert_eq!(
        summary(&["--deny", "pattern", "mixed.json"]),
        told(1, 0, 1, 2)
    );
    assert_eq!(
        summary(&["--type", "CreateTaskRequest", "own/session.json"]),
        told(1, 0, 2, 0)
    );
    assert_eq!(summary(&["--no-config", "mixed.json"]), told(1, 0, 1, 2));
    assert_eq!(
        summary(&[
            "--config",
            "own/anchorbrowser-schema.toml",
            "deep/er/mixed.json"
        ]),
        told(1, 1, 0, 4)
    );
    let listed = folder
        .run(&["check", "--format", "jsonl", "mixed.json"])
        .lines();
    assert_eq!(listed[0]["omitted"], 2);
}

#[test]
fn configurations_that_cannot_be_used_are_told() {
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
            "`error` is not a level; it must be `deny`, `warn` or `allow`",
        ),
        (b"type = \"Session\"", "`Session` is not a root"),
        (b"\nlevel = 1", "line 2: unknown field `level`"),
        (b"include = [\"a[\"]", "a["),
        (b"type = ", "it is not such a file"),
        (b"\xff", "it is not UTF-8"),
        (
            b"max-violations = -1",
            "`max-violations` must be 0 or more, but is `-1`",
        ),
    ];
    for (number, (text, reason)) in table.iter().enumerate() {
        let folder = Folder::new(
            &format!("configurations_that_cannot_be_used_{number}"),
            &[
                ("anchorbrowser-schema.toml", text),
                ("good.json", VALID.as_bytes()),
            ],
        );
        let outcome = folder.run(&["check", "good.json"]);
        outcome.assert_code(2);
        let told = &outcome.stderr;
        assert!(
            told.starts_with("error: cannot read `good.json`: cannot use the configuration `"),
            "{told}"
        );
        assert!(
            told.contains("anchorbrowser-schema.toml`: ") && told.contains(reason),
            "{told}"
        );
    }
    let folder = Folder::new(
        "configuration_that_is_missing",
        &[("good.json", VALID.as_bytes())],
    );
    folder
        .run(&["check", "--config", "missing.toml", "good.json"])
        .assert_code(2);
}
