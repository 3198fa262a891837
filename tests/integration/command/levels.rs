//! Tests of rule levels, on the command line and in configuration files.

use serde_json::{Value, json};

use super::{TestDir, VALID, members};

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

/// A configuration is reported once, with its line, and its inputs are not checked.
#[test]
fn invalid_configurations_are_reported() {
    let table = [
        (
            "[levels]\nunknown-proprety = \"deny\"",
            "2:1",
            "`unknown-proprety` is not a rule; did you mean `unknown-property`?",
        ),
        (
            "[levels]\nsyntax = \"warn\"",
            "2:10",
            "rule `syntax` is always an error; it cannot be set to `warn`",
        ),
        (
            "[levels]\npattern = \"error\"",
            "2:11",
            "`error` is not a level; use `deny`, `warn` or `allow`",
        ),
        (
            "levels = 3",
            "1:10",
            "invalid type: integer `3`, expected a map",
        ),
        (
            "type = \"Session\"",
            "1:8",
            "`Session` is not a document type",
        ),
        (
            "\nlevel = 1",
            "2:1",
            "unknown field `level`, expected one of `required-version`, ",
        ),
        ("include = [\"b\", \"a[\"]", "1:17", "invalid glob: "),
        (
            "[[overrides]]\ntype = \"Task\"",
            "1:1",
            "missing field `files`",
        ),
        (
            "[[overrides]]\nfiles = []\nlevels = {type = \"warn\"}",
            "3:18",
            "rule `type` is always an error",
        ),
        ("type = ", "1:8", ""),
        (
            "max-violations = -1",
            "1:18",
            "invalid value: integer `-1`, expected usize",
        ),
        (
            "required-version = \">=99\"",
            "1:20",
            "version >=99 of `anchorbrowser-schema` is required, but this is ",
        ),
        (
            "required-version = \"new\"",
            "1:20",
            "invalid version requirement: ",
        ),
    ];
    for (number, (text, position, reason)) in table.iter().enumerate() {
        let dir = TestDir::new(
            &format!("invalid_configurations_{number}"),
            &[
                ("anchorbrowser-schema.toml", text.as_bytes()),
                ("a.json", VALID.as_bytes()),
                ("b/c.json", VALID.as_bytes()),
            ],
        );
        let outcome = dir.run(&["check", "--format", "json", ".", "a.json"]);
        outcome.assert_code(2);
        let [title, location, ..] = outcome.stderr.lines().collect::<Vec<_>>()[..] else {
            panic!("{outcome:?}");
        };
        let prefix = format!("error: invalid configuration file: {reason}");
        assert!(title.starts_with(&prefix), "{outcome:?}");
        let expected = format!("--> anchorbrowser-schema.toml:{position}");
        assert_eq!(location.trim_start(), expected, "{outcome:?}");
        let reports = outcome.stderr.matches("invalid configuration file").count();
        assert_eq!(reports, 1, "{outcome:?}");
        assert_eq!(
            outcome.json()["summary"],
            json!({"documents": 0, "valid": 0, "errors": 0, "warnings": 0, "failed": 0})
        );
    }
}

#[test]
fn invalid_configurations_have_the_names_and_lines_that_ci_systems_know() {
    let files: [(&str, &[u8]); 2] = [
        ("in/anchorbrowser-schema.toml", b"\ntipe = 1\n"),
        ("in/a.json", VALID.as_bytes()),
    ];
    let dir = TestDir::new("configuration_names", &files);
    let check = |format: &str, path: &str| {
        let outcome = dir.run(&["check", "--format", format, path]);
        outcome.assert_code(2);
        outcome
    };
    let annotation = "::error file=in/anchorbrowser-schema.toml,line=2,title=invalid configuration::\
                      invalid configuration file `in/anchorbrowser-schema.toml:2`: unknown field `tipe`, ";
    let annotated = check("github", "in").stdout;
    assert!(annotated.starts_with(annotation), "{annotated}");
    assert_eq!(
        check("gitlab", "in").json()[0]["location"],
        json!({"path": "in/anchorbrowser-schema.toml", "lines": {"begin": 2}})
    );
    let sarif = check("sarif", "in").json();
    let notification = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        notification["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "in/anchorbrowser-schema.toml"},
            "region": {"startLine": 2},
        })
    );
}

#[test]
fn unreadable_configurations_are_reported() {
    let dir = TestDir::new(
        "missing_configuration",
        &[("a.json", VALID.as_bytes()), ("not-utf-8.toml", b"\xff")],
    );
    for (file, reason) in [
        ("missing.toml", "No such file or directory (os error 2)"),
        ("not-utf-8.toml", "the file is not valid UTF-8"),
    ] {
        let outcome = dir.run(&["check", "--config", file, "a.json"]);
        outcome.assert_code(2);
        assert_eq!(
            outcome.stderr,
            format!("error: invalid configuration file `{file}`: {reason}\n")
        );
    }
}

#[test]
fn configured_globs_match_like_ignore_files() {
    let files = ["a/b/x.json", "a/x.json", "x.json"];
    let files = files.map(|file| (file, VALID.as_bytes()));
    let dir = TestDir::new("configured_globs", &files);
    let table: [(&str, &[&str]); 9] = [
        ("exclude = [\"a/*.json\"]", &["a/b/x.json", "x.json"]),
        ("include = [\"a/*.json\"]", &["a/x.json"]),
        ("include = [\"a/**\"]\nexclude = [\"b\"]", &["a/x.json"]),
        ("include = [\"a\"]", &["a/b/x.json", "a/x.json"]),
        ("exclude = [\"a\"]", &["x.json"]),
        ("exclude = [\"a/\"]", &["x.json"]),
        ("exclude = [\"./a/**\"]", &["x.json"]),
        ("exclude = [\"/x.json\"]", &["a/b/x.json", "a/x.json"]),
        ("include = []", &[]),
    ];
    for (config, expected) in table {
        std::fs::write(dir.0.join("anchorbrowser-schema.toml"), config).unwrap();
        let outcome = dir.run(&["check", "--format", "jsonl", "--allow-empty", "."]);
        let sources: Vec<_> = outcome
            .lines()
            .iter()
            .map(|line| line["source"].clone())
            .collect();
        assert_eq!(sources, expected, "{config}");
    }
}

#[test]
fn overrides_apply_to_some_files() {
    let config = "[levels]\npattern = \"warn\"\n\
        [[overrides]]\nfiles = [\"sessions/\"]\ntype = \"SessionConfig\"\n\
        [[overrides]]\nfiles = [\"*.old.json\"]\nlevels = {pattern = \"allow\"}\n";
    let dir = TestDir::new(
        "overrides",
        &[
            ("anchorbrowser-schema.toml", config.as_bytes()),
            ("a.json", br#"{"name":"a b","language":"typescript"}"#),
            ("a.old.json", br#"{"name":"a b","language":"typescript"}"#),
            ("sessions/s.json", b"{}"),
        ],
    );
    // Errors and warnings of each file.
    let table: [(&[&str], [[u64; 2]; 3]); 3] = [
        (&[], [[0, 1], [0, 0], [0, 0]]),
        (&["--deny", "pattern"], [[1, 0], [1, 0], [0, 0]]),
        (&["--type", "CreateTaskRequest"], [[0, 1], [0, 0], [2, 0]]),
    ];
    for (arguments, expected) in table {
        let outcome = dir.run(&[&["check", "--format", "jsonl", "."], arguments].concat());
        let counts: Vec<_> = outcome
            .lines()
            .iter()
            .map(|line| members(line, ["errors", "warnings"]))
            .collect();
        let expected = expected.map(|counts| counts.map(Value::from));
        assert_eq!(counts, expected, "{arguments:?}");
    }
}

/// A configuration file outside of the repository does not apply.
#[test]
fn configuration_is_searched_up_to_the_repository_root() {
    let dir = TestDir::new(
        "configuration_and_repository",
        &[
            ("anchorbrowser-schema.toml", b"type = \"SessionConfig\"\n"),
            ("a/x.json", b"{}"),
            ("repo/.git/HEAD", b""),
            ("repo/a/x.json", VALID.as_bytes()),
            ("repo/b/x.json", VALID.as_bytes()),
        ],
    );
    dir.run(&["check", "."]).assert_code(0);
    // Not that of a directory in front of `..`.
    std::fs::write(
        dir.0.join("repo/b/anchorbrowser-schema.toml"),
        "type = \"SessionConfig\"",
    )
    .unwrap();
    dir.run(&[
        "check",
        "--errors-only",
        "--deny",
        "warnings",
        "repo/b/../a/x.json",
    ])
    .assert_code(0);
}
